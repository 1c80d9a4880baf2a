// The rules of one licence, each with the words of the article that it rests on.

const quotesOf = (quotes, open) => quotes.map(quote => el("blockquote", {}, quote.text, " ", markButton(quote.mark, open)))

const ruleOf = (rule, data, open) =>
  el("li", { class: `rule${rule.holds ? " holds" : ""}`, "data-rule": rule.id },
    el("h3", {}, el("span", { class: `sign ${rule.verdict}`, "aria-hidden": "true" }, rule.sign), " ",
      el("span", { class: rule.verdict }, rule.word), rule.holds ? el("span", { class: "here" }, data.words.holds) : null),
    el("p", {}, el("span", { class: "soft" }, `${data.words.when} `), rule.when, "."),
    el("p", {}, rule.reason),
    quotesOf(rule.quotes, open))

export default function ({ data, parentElement, setTriggerValue }) {
  const open = place => setTriggerValue("opened", place)
  draw(parentElement, data, () => el("div", { class: "root" },
    el("section", { class: "decision" }, el("h2", {}, data.words.diagram), el("div", { class: "tree" }, decisionTree(data.decision, data.words))),
    el("h2", {}, data.words.rules),
    el("ul", { class: "rules" }, data.rules.map(rule => ruleOf(rule, data, open))),
    el("h2", {}, data.words.cautions),
    data.cautions.map(([text, quotes]) => el("div", { class: "caution" }, el("p", {}, text), quotesOf(quotes, open))),
    data.notes.length ? el("details", { class: "outside", "data-id": "notes" },
      el("summary", {}, data.words.notes), lawNotes(data.notes, data.words.note)) : null))
}
