"""Named platforms, in the store and as files."""

import json

import pytest

from assistant.errors import AssistantError, FactError, StoreError
from assistant.store import Owned, Store, profile_file, read_profile

KNOWN = ("serves_us_users", "handles_fiat")


@pytest.fixture
def mine(store: Store) -> Owned:
    return store.of("")


def test_a_platform_is_saved_changed_renamed_duplicated_and_deleted(mine) -> None:
    texas = mine.profiles.save("Texas", {"serves_us_users": "yes"}, remark="first")
    mine.profiles.change(texas.id, {"handles_fiat": "no"})
    copy = mine.profiles.duplicate(texas.id)
    third = mine.profiles.duplicate(texas.id)
    mine.profiles.rename(third.id, "alpha")
    mine.profiles.delete(texas.id)
    assert [(one.name, one.facts, one.remark) for one in mine.profiles.all()] == [
        ("alpha", {"handles_fiat": "no"}, "first"),
        ("Texas (2)", {"handles_fiat": "no"}, "first"),
    ]
    assert mine.profiles.read(copy.id).name == "Texas (2)"


def test_a_name_is_taken_once(mine) -> None:
    texas, other = mine.profiles.save("Texas", {}), mine.profiles.save("Ohio", {})
    for taking in (lambda: mine.profiles.save("Texas ", {}), lambda: mine.profiles.rename(other.id, "Texas")):
        with pytest.raises(StoreError, match="there is a platform 'Texas' already"):
            taking()
    assert mine.profiles.rename(texas.id, "Texas").name == "Texas"


def test_a_name_as_long_as_may_be_can_be_duplicated(mine) -> None:
    longest = mine.profiles.save("x" * 200, {})
    assert mine.profiles.duplicate(longest.id).name == "x" * 196 + " (2)"


def test_a_platform_goes_out_as_a_file_and_comes_back(mine) -> None:
    texas = mine.profiles.save("德州 “desk”", {"serves_us_users": "yes"}, remark="=1+1")
    data = profile_file(texas.name, texas.facts, remark=texas.remark).encode()
    back = mine.profiles.bring_in(read_profile(data, KNOWN))
    assert (back.name, back.facts, back.remark) == ("德州 “desk” (2)", texas.facts, texas.remark)


def altered(**changes: object) -> bytes:
    return json.dumps({**json.loads(profile_file("n", {"handles_fiat": "no"})), **changes}).encode()


@pytest.mark.parametrize(
    ("data", "error", "said"),
    [
        (b"", StoreError, "is not valid JSON"),
        (b"\xff", StoreError, "is not valid JSON"),
        (b"[" * 60_000, StoreError, "is not valid JSON"),
        (b"[]", StoreError, "one JSON object"),
        (b" " * 70_000, StoreError, "70,000 bytes: the limit is 65,536"),
        (altered(format="x"), StoreError, "`format` is not"),
        (altered(version=2), StoreError, "version 2 is not known"),
        (altered(name=1), StoreError, "have to be text"),
        (altered(facts=[]), StoreError, "has to be an object"),
        (altered(facts={"x": "yes"}), FactError, "'x' is unknown: one of serves_us_users, handles_fiat"),
        (altered(facts={"handles_fiat": True}), FactError, "True is not a value"),
    ],
)
def test_a_file_that_is_no_platform_is_refused_in_one_line(data, error, said) -> None:
    with pytest.raises(AssistantError, match=said) as refused:
        read_profile(data, KNOWN, "mine.json")
    assert type(refused.value) is error
    assert str(refused.value).startswith("mine.json: ")
    assert "\n" not in str(refused.value)
