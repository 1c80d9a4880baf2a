// One turn of the conversation: the question as it was asked, the answer with its marks, the law notes apart.

const LONG = 700
let shownLast = 0

const asked = (data) => {
  const text = data.question
  if (text.length <= LONG) return el("p", { class: "words" }, text)
  return el("div", {},
    el("p", { class: "words" }, `${text.slice(0, LONG)}…`),
    el("details", { "data-id": "whole" }, el("summary", {}, data.words.all), el("p", { class: "words" }, text)))
}

const spans = (line, marks, open) => line.pieces.flatMap((piece, i) => {
  if (piece.n !== null) return [markButton(marks[piece.n], open)]
  const lead = i === 0 ? line.lead : ""
  return [lead ? el("strong", { class: line.kind === "verdict" ? line.verdict : null }, lead) : null, `${piece.text.slice(lead.length)} `]
})

const sign = (line, data) =>
  el("span", { class: `sign ${line.verdict ?? ""}`, "aria-hidden": "true" }, line.verdict ? data.signs[line.verdict] : "")

const lineOf = (line, data, open) => {
  if (line.kind === "verdict")
    return el("p", { class: "verdict" }, sign(line, data), el("span", {}, spans(line, data.marks, open)))
  const tag = line.kind === "caution" ? data.words.caution : null
  return el("p", { class: line.kind }, tag ? el("span", { class: "tag" }, tag) : null, spans(line, data.marks, open))
}

const reasonsOf = (lines, data, open) =>
  el("details", { class: "reasons", "data-id": "reasons", open: data.latest },
    el("summary", {}, data.words.reasons),
    el("ul", {}, lines.map(line => el("li", {}, sign(line, data), el("span", {}, spans(line, data.marks, open))))))

// Lines in order; neighbouring reasons are one list that folds.
const answered = (data, open) => {
  const parts = []
  let reasons = []
  for (const line of [...data.lines, null]) {
    if (line && line.kind === "reason") { reasons.push(line); continue }
    if (reasons.length) { parts.push(reasonsOf(reasons, data, open)); reasons = [] }
    if (line) parts.push(lineOf(line, data, open))
  }
  return parts
}

export default function ({ data, parentElement, setTriggerValue }) {
  const open = place => setTriggerValue("opened", place)
  draw(parentElement, data, () => el("article", { class: `root turn ${data.kind}`, "aria-label": data.words.you },
    el("div", { class: "asked" }, el("h2", { class: "who" }, data.words.you), asked(data)),
    data.by_hand ? el("p", { class: "by-hand" }, data.by_hand) : null,
    el("div", { class: "answered" },
      el("h3", { class: "hidden" }, data.words.answer),
      data.kind === "abstained" ? el("p", {}, el("span", { class: "tag" }, data.words.abstained)) : null,
      answered(data, open)),
    data.notes.length ? el("details", { class: "outside", "data-id": "notes" },
      el("summary", {}, data.words.notes), lawNotes(data.notes, data.words.note)) : null))
  const host = parentElement.host ?? parentElement
  if (data.latest && data.scroll && data.scroll > shownLast) {
    shownLast = data.scroll
    host.style.scrollMarginTop = "4.2rem"
    requestAnimationFrame(() => requestAnimationFrame(() => host.scrollIntoView({ block: "start", behavior: calm() })))
  }
}
