"""Honest rewordings pass the prose gate, at least 95 in a hundred; the built-in text always does."""

import pytest
from answers import edited, load, made

from assistant.prose import claims_only, examine

REWORDINGS = load("rewordings.yaml")
ANSWERS = list(load("answers.yaml"))


def examined(entry):
    answer, draft = made(entry["answer"])
    return examine(edited(claims_only(answer), entry), answer, draft)


def test_honest_rewordings_pass():
    assert len(REWORDINGS) >= 60
    failed = [
        (entry["edits"][0][1], found.faults) for entry in REWORDINGS if (found := examined(entry)).faults
    ]
    assert len(failed) <= 0.05 * len(REWORDINGS), "\n".join(map(str, failed))


@pytest.mark.parametrize("name", ANSWERS)
def test_the_built_in_text_passes_and_stays_as_it_is(name):
    answer, draft = made(name)
    found = examine(claims_only(answer), answer, draft)
    assert found.faults == ()
    assert found.draft is not None
    assert found.draft.stated == draft.stated
