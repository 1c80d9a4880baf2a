"""A platform as a file: JSON with a version, so that a later program can read what an earlier one wrote."""

import json
from collections.abc import Collection, Mapping

from assistant.answer import Record, Value
from assistant.errors import FactError, StoreError

__all__ = ["ProfileFile", "profile_file", "read_profile"]

FORMAT, VERSION = "stock-token-licence-assistant/platform", 1
MAX_BYTES = 64 * 1024


class ProfileFile(Record):
    """What such a file holds."""

    name: str
    facts: dict[str, Value]
    remark: str = ""


def profile_file(name: str, facts: Mapping[str, Value], *, remark: str = "") -> str:
    """The file's text.

    Example:
        >>> print(profile_file("Texas", {"serves_us_users": "yes"}), end="")
        {
          "format": "stock-token-licence-assistant/platform",
          "version": 1,
          "name": "Texas",
          "facts": {
            "serves_us_users": "yes"
          },
          "remark": ""
        }
    """
    held = {"format": FORMAT, "version": VERSION, "name": name, "facts": dict(facts), "remark": remark}
    return json.dumps(held, ensure_ascii=False, indent=2) + "\n"


def read_profile(data: bytes, known: Collection[str], file: str = "platform.json") -> ProfileFile:
    """What a file says, checked; `known` are the ids of the rulebook's facts, `file` is its name for messages.

    Whether the facts can stand together is for `Assistant.checked_facts` to say.

    Raises:
        StoreError: it is no such file, is too long, or a newer program wrote it.
        FactError: an unknown fact or value.
    """
    held = _parsed(data, file)
    if held.get("format") != FORMAT:
        raise StoreError(f"{file}: is no platform that was exported here: `format` is not {FORMAT}")
    if held.get("version") != VERSION:
        raise StoreError(
            f"{file}: version {held.get('version')!r} is not known, this program reads {VERSION}: update the program"
        )
    name, remark = held.get("name"), held.get("remark", "")
    if not isinstance(name, str) or not isinstance(remark, str):
        raise StoreError(f"{file}: `name` and `remark` have to be text")
    return ProfileFile(name=name, facts=_facts(held.get("facts"), known, file), remark=remark)


def _parsed(data: bytes, file: str) -> dict[str, object]:
    if len(data) > MAX_BYTES:
        raise StoreError(f"{file}: has {len(data):,} bytes: the limit is {MAX_BYTES:,}")
    try:
        held = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise StoreError(f"{file}: is not valid JSON: {error}") from error
    if not isinstance(held, dict):
        raise StoreError(f"{file}: is no platform: it has to be one JSON object")
    return held


def _facts(given: object, known: Collection[str], file: str) -> dict[str, Value]:
    if not isinstance(given, dict):
        raise StoreError(f"{file}: `facts` has to be an object of facts, each yes or no")
    facts: dict[str, Value] = {}
    for fact, value in given.items():
        if fact not in known:
            raise FactError(f"{file}: fact {fact[:60]!r} is unknown: one of {', '.join(known)}")
        if value not in ("yes", "no"):
            raise FactError(f"{file}: fact {fact}: {value!r:.60} is not a value: yes or no")
        facts[fact] = "yes" if value == "yes" else "no"
    return facts
