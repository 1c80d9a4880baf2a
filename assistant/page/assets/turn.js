// One turn of the conversation: the question as it was asked, the answer with its marks; further documents and law notes apart.

const LONG = 700
const FEW = 4  // more reasons than this stay folded: they stand beside, with the licences
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
  el("details", { class: "reasons", "data-id": "reasons", open: data.latest && lines.length <= FEW },
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

const furtherOf = data =>
  el("details", { class: "outside further", "data-id": "further", open: true },
    el("summary", {}, data.words.further), el("p", { class: "notes-what" }, data.words.further_what),
    data.further.map(one => el("div", { class: "note" },
      el("p", {}, el("strong", {}, one.title)), el("p", { class: "meta" }, one.about), el("blockquote", { class: "excerpt" }, `“${one.quote}”`))))

// The clipboard is there on a secure address only; the old way works on any.
const copied = text => {
  if (navigator.clipboard) return navigator.clipboard.writeText(text)
  const box = el("textarea", { class: "hidden" }, text)
  document.body.append(box)
  box.select()
  document.execCommand("copy")
  box.remove()
  return Promise.resolve()
}

const button = (label, id, onclick, more = {}) => el("button", { class: "act", type: "button", "data-id": id, onclick, ...more }, label)

// The question as a text to change; it is folded away until "Edit" opens it.
const editor = (data, act) => {
  const box = el("textarea", { rows: 4, maxlength: 20000, "aria-label": data.words.edit_label, "data-id": "edit text" })
  box.value = data.question
  const form = el("form", { class: "editor", hidden: true, onsubmit: event => { event.preventDefault(); if (box.value.trim()) act({ do: "edit", text: box.value }) } },
    box, data.latest ? null : el("p", { class: "later" }, data.words.edit_later),
    el("div", { class: "acts" }, el("button", { class: "act strong", type: "submit" }, data.words.ask),
      button(data.words.cancel, "cancel", () => { form.hidden = true; form.closest(".turn").querySelector('[data-id="edit"]').focus() })))
  return form
}

// A thumb is kept at once; the remark, which may follow, is kept with it.
const thumb = (which, data, act) =>
  button("", which, () => act({ do: data.thumb === which ? "take_back" : which, text: data.remark }),
    { class: `act thumb ${which}`, "aria-label": data.words[which], title: data.words[which], "aria-pressed": String(data.thumb === which) })

const download = (name, text) => {
  const link = el("a", { href: URL.createObjectURL(new Blob([text], { type: "application/yaml" })), download: name })
  link.click()
  URL.revokeObjectURL(link.href)
}

const judgement = (data, act) => {
  if (!data.thumb) return null
  const box = el("textarea", { rows: 2, maxlength: 4000, "aria-label": data.words.remark, placeholder: data.words.remark, "data-id": "remark" })
  box.value = data.remark
  return el("form", { class: "judged", onsubmit: event => { event.preventDefault(); act({ do: data.thumb, text: box.value }) } },
    el("p", { class: "later", role: "status" }, data.words[`judged_${data.thumb}`]), box,
    el("div", { class: "acts" }, el("button", { class: "act strong", type: "submit", "data-id": "save remark" }, data.words.save),
      data.case ? button(data.words.case, "case", () => download("case.yaml", data.case)) : null,
      button(data.words.take_back, "take back", () => act({ do: "take_back" }))))
}

const acts = (data, act) => {
  const copy = button(data.words.copy, "copy", () => copied(data.text).then(() => { copy.textContent = data.words.copied }))
  const edit = button(data.words.edit, "edit", () => {
    const form = edit.closest(".turn").querySelector(".editor")
    form.hidden = !form.hidden
    if (!form.hidden) form.querySelector("textarea").focus()
  })
  return el("div", { class: "acts" }, copy, edit, data.latest ? button(data.words.again, "again", () => act({ do: "again" })) : null,
    el("span", { class: "thumbs" }, thumb("up", data, act), thumb("down", data, act)))
}

export default function ({ data: sent, parentElement, setTriggerValue }) {
  const data = { ...JSON.parse(sent.answer), ...sent }
  const open = place => setTriggerValue("opened", place)
  const act = what => setTriggerValue("act", what)
  draw(parentElement, data, () => el("article", { class: `root turn ${data.kind}`, "aria-label": data.words.you },
    el("div", { class: "asked" }, el("h2", { class: "who" }, data.words.you), asked(data), editor(data, act)),
    data.by_hand ? el("p", { class: "by-hand" }, data.by_hand) : null,
    el("div", { class: "answered" },
      el("h3", { class: "hidden" }, data.words.answer),
      data.kind === "abstained" ? el("p", {}, el("span", { class: "tag" }, data.words.abstained)) : null,
      answered(data, open)),
    data.llm.length ? el("p", { class: "llm" }, el("span", { class: "tag" }, data.words.llm), data.llm.join(" ")) : null,
    data.further.length ? furtherOf(data) : null,
    data.notes.length ? el("details", { class: "outside", "data-id": "notes" },
      el("summary", {}, data.words.notes), lawNotes(data.notes, data.words.note)) : null,
    data.age ? el("p", { class: "meta age" }, data.age) : null,
    acts(data, act), judgement(data, act)))
  const host = parentElement.host ?? parentElement
  if (data.latest && data.scroll && data.scroll > shownLast) {
    shownLast = data.scroll
    host.style.scrollMarginTop = "4.2rem"
    requestAnimationFrame(() => requestAnimationFrame(() => host.scrollIntoView({ block: "start", behavior: calm() })))
  }
}
