// Helpers of every component. All text goes in as text: nothing here, or in the components, sets HTML.

const el = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue
    if (name.startsWith("on")) node[name] = value
    else node.setAttribute(name, value === true ? "" : value)
  }
  node.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false))
  return node
}

const markButton = (mark, open) =>
  el("button", { class: "mark", type: "button", "aria-label": mark.label, title: mark.label, "data-id": `mark ${mark.start} ${mark.end} ${mark.text}`,
    onclick: () => open({ start: mark.start, end: mark.end }) }, mark.text)

const lawNotes = (notes, words) => [
  el("p", { class: "notes-what" }, words.what),
  ...notes.map(note => el("div", { class: "note" },
    el("p", {}, el("strong", {}, `${words.status[note.status]}. `), note.text),
    el("p", { class: "meta" }, ...note.authorities.flatMap((authority, i) => [
      i ? "; " : null,
      note.links[i].startsWith("https://")
        ? el("a", { href: note.links[i], target: "_blank", rel: "noopener noreferrer" }, authority)
        : authority,
    ]), ` ${words.as_of.replace("%", note.as_of)}`))),
]

// A decision as a tree: each question with its ways, the path taken marked by line, weight and word.
const decisionTree = (step, words) => {
  const marked = step.taken ? " taken" : ""
  if (step.verdict)
    return el("span", { class: `leaf${marked}` }, el("span", { class: `sign ${step.verdict}`, "aria-hidden": "true" }, step.sign),
      el("span", { class: step.verdict }, step.text), step.taken ? el("span", { class: "tag here" }, words.taken) : null)
  return el("div", { class: `step${marked}` },
    el("p", { class: "ask" }, step.text, step.stops || step.either ? el("span", { class: "tag here" }, step.stops ? words.stops : words.either) : null),
    el("ul", { class: "ways" }, step.ways.map(way =>
      el("li", { class: `way${way.step.taken ? " taken" : ""}` }, el("span", { class: "reply" }, way.answer), decisionTree(way.step, words)))))
}

// What was drawn in each place: nothing is drawn twice, and what was open or had the focus has it again.
const drawn = new WeakMap()

const draw = (parent, data, build) => {
  const text = JSON.stringify(data)
  const before = drawn.get(parent)
  if (before && before.text === text) return before.root
  const open = before ? Object.fromEntries([...before.root.querySelectorAll("details[data-id]")].map(d => [d.dataset.id, d.open])) : {}
  const unfolded = before ? [...before.root.querySelectorAll("[aria-expanded=true]")].map(node => node.dataset.id) : []
  const focused = before && parent.activeElement ? parent.activeElement.dataset.id : undefined
  const root = build()
  for (const details of root.querySelectorAll("details[data-id]"))
    if (details.dataset.id in open) details.open = open[details.dataset.id]
  if (before) before.root.replaceWith(root)
  else parent.append(root)
  drawn.set(parent, { text, root })
  for (const id of unfolded) [...root.querySelectorAll("[aria-expanded]")].find(node => node.dataset.id === id)?.click()
  if (focused) [...root.querySelectorAll("[data-id]")].find(node => node.dataset.id === focused)?.focus({ preventScroll: true })
  return root
}

const calm = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth")
