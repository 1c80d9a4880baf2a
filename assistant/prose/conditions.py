"""Conditions said in short, with what they stand for: "If it does, …", "required if so, not required otherwise"."""

import re
from collections.abc import Sequence

from assistant.prose.order import in_order
from assistant.prose.sentences import Sentence
from assistant.prose.statements import items

__all__ = ["spelled_out"]

_SHORT = re.compile(
    r"(?:If (?:it|they|you) (?:does|do|is|are)(?P<not> not|n['’]t)?(?: so| both)?|If (?:so|(?P<only>not))"
    r"|(?P<other>Otherwise)|If (?:it|they|you) (?P<neither>\w+ neither))(?=,)"
)
_SHORT_ZH = re.compile(
    r"(?:如果|若|如|假如|倘若)(?:您的|该)?(?:平台|其|它)?(?:"
    r"(?P<not>(?:不|没有|并不|并非|否)(?:是|会|成立|如此|属实)?|不(?P<denied>提供|涉及|收取|派发|撮合|介绍))"
    r"|是|会|成立|如此|属实|确实如此|(?P<verb>提供|涉及|收取|派发|撮合|介绍))(?:的话)?(?=，)|(?P<other>否则|反之|不然)(?=，)"
)
_WHETHER = re.compile(r"turns on whether ([^.]*)\.|取决于以下是否成立：([^。]*)。")
_NEGATED = ("not", "only", "other", "neither")
_ELLIPSIS = re.compile(r"(?<=, )(it|they|registration|membership) (is|are) not\.$")


def spelled_out(sentence: Sentence, conditions: Sequence[str], before: str) -> Sentence:
    """The sentence with what its short condition stands for; as it is where that is not beyond doubt.

    Args:
        conditions: the parts of the claim whose "whether" was asked last: "… turns on whether …", "If …: …" twice.
        before: the sentence before.
    """
    whole = _with_verdict(sentence, before)
    short = _SHORT.match(whole.judged) or _SHORT_ZH.match(whole.judged)
    if short is None or len(conditions) != 3 or not (whether := _WHETHER.search(conditions[0])):
        return whole
    heads = [re.split(r"[:：]", condition)[0] for condition in conditions[1:]]
    asked_of = in_order(f"If {whether[1]}")  # "the platform" there is the "it" of the conditions
    so = [
        head for head in heads if (in_order(head) == asked_of if whether[1] else head == f"如果{whether[2]}")
    ]
    not_so = [head for head in heads if head not in so]
    if len(so) != 1 or not _fits(short, whether.group(), not_so[0]):
        return whole
    head = (not_so if any(short[name] for name in _NEGATED if name in short.groupdict()) else so)[0]
    return whole._replace(meant=head + whole.judged[short.end() :])


def _fits(short: re.Match[str], whether: str, not_so: str) -> bool:
    """Whether what the short condition says of its verb is so: "it offers neither", "不提供"."""
    found = short.groupdict()
    if neither := found.get("neither"):
        return (
            re.search(rf"\b{re.escape(neither.partition(' ')[0].removesuffix('s'))}s? neither ", not_so)
            is not None
        )
    return (found.get("verb") or "") in whether and (found.get("denied") or "") in not_so


def _with_verdict(sentence: Sentence, before: str) -> Sentence:
    """ "If x, it is not." right after "if y, it is required." """
    if {name for kind, name in items(before) if kind == "verdict"} != {"required"}:
        return sentence
    if not sentence.judged.startswith("If ") or not before.startswith("If "):
        return sentence
    meant = _ELLIPSIS.sub(r"\1 \2 not required.", sentence.judged)
    return sentence._replace(meant=meant) if meant != sentence.judged else sentence
