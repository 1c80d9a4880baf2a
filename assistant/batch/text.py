"""How a text file is to be read: its encoding and its delimiter, found or given, and proved on the whole file."""

import codecs
import csv
import io
from collections import Counter
from dataclasses import dataclass

from assistant.batch.source import Source
from assistant.errors import BatchError

__all__ = ["Encoding", "delimiter_of", "encoding_of"]

SAMPLE = 1 << 18
BLOCK = 1 << 20
# UTF-32 first: its mark begins as that of UTF-16 does.
_BOMS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# What spreadsheets and databases write where they do not write UTF-8, most common first.
_CANDIDATES = ["gb18030", "cp1252", "big5", "cp932", "euc_kr", "cp1251", "cp1250"]
_DELIMITERS = ",;\t|"
_RECORDS = 50


@dataclass(frozen=True)
class Encoding:
    """A Python codec name that reads the whole file, and whether the file begins with a byte order mark."""

    name: str
    bom: bool


def encoding_of(source: Source, given: str | None = None) -> Encoding:
    """The encoding as given, by its byte order mark, UTF-8 where the whole file is that, else by charset-normalizer.

    Raises:
        BatchError: no encoding reads the file, or not the one given.
    """
    with source.open() as file:
        head = file.read(SAMPLE)
    marked = next((name for bom, name in _BOMS.items() if head.startswith(bom)), None)
    if given:
        return _given(source, given, marked)
    if marked:
        return _proved(source, Encoding(marked, True))
    if wide := _wide(head):
        return _proved(source, Encoding(wide, False))
    fault = _fault(source, "utf-8")
    return Encoding("utf-8", False) if fault is None else _guessed(source, fault)


def _given(source: Source, given: str, marked: str | None) -> Encoding:
    try:
        name = codecs.lookup(given).name
    except LookupError as error:
        raise BatchError(
            f"--encoding {given}: there is no such encoding: utf-8, gb18030, cp1252 …"
        ) from error
    wanted = {"utf-8": "utf-8-sig", "utf-16-le": "utf-16", "utf-16-be": "utf-16"}.get(name, name)
    return _proved(source, Encoding(marked if marked and marked == wanted else name, marked == wanted))


def _proved(source: Source, encoding: Encoding) -> Encoding:
    fault = _fault(source, encoding.name)
    if fault is not None:
        raise BatchError(f"{source.name}: not {encoding.name} {fault}: mend it, or give --encoding")
    return encoding


def _fault(source: Source, encoding: str) -> str | None:
    """Where the file cannot be decoded, in words; None where all of it can."""
    decoder = codecs.getincrementaldecoder(encoding)()
    lines = place = 0
    with source.open() as file:
        while True:
            block = file.read(BLOCK)
            try:
                lines += decoder.decode(block, final=not block).count("\n")
            except UnicodeDecodeError as error:
                lines += error.object[: error.start].count(b"\n")
                return f"at byte {place + error.start + 1:,}, line {lines + 1:,}"
            if not block:
                return None
            place += len(block)


def _guessed(source: Source, fault: str) -> Encoding:
    from charset_normalizer import from_bytes

    with source.open() as file:
        head = file.read(SAMPLE)
    _mostly_utf8(source, head, fault)
    found = list(from_bytes(head, cp_isolation=_CANDIDATES))
    # Where several read it equally well, the most common one is meant: it puts them in the order of their names.
    equal = [
        match for match in found if (match.chaos, match.coherence) == (found[0].chaos, found[0].coherence)
    ]
    names = {name for match in equal for name in match.could_be_from_charset}
    for name in filter(names.__contains__, _CANDIDATES):
        if _fault(source, name) is None:
            return Encoding(name, False)
    raise BatchError(f"{source.name}: not UTF-8 {fault}, nor another encoding that is known: give --encoding")


def _mostly_utf8(source: Source, head: bytes, fault: str) -> None:
    """A damaged UTF-8 file is not taken for another encoding, which would read all of it as nonsense."""
    text = head.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    good = sum(1 for letter in text if letter > "\x7f") - bad
    if good > 20 * bad:
        raise BatchError(f"{source.name}: UTF-8, but damaged {fault}: mend it, or give --encoding")


def _wide(head: bytes) -> str | None:
    """UTF-16 without a byte order mark: every other byte of ASCII is nought."""
    even, odd = head[0:2000:2].count(0), head[1:2000:2].count(0)
    half = len(head[:2000]) // 2
    if half and odd > 0.4 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if half and even > 0.4 * half and odd < 0.1 * half else None


def delimiter_of(sample: str, suffix: str) -> str:
    """The delimiter under which the first records agree best on a width of more than one; a tab in `.tsv`."""
    if suffix == ".tsv":
        return "\t"
    complete = sample[: sample.rfind("\n") + 1] or sample
    return max(_DELIMITERS, key=lambda mark: _agreement(complete, mark))


def _agreement(sample: str, delimiter: str) -> tuple[float, int]:
    """The share of records as wide as the first, 0 where that is one cell; and that width."""
    widths: Counter[int] = Counter()
    first = 0
    try:
        for record in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if record:
                first = first or len(record)
                widths[len(record)] += 1
            if widths.total() >= _RECORDS:
                break
    except csv.Error:
        return 0.0, 0
    return (widths[first] / widths.total(), first) if first > 1 else (0.0, 0)
