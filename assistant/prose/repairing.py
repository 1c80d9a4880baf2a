"""What a refused rewording has to say instead: for each sentence at fault its reasons and the claims it was to say."""

from collections.abc import Iterator, Mapping, Sequence

from assistant.answer import Answer
from assistant.gate import marked
from assistant.prose.examining import Examined
from assistant.prose.grounds import Ground, grounds
from assistant.prose.leaning import Unit
from assistant.prose.mixing import LIKE, likeness

__all__ = ["repairs"]

_MOST = 40  # entries; an answer on all licences has about thirty claims


def repairs(examined: Examined, answer: Answer) -> list[str]:
    """Lines for whoever wrote the text: what was refused and why, and what has to be said there, to the letter."""
    if not examined.body:
        return list(examined.faults)
    units = _units(examined)
    wanted, missing = _wanted(units, _unsaid(examined, answer))
    lost = {(ground.number, ground.text) for ground in examined.lost}
    entries = [
        *(_refused(unit, wanted.get(place, ())) for place, unit in enumerate(units) if unit.fault),
        *(f"Missing: {said}" for said in _as_said([g for g in missing if (g.number, g.text) in lost])),
    ]
    return [f"{number}. {entry}" for number, entry in enumerate(entries[:_MOST], 1)]


def _unsaid(examined: Examined, answer: Answer) -> list[Ground]:
    """In the answer's order; also a claim that nothing says but its quotation, which may stand for it."""
    held = {ground.number for unit in _units(examined) for ground in _meant(unit)}
    lost = {(ground.number, ground.text) for ground in examined.lost}
    return [
        ground
        for ground in grounds(answer)
        if ground.number not in held or (ground.number, ground.text) in lost
    ]


def _units(examined: Examined) -> list[Unit]:
    return [unit for paragraph in examined.body for unit in paragraph]


def _meant(unit: Unit) -> Sequence[Ground]:
    return [ground for ground in unit.held if ground.quoted] or unit.held


def _wanted(
    units: Sequence[Unit], unsaid: Sequence[Ground]
) -> tuple[Mapping[int, Sequence[Ground]], Sequence[Ground]]:
    """For each place of a sentence at fault what it was to say; and what none of them was.

    As many sentences as there are claims with just their marks say these in turn; else the likest one says it.
    """
    wanted: dict[int, list[Ground]] = {}
    missing: list[Ground] = []
    for ground in unsaid:
        beside = [other for other in unsaid if set(other.marks) == set(ground.marks)]
        places = [place for place, unit in enumerate(units) if unit.fault]
        same = [place for place in places if set(units[place].sentences[-1].marks) == set(ground.marks)]
        if len(same) == len(beside):
            best = same[beside.index(ground)]
        else:
            best = max(
                places, key=lambda place: likeness(units[place], ground.text, ground.marks), default=-1
            )
        if best < 0 or likeness(units[best], ground.text, ground.marks) <= LIKE:
            missing.append(ground)
        else:
            wanted.setdefault(best, []).append(ground)
    return wanted, missing


def _refused(unit: Unit, wanted: Sequence[Ground]) -> str:
    said = marked(unit.sentences[-1].text, unit.sentences[-1].marks)
    before = " ".join(sentence.text for sentence in unit.sentences[:-1])
    to_say = " ".join(_as_said(wanted)) or "nothing; leave the sentence out"
    return f"Your sentence: {f'{before} {said}'.strip()}\n   Why: {unit.fault}\n   To be said there: {to_say}"


def _as_said(wanted: Sequence[Ground]) -> Iterator[str]:
    """Each claim with its marks; the parts of one claim stand together before them."""
    for number in dict.fromkeys(ground.number for ground in wanted):
        parts = [ground for ground in wanted if ground.number == number]
        yield marked(" ".join(part.text for part in parts), parts[0].marks)
