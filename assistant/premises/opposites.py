"""Statements that go against what a sentence of the article says, by patterns that were written by hand.

It finds what it knows and nothing else: a statement that it does not know passes, one that holds must never be found.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

OPPOSITES = Path(__file__).parent / "opposites.toml"
_FLAGS = re.I | re.A
_NO_NEGATION = re.compile(
    r"\bnot only\b|\bnon-?profit\b|\bnon-?us\b|非营利|非美国|不仅|\bno one\b|\bno longer than\b|\bno matter\b",
    _FLAGS,
)
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|neither|nor|cannot|without|nobody|nothing|hardly|free of|exempt(?:ed)? from|spared?)\b|n['’]t\b|\bnon-?(?=\w)"
    r"|不|没|无需|无须|非|未|免于|豁免|免除",
    _FLAGS,
)
_DENYING = re.compile(
    r"\b(?:refus(?:e[sd]?|ing)|reject(?:s|ed)?|den(?:y|ies|ied)|skip(?:s|ped)?|fail(?:s|ed)? to|stop(?:s|ped)? (?:\w+ing|to)|lacks?|lacking|ceas\w+"
    r"|discourag\w+|forbid\w*|forbade|prohibit\w*|outside|out of reach|beyond|immune|barely|scarcely|unlike|rules? out)\b|拒绝|放弃|禁止|不必|无关",
    _FLAGS,
)
_WHICH = re.compile(
    r"\b(?:that|which|who)\s+(?:do|does|did|are|is|have|has)(?:\s+not|n['’]t)\b|\bwithout\b(?=.*\b(?:need|needs|must|require[sd]?|have to|has to|are|is|do|does|can)\b)"
    r"|[不无没未][^，。、]{0,12}的(?=平台|公司|机构|用户)",
    _FLAGS,
)
_CONDITION = re.compile(
    r"\b(?:if|unless|as long as|provided|except|only when|in case|where|even though|although|while|whether|or (?:do|does|is|are|not|should|must))\b|还是|如果|若|只要|除非|除了|虽然|尽管|是否",
    _FLAGS,
)

_REACH = 40  # code points before some words within which a denial is one of them
_PARTS = re.compile(r"[,;:，；：、()（）]|\bbut\b|\bthough\b|但|而", _FLAGS)


@dataclass(frozen=True)
class Opposite:
    """A claim about `about` in the words of `says` goes against `sentence`, unless it says `unless` too.

    `wrong`: "yes" where the plain claim does, "no" where its denial does.
    """

    sentence: str
    about: re.Pattern[str]
    says: re.Pattern[str]
    unless: re.Pattern[str] | None
    wrong: str

    def meets(self, clause: str) -> bool:
        said = self.says.search(clause)
        if not said or not self.about.search(clause) or (self.unless and self.unless.search(clause)):
            return False
        if self.wrong == "yes":
            return not _NEGATION.search(clause)
        part = _PARTS.split(clause[max(0, said.start() - _REACH) : said.start()])[-1] + said.group()
        return _NEGATION.search(part) is not None


def opposed(clause: str) -> str | None:
    """The id of the sentence that a statement goes against; None where none is known, or it is said on a condition."""
    text = _NO_NEGATION.sub(" ", " ".join(clause.split()))
    if _CONDITION.search(text) or len(_NEGATION.findall(text)) > 1:
        return None
    return next((one.sentence for one in opposites() if one.meets(text)), None)


def without_denials(text: str) -> str:
    """The text without the verbs that deny, which say nothing else ("refuses to")."""
    return _DENYING.sub(" ", _WHICH.sub(" ", text))


def on_condition(text: str) -> bool:
    return _CONDITION.search(text) is not None


def denials(text: str) -> int:
    """How often a text denies something, in words of denial or in verbs that come to one ("refuses to").

    What only says of which things it speaks ("platforms without US users need …") counts for none.
    """
    plain = _WHICH.sub(" ", _NO_NEGATION.sub(" ", text))
    return len(_NEGATION.findall(plain)) + len(_DENYING.findall(plain))


@cache
def opposites() -> tuple[Opposite, ...]:
    raw = tomllib.loads(OPPOSITES.read_text("utf-8"))
    names: dict[str, str] = raw["names"]
    return tuple(_read(entry, names) for entry in raw["opposite"])


def _read(entry: dict[str, str], names: dict[str, str]) -> Opposite:
    def pattern(text: str) -> re.Pattern[str]:
        return re.compile(re.sub(r"<(\w+)>", lambda name: f"(?:{names[name[1]]})", text), _FLAGS)

    return Opposite(
        entry["sentence"],
        pattern(entry["about"]),
        pattern(entry["says"]),
        pattern(entry["unless"]) if "unless" in entry else None,
        entry["wrong"],
    )
