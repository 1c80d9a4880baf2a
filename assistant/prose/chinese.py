"""Chinese sentences: a rewording and its claims are brought to one form by closed lists, and then have to be the same.

Stricter than the English laws: nothing moves but who says it, a condition before or behind "平台", and the
licences of a bare verdict.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from pathlib import Path

from assistant.prose.grounds import Ground
from assistant.prose.keeping import quotations

__all__ = ["judge_chinese"]

_LISTS = Path(__file__).parent / "words.zh.toml"
_ALLOWED = re.compile(r"[\u4e00-\u9fffA-Za-z0-9 ，。、；：！（）()“”\"/+@.,'$%\-]*")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
_BRACKETS = re.compile(r"[（(]([^（）()]*)[)）]")
_LEAD = re.compile(r"^(是的|不用|不需要|无需|需要|不是|是|否|对|不)[，。,](?=.)")
_NO = frozenset(("不用", "不需要", "无需", "不是", "否", "不"))
_OF_PLATFORMS = re.compile(
    r"(^|【src】)((?:(?!【src】)[^，。；：])+?)的平台(?=(?:【now】|【theory】|【still】|还)*(?:【must】|【neednot】|【not】))"
)
_LABEL = re.compile(r"(?P<name>〈\w+〉)(?P<kind>注册|会员|牌照|规则)：")
_TOGETHER = 3  # claims that one sentence may say, one after the other


@dataclass(frozen=True)
class Lists:
    """`words.zh.toml`, compiled."""

    names: tuple[tuple[re.Pattern[str], str], ...]
    same: tuple[tuple[re.Pattern[str], str], ...]
    free: re.Pattern[str]
    kinds: re.Pattern[str]
    verdicts: dict[str, str]


@cache
def lists() -> Lists:
    table = tomllib.loads(_LISTS.read_text("utf-8"))
    free = [*table["free"]["words"].split(), *table["free"]["signs"]]
    return Lists(
        names=tuple((re.compile(pattern), f"〈{name}〉") for name, pattern in table["names"].items()),
        same=tuple((re.compile(pair["is"]), pair["as"]) for pair in table["same"]),
        free=re.compile("|".join(map(re.escape, free))),
        kinds=re.compile("|".join(table["plain"]["kinds"].split())),
        verdicts=table["plain"]["verdicts"],
    )


def judge_chinese(
    text: str, held: Sequence[Ground], quotes: Sequence[str], truth: Mapping[str, str]
) -> list[str]:
    """Why `text` is no rewording of all the claims `held` together; [] where it is one. As `judging.judge`."""
    if len(held) == 1 and text.strip() == held[0].text:
        return []
    claims = [ground.text for ground in held]
    if not _ALLOWED.fullmatch(text):
        return ["a character of it may not be used"]
    if faults := [*quotations(text, claims, quotes), *_glossed(text, claims)]:
        return faults
    lead, rest = _led(text)
    if lead and not _fits(lead, held, truth):
        return [f"“{lead}” does not fit its claim"]
    if (stated := _stated(rest)) and stated == _stated_by(held):
        false = [licence for licence, verdict in stated if truth.get(licence, verdict) != verdict]
        return [f"the rulebook says otherwise of {', '.join(false)}"] if false else []
    return _unlike(rest, held)


def _unlike(text: str, held: Sequence[Ground]) -> list[str]:
    """Who says it may stand anywhere, but has to be said where a claim says it."""
    own, sourced = _own(text, held), [ground for ground in held if "【src】" in _marked(ground.text)]
    if sourced and "【src】" not in _marked(text):
        return ["it does not say that the article says so"]
    if not sourced and "【src】" in _marked(text):
        return ["it says that the article says so, and its claim does not"]
    for order in permutations(held[:_TOGETHER]) if len(held) <= _TOGETHER else (tuple(held),):
        if own & _joined([_ways(_led(ground.text)[1], text) for ground in order]):
            return []
    return ["it does not say just what its claim says, word for word"]


def _own(text: str, held: Sequence[Ground]) -> set[str]:
    """The forms of a rewording: "如果 x，必须办理 y 注册" also without the y that its claim is about."""
    forms = {_form(text)}
    if len(held) == 1 and len(held[0].about) == 1 and not _names(_form(held[0].text)):
        condition, _, verdict = _marked(text).partition("，")
        if condition.startswith("【if】"):
            bare = re.sub(rf"〈{held[0].about[0]}〉(?:注册|会员|牌照|规则)?", "", verdict)
            forms.add(_bare(f"{condition}，{bare}"))
    return forms


def _joined(ways: Sequence[set[str]]) -> set[str]:
    found = {""}
    for forms in ways:
        found = {
            f"{one}{join}{form}"
            for one in found
            for form in forms
            for join in ("", "【and】")
            if one or not join
        }
    return found


def _ways(claim: str, text: str) -> set[str]:
    """The forms in which a claim may be said: "x 的平台须 y" as "平台若 x 须 y", its subject as "它" at the head."""
    wordings = _without_label(_marked(claim))
    found = {_bare(marked) for marked in wordings}
    found |= {_bare(_OF_PLATFORMS.sub(r"\1【if】\2", marked, count=1)) for marked in wordings}
    if text.startswith(("它", "其")):
        found |= {
            text[0] + form.removeprefix(name)
            for form in found
            for name in _names(form)[:1]
            if form.startswith(name)
        }
    return found


def _without_label(marked: str) -> list[str]:
    """A claim as it stands, and without the "x 注册：" before it where it names x itself, or x for its "这项注册"."""
    label = _LABEL.match(marked)
    if label is None:
        return [marked]
    rest = marked[label.end() :]
    if label["name"] in rest:
        return [marked, rest]
    return (
        [marked, rest.replace("这项注册", label["name"] + label["kind"], 1)]
        if "这项注册" in rest
        else [marked]
    )


@cache
def _marked(text: str) -> str:
    """The text with what the lists know of it marked; quotations as they stand."""
    kept: list[str] = []

    def put_by(match: re.Match[str]) -> str:
        kept.append(match.group())
        return f"〔{len(kept) - 1}〕"

    flat = _QUOTED.sub(put_by, text.strip()).replace(" ", "").replace("(", "（").replace(")", "）")
    for pattern, name in lists().names:
        flat = pattern.sub(name, flat)
    flat = _BRACKETS.sub("", flat)
    for pattern, form in lists().same:
        flat = pattern.sub(form, flat)
    return re.sub(r"〔(\d+)〕", lambda match: kept[int(match[1])], flat)


def _bare(marked: str) -> str:
    return lists().free.sub("", marked.replace("【src】", ""))


@cache
def _form(text: str) -> str:
    return _bare(_marked(text))


def _names(form: str) -> list[str]:
    return re.findall(r"〈\w+〉", form)


def _glossed(text: str, claims: Sequence[str]) -> Iterator[str]:
    """What stands in brackets is a name, or stands in those of a claim."""
    plain = text.replace(" ", "")
    for pattern, _ in lists().names:
        plain = pattern.sub("", plain)
    theirs = {inner.replace(" ", "") for claim in claims for inner in _BRACKETS.findall(claim)}
    for inner in _BRACKETS.findall(_QUOTED.sub("", plain)):
        if inner and inner not in theirs:
            yield f"“（{inner}）” stands in none of its claims"


def _led(text: str) -> tuple[str, str]:
    match = _LEAD.match(text.replace(" ", ""))
    return (match[1], text.replace(" ", "")[match.end() :]) if match else ("", text)


def _fits(lead: str, held: Sequence[Ground], truth: Mapping[str, str]) -> bool:
    about = {licence for ground in held for licence in ground.about}
    return bool(about) and {truth.get(licence) for licence in about} == {
        "not_required" if lead in _NO else "required"
    }


def _stated_by(held: Sequence[Ground]) -> frozenset[tuple[str, str]] | None:
    """What bare verdicts say together; None where one of them is none."""
    parts = [_stated(_led(ground.text)[1]) for ground in held]
    return frozenset().union(*parts) if all(parts) else None


@cache
def _stated(text: str) -> frozenset[tuple[str, str]]:
    """(licence, verdict) of a sentence that says no more than verdicts of licences; empty where it says more."""
    found: set[tuple[str, str]] = set()
    waiting: list[str] = []
    verdict = ""
    for clause in re.split(r"[，；。]", _marked(text)):
        licences = [name[1:-1] for name in _names(clause)]
        said = {
            name for word, name in lists().verdicts.items() if word in clause.replace("建议", "【recommend】")
        }
        said |= {"not_must"} if "【notmust】" in clause else set()
        if _rest(clause) or len(said - {"not_must"}) > 1:
            return frozenset()
        waiting += licences
        if "not_must" in said and "recommended" not in said and verdict not in ("", "recommended"):
            return frozenset()
        new = next(iter(said - {"not_must"}), "")
        if new and waiting:
            found.update((licence, new) for licence in waiting)
            waiting, verdict = [], new
        elif new and verdict not in ("", new):
            return frozenset()
        elif licences and verdict and not new:
            found.update((licence, verdict) for licence in licences)
            waiting = []
        verdict = new or verdict
    return frozenset() if waiting else frozenset(found)


def _rest(clause: str) -> str:
    """What a clause says beside licences, verdicts and the words that go with them."""
    bare = re.sub(r"〈\w+〉|【(?:must|neednot|notmust|unclear|ask|and|src|this|open)】|建议|可选", "", clause)
    return lists().free.sub("", lists().kinds.sub("", bare))
