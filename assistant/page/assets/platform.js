// The facts, each with a switch of three and where it was read; statements that clash, to be settled.

const VALUES = ["yes", "no", "unknown"]

const switchOf = (row, data, set) =>
  el("fieldset", { class: "switch" },
    el("legend", { class: "hidden" }, row.question),
    VALUES.map(value => el("label", { class: value },
      el("input", { type: "radio", name: row.id, value, "data-id": `${row.id} ${value}`, checked: row.switch === value,
        onchange: () => set({ [row.id]: value }) }),
      el("span", {}, data.words[value]))))

const rowOf = (row, data, set, open) =>
  el("li", { class: `row ${row.origin}` },
    el("div", { class: "about" },
      el("p", { class: "label", title: row.question }, row.label),
      el("p", { class: "source" }, row.source, " ", row.marks.map(mark => markButton(mark, open)))),
    switchOf(row, data, set))

const clashOf = (sides, data, set, n) =>
  el("section", { class: "clash", "aria-label": data.words.clash },
    el("h3", {}, data.words.clash),
    el("div", { class: "sides" }, sides.map((side, i) => el("div", { class: "side" },
      el("p", {}, `“${side.words}”`),
      Object.keys(side.facts).length
        ? el("button", { class: "hold", type: "button", "data-id": `clash ${n} ${i}`, onclick: () => set(side.facts) }, data.words.holds)
        : null))))

export default function ({ data, parentElement, setTriggerValue }) {
  const set = facts => setTriggerValue("set", { facts })
  const open = place => setTriggerValue("opened", place)
  draw(parentElement, data, () => el("div", { class: "root" },
    el("p", { class: "intro" }, data.words.intro),
    data.clashes.map((sides, n) => clashOf(sides, data, set, n)),
    el("ul", { class: "facts" }, data.rows.map(row => rowOf(row, data, set, open)))))
}
