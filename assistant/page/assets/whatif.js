// Today's platform and a variant side by side: the facts of both, then what becomes of each licence.

const VALUES = ["yes", "no", "unknown"]

const switchOf = (fact, data, set) =>
  el("fieldset", { class: "switch" },
    el("legend", { class: "hidden" }, `${data.words.variant}: ${fact.question}`),
    VALUES.map(value => el("label", { class: value },
      el("input", { type: "radio", name: fact.id, value, "data-id": `${fact.id} ${value}`, checked: fact.variant === value,
        onchange: () => set({ [fact.id]: value }) }),
      el("span", {}, value === "unknown" ? "?" : data.words[value], value === "unknown" ? el("span", { class: "hidden" }, data.words.unknown) : null))))

const headings = (...names) => el("thead", {}, el("tr", {}, names.map(name => el("th", { scope: "col" }, name))))

const factRow = (fact, data, set) =>
  el("tr", { class: fact.changed ? "changed" : null, "data-fact": fact.id },
    el("th", { scope: "row", title: fact.question }, fact.label, fact.noted ? el("span", { class: "noted" }, ` ${fact.noted}`) : null),
    el("td", { class: `today ${fact.today}` }, fact.word),
    el("td", { class: "variant" }, switchOf(fact, data, set)))

const outcome = one => [el("span", { class: `sign ${one.verdict}`, "aria-hidden": "true" }, one.sign), el("span", { class: `word ${one.verdict}` }, one.word)]

const licenceRow = (row, open) =>
  [el("tr", { class: row.changed ? "changed" : null, "data-licence": row.id, "data-today": row.today.verdict, "data-variant": row.variant.verdict },
    el("th", { scope: "row" }, row.name),
    el("td", {}, outcome(row.today)),
    el("td", {}, outcome(row.variant))),
  row.changed ? el("tr", { class: "changed why" }, el("td", { colspan: "3" }, row.because, " ", row.reason, " ", row.marks.map(mark => markButton(mark, open)))) : null]

const licenceTable = (title, rows, data, open) =>
  el("section", {}, el("h3", {}, title),
    rows.length
      ? el("table", { class: "licences" }, headings(data.words.licence, data.words.today, data.words.variant), el("tbody", {}, rows.flatMap(row => licenceRow(row, open))))
      : el("p", { class: "none" }, data.words.changes_none))

export default function ({ data, parentElement, setTriggerValue }) {
  const set = facts => setTriggerValue("set", { facts })
  const open = place => setTriggerValue("opened", place)
  draw(parentElement, data, () => el("div", { class: "root" },
    el("p", { class: "intro" }, data.words.intro),
    licenceTable(data.words.changes, data.licences.filter(row => row.changed), data, open),
    el("section", {}, el("h3", {}, data.words.facts),
      el("table", { class: "facts" }, headings(data.words.fact, data.words.today, data.words.variant), el("tbody", {}, data.facts.map(fact => factRow(fact, data, set))))),
    licenceTable(data.words.same, data.licences.filter(row => !row.changed), data, open)))
}
