// The kept conversations: a search, then links by day, each to be renamed or deleted where it stands.

const waiting = new WeakMap()

// Searched for when one stops typing, and at once by Enter.
const searchOf = (data, parent, trigger) => {
  const send = box => { clearTimeout(waiting.get(parent)); if (box.value !== data.search) trigger("search", { words: box.value }) }
  const box = el("input", { type: "search", class: "search", value: data.search, placeholder: data.words.search, "aria-label": data.words.search,
    maxlength: 200, "data-id": "search",
    oninput: () => { clearTimeout(waiting.get(parent)); waiting.set(parent, setTimeout(() => send(box), 250)) },
    onkeydown: event => { if (event.key === "Enter") send(box) } })
  return box
}

const icon = (sign, label, id, onclick) =>
  el("button", { class: "icon", type: "button", "aria-label": label, title: label, "data-id": id, onclick }, el("span", { "aria-hidden": "true" }, sign))

const swap = (item, ...nodes) => { item.replaceChildren(...nodes); item.querySelector("input, .sure")?.focus() }

const renaming = (entry, item, data, trigger, parent) => {
  const box = el("input", { class: "title-box", value: entry.title, maxlength: 200, "aria-label": data.words.name })
  const back = () => { item.replaceChildren(...entryOf(entry, item, data, trigger, parent)); item.querySelector("a").focus() }
  const form = el("form", { class: "rename", onsubmit: event => { event.preventDefault(); if (box.value.trim()) trigger("rename", { id: entry.id, title: box.value }) ; back() } },
    box, el("button", { type: "submit", class: "small" }, data.words.save))
  form.onkeydown = event => { if (event.key === "Escape") back() }
  swap(item, form)
  box.select()
}

const deleting = (entry, item, data, trigger, parent) => {
  const back = () => { item.replaceChildren(...entryOf(entry, item, data, trigger, parent)); item.querySelector("a").focus() }
  swap(item, el("div", { class: "confirm", role: "group", "aria-label": data.words.delete_sure, onkeydown: event => { if (event.key === "Escape") back() } },
    el("p", {}, data.words.delete_sure),
    // It goes with its conversation, and the focus to the search box then.
    el("button", { type: "button", class: "small sure", "data-id": "search", onclick: () => trigger("delete", { id: entry.id }) }, data.words.delete),
    el("button", { type: "button", class: "small", onclick: back }, data.words.keep)))
}

const entryOf = (entry, item, data, trigger, parent) => [
  el("a", { href: `./?c=${entry.id}`, "data-id": entry.id, "aria-current": entry.id === data.current ? "page" : null, title: `${entry.title}\n${entry.when} · ${entry.turns}`,
    onclick: event => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return
      event.preventDefault()
      clearTimeout(waiting.get(parent))
      trigger("go", { id: entry.id })
    } },
    el("span", { class: "title" }, entry.title),
    entry.found ? el("span", { class: "found" }, entry.found) : null),
  el("span", { class: "tools" },
    icon("✎", `${data.words.rename}: ${entry.title}`, `rename ${entry.id}`, () => renaming(entry, item, data, trigger, parent)),
    icon("×", `${data.words.delete}: ${entry.title}`, `delete ${entry.id}`, () => deleting(entry, item, data, trigger, parent))),
]

const itemOf = (entry, data, trigger, parent) => {
  const item = el("li", { class: `entry${entry.id === data.current ? " current" : ""}`, "data-conversation": entry.id })
  item.append(...entryOf(entry, item, data, trigger, parent))
  return item
}

export default function ({ data, parentElement, setTriggerValue }) {
  // What is being typed outlives the answer to what was typed before.
  const typed = drawn.get(parentElement)?.root.querySelector(".search")
  const text = typed && parentElement.activeElement === typed ? typed.value : null
  const root = draw(parentElement, data, () => el("nav", { class: "root", "aria-label": data.words.label },
    searchOf(data, parentElement, setTriggerValue),
    data.groups.length ? null : el("p", { class: "none", role: "status" }, data.search ? data.words.none : data.words.empty),
    data.groups.map(group => el("section", {}, el("h2", {}, group.title),
      el("ul", {}, group.entries.map(entry => itemOf(entry, data, setTriggerValue, parentElement))))),
    data.more ? el("button", { type: "button", class: "small", "data-id": "more", onclick: () => setTriggerValue("more", true) }, data.words.more) : null))
  const box = root.querySelector(".search")
  if (text !== null && box.value !== text) box.value = text
}
