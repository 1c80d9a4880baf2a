// The article in a reading face; what the last answer cites is underlined, the passage opened is highlighted and shown.

const shown = new WeakMap()

const pieceOf = piece => {
  if (piece.opened) return el("mark", { tabindex: "-1" }, piece.text)
  return piece.cited.length ? el("span", { class: "cited" }, piece.text) : piece.text
}

// On a page of its own the article's headings stand right under the title.
const lineOf = (line, whole) =>
  el(line.part === "heading" ? (whole ? "h2" : "h3") : "p", { class: `line ${line.part}`, id: `line-${line.number}` },
    el("span", { class: "number", "aria-hidden": "true" }, String(line.number)), line.pieces.map(pieceOf))

const barOf = (data, open) =>
  el("div", { class: "bar" },
    el("p", { class: "place", role: "status" }, data.n === null ? null : el("span", { class: "n" }, String(data.n)), data.place),
    data.previous ? el("button", { type: "button", "data-id": "previous", "aria-label": data.words.previous, title: data.words.previous, onclick: () => open(data.previous) }, "‹") : null,
    data.next ? el("button", { type: "button", "data-id": "next", "aria-label": data.words.next, title: data.words.next, onclick: () => open(data.next) }, "›") : null)

// The passage goes to the upper third of its own box, and the box into view where it is not. A box that is not laid out
// yet (its tab is only just opening) is waited for.
const show = (root, parent, count) => {
  const box = root.querySelector(".text")
  const mark = root.querySelector("mark")
  if (!mark || shown.get(parent) === count) return
  if (root.classList.contains("whole")) {
    shown.set(parent, count)
    requestAnimationFrame(() => requestAnimationFrame(() => mark.scrollIntoView({ block: "center" })))
    return
  }
  const wait = new ResizeObserver(() => {
    if (!box.clientHeight) return
    wait.disconnect()
    shown.set(parent, count)
    const top = mark.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop
    box.scrollTo({ top: top - box.clientHeight / 4, behavior: "auto" })
    const host = parent.host ?? parent
    const place = host.getBoundingClientRect()
    if (place.top < 0 || place.top > innerHeight / 2) { host.style.scrollMarginTop = "7rem"; host.scrollIntoView({ block: "start", behavior: calm() }) }
    mark.focus({ preventScroll: true })
  })
  wait.observe(box)
}

export default function ({ data, parentElement, setTriggerValue }) {
  const open = place => setTriggerValue("opened", place)
  const before = drawn.get(parentElement)?.root.querySelector(".text")?.scrollTop ?? 0
  const root = draw(parentElement, data, () => el("div", { class: `root${data.whole ? " whole" : ""}` },
    data.whole ? null : barOf(data, open),
    el("div", { class: "text", tabindex: "0", role: "region", "aria-label": data.words.label }, data.lines.map(line => lineOf(line, data.whole)))))
  root.querySelector(".text").scrollTop = before
  show(root, parentElement, data.count)
}
