// All eleven licences: sign, word and colour, the reason with its citations; inside, why, what is open, what would change it.

const block = (title, ...content) => el("section", {}, el("h3", {}, title), ...content)
const list = lines => el("ul", { class: "plain" }, lines.map(line => el("li", {}, line)))

const inside = (row, data) => [
  row.because.length ? block(data.words.because, list(row.because)) : null,
  row.kept_from.length ? block(data.words.not_required, list(row.kept_from)) : null,
  row.open.length ? block(data.words.open, el("ul", { class: "plain" }, row.open.map(fact =>
    el("li", {}, fact.question, " ", el("span", { class: "leads" }, fact.leads.join(" · ")))))) : null,
  block(data.words.change, row.changes.length ? list(row.changes) : el("p", {}, data.words.change_none)),
  el("details", { "data-id": `decision ${row.id}`, class: "decision" }, el("summary", {}, data.words.decision),
    el("div", { class: "tree" }, decisionTree(row.decision, data.words))),
  row.after.length ? block(data.words.first, list(row.after)) : null,
  row.notes.length ? el("details", { class: "outside", "data-id": `notes ${row.id}` },
    el("summary", {}, data.words.notes), lawNotes(row.notes, data.words.note)) : null,
]

const rowOf = (row, data, open) => {
  const more = el("div", { class: "inside", id: `inside-${row.id}`, hidden: true }, inside(row, data))
  const fold = el("button", { class: "fold", type: "button", "data-id": row.id, "aria-expanded": "false", "aria-controls": more.id,
    onclick: () => { more.hidden = !more.hidden; fold.setAttribute("aria-expanded", String(!more.hidden)) } },
    el("span", { class: `sign ${row.verdict}`, "aria-hidden": "true" }, row.sign),
    el("span", { class: "name" }, row.name),
    el("span", { class: `word ${row.verdict}` }, row.word))
  return el("li", { class: `licence${row.was ? " changed" : ""}`, "data-licence": row.id, "data-verdict": row.verdict },
    el("h3", { class: "head" }, fold),
    row.was || row.ambiguous ? el("p", { class: "flags" },
      row.was ? el("span", { class: "was" }, row.was) : null,
      row.ambiguous ? el("span", { class: "ambiguous" }, data.words.ambiguous) : null) : null,
    el("p", { class: "reason" }, row.reason, " ", row.marks.map(mark => markButton(mark, open))),
    more)
}

export default function ({ data, parentElement, setTriggerValue }) {
  const open = place => setTriggerValue("opened", place)
  draw(parentElement, data, () => el("div", { class: "root" },
    el("p", { class: "counts" }, data.counts.map(([verdict, sign, word, count]) =>
      el("span", { class: `count ${verdict}` }, `${sign} ${count} ${word.toLowerCase()}`))),
    el("ul", { class: "licences" }, data.rows.map(row => rowOf(row, data, open))),
    data.order.length ? el("section", { class: "order" }, el("h3", {}, data.words.order),
      el("p", { class: "order-what" }, data.words.order_what),
      el("ol", {}, data.order.map(name => el("li", {}, name)))) : null))
}
