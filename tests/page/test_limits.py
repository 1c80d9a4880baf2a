"""How much one person may ask, and who may be let in."""

import pytest

from assistant.commands.chat import check_sign_in
from assistant.errors import QuestionError, SettingsError
from assistant.page.limits import Rate, is_loopback, is_own_machine

AUTH = '[auth]\nredirect_uri = "https://x/oauth2callback"\ncookie_secret = "s"\n'


def test_a_person_who_asks_too_much_is_told_how_long_to_wait_and_others_are_not() -> None:
    now = [0.0]
    rate = Rate(2, clock=lambda: now[0])
    rate.admit("ann")
    now[0] = 10.0
    rate.admit("ann")
    with pytest.raises(QuestionError, match=r"2 questions a minute are the limit: wait 51 s"):
        rate.admit("ann")
    rate.admit("bob")
    now[0] = 60.5
    rate.admit("ann")


@pytest.mark.parametrize(
    ("host", "own"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("example.org", False)],
)
def test_only_this_machines_own_addresses_are_loopback(host, own) -> None:
    assert is_loopback(host) is own


@pytest.mark.parametrize(
    ("listens", "client", "headers", "own"),
    [
        ("127.0.0.1", None, {"Host": "localhost:8501"}, True),
        ("::1", "::1", {}, True),
        (None, None, {}, False),
        ("0.0.0.0", None, {}, False),
        ("127.0.0.1", "192.0.2.7", {}, False),
        ("127.0.0.1", None, {"X-Forwarded-For": "192.0.2.7"}, False),
        ("127.0.0.1", None, {"forwarded": "for=192.0.2.7"}, False),
    ],
)
def test_a_page_that_others_can_reach_is_not_ones_own(listens, client, headers, own) -> None:
    assert is_own_machine(listens, client, headers) is own


@pytest.mark.parametrize(
    ("secrets", "words"),
    [
        (None, "no sign-in is set up"),
        ("[other]\n", "no sign-in is set up"),
        (AUTH.replace("cookie_secret", "cookie"), "has no cookie_secret"),
        ("[auth", "secrets.toml"),
    ],
)
def test_a_public_address_wants_a_sign_in(tmp_path, monkeypatch, secrets, words) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    if secrets is not None:
        (tmp_path / ".streamlit").mkdir()
        (tmp_path / ".streamlit" / "secrets.toml").write_text(secrets)
    with pytest.raises(SettingsError, match=words) as refused:
        check_sign_in("0.0.0.0")
    assert "\n" not in str(refused.value)
