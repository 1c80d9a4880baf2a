"""Answers that were marked as wrong become a suite that runs."""

import json

import pytest
from typer.testing import CliRunner

from assistant.commands import _register, app
from assistant.errors import AssistantError, StoreError, SuiteError
from assistant.evaluation.feedback import UNLABELLED, feedback_suite
from assistant.settings import Settings
from assistant.store import Owned, open_store

WRONG = "licences ats | matches_orders=yes serves_us_users=yes | we do not match"
RIGHT = {"matches_orders": "no", "serves_us_users": "yes"}
FIRST = "licences finra | serves_us_users=yes |"
HOSTILE = (
    'quote " back \\ slash', "a: b # c", "- x\n- y", "{a: [b]}", "&a *a !!python/object:os.system", "%TAG", "---\n...",
    "'", "yes", "~", "1:20", "\u2028a line that has more letters\u0085", "tab\tend ", "😀 牌照", "\ufeffx\u202ey",
    "x" * 4_000, "@ `", "> folded",
)  # fmt: skip


@pytest.fixture
def mine(tmp_path):
    store = open_store(Settings(data=tmp_path / "data"))
    yield store.of("")
    store.close()


@pytest.fixture
def talk(mine: Owned, assistant):
    """A conversation of these questions; returns its turns."""

    def ask(*questions: str, given=None):
        made = mine.conversations.start(given=given)
        answers = []
        for question in questions:
            answers.append(assistant.ask(question, facts=given or {}, before=answers))
            mine.conversations.add(made.id, answers[-1], after=len(answers) - 1)
        return mine.conversations.read(made.id)

    return ask


def correct(mine: Owned, assistant, conversation, position: int, change) -> None:
    turns = conversation.turns
    answer = assistant.with_facts(turns[position - 1].answer, change)
    mine.conversations.correct(conversation.id, position, answer, change, after=len(turns))


def failed(ran, suite) -> list[tuple[str, set[str]]]:
    """Each case with the scorers of facts and verdicts that it did not pass."""
    _, results = ran(suite)
    scores = [(result.id, turn.scores) for result in results for turn in result.turns]
    wrong = [
        (name, {s for s in ("facts", "verdicts") if s in of and of[s].value == 0}) for name, of in scores
    ]
    return [(name, which) for name, which in wrong if which]


def test_a_corrected_answer_is_a_case_that_fails_until_it_is_read_right(
    mine, talk, assistant, names, written, ran
) -> None:
    turn = talk(WRONG)
    judged = mine.feedback.give(turn.turns[0].id, "down", "We trade one-on-one.")
    correct(mine, assistant, turn, 1, {"matches_orders": "no"})
    suite = written(feedback_suite(mine.feedback.all(), assistant.rulebook), "f.yaml")
    (case,) = suite.cases
    assert (case.id, case.why, case.question) == (f"feedback-{judged.id}", "We trade one-on-one.", WRONG)
    assert (case.kind, case.facts, case.focus, case.tags) == ("licences", RIGHT, ("ats",), ())
    assert failed(ran, suite) == [(case.id, {"facts", "verdicts"})]
    mended = WRONG.replace("matches_orders=yes", "matches_orders=no")
    text = feedback_suite(mine.feedback.all(), assistant.rulebook).replace(WRONG, mended)
    assert failed(ran, written(text, "mended.yaml")) == []


def test_a_turn_of_a_conversation_is_a_case_with_the_turns_before_it(
    mine, talk, assistant, written, ran
) -> None:
    turn = talk(FIRST, WRONG, given={"handles_fiat": "yes"})
    mine.feedback.give(turn.turns[1].id, "down")
    correct(mine, assistant, turn, 2, {"matches_orders": "no"})
    suite = written(feedback_suite(mine.feedback.all(), assistant.rulebook), "f.yaml")
    (case,) = suite.cases
    assert ([one.question for one in case.turns], case.given) == ([FIRST, WRONG], {"handles_fiat": "yes"})
    assert case.turns[0].facts is None
    assert case.turns[1].facts == {**RIGHT, "handles_fiat": "yes"}
    assert failed(ran, suite) == [(case.id, {"facts", "verdicts"})]


def test_after_turns_that_were_corrected_by_hand_their_facts_are_given(
    mine, talk, assistant, written
) -> None:
    turn = talk(FIRST)
    correct(mine, assistant, turn, 1, {"handles_fiat": "no"})
    kept = mine.conversations.read(turn.id)
    mine.conversations.add(turn.id, assistant.ask(WRONG, before=kept.answers), after=1)
    mine.feedback.give(mine.conversations.read(turn.id).turns[1].id, "down")
    (case,) = written(feedback_suite(mine.feedback.all(), assistant.rulebook), "f.yaml").cases
    assert (case.question, case.turns) == (WRONG, ())
    assert case.given == {"serves_us_users": "yes", "handles_fiat": "no"}


def test_where_nobody_said_what_is_right_the_case_asks_nothing_and_says_what_was_answered(
    mine, talk, assistant, written, ran
) -> None:
    for question in (WRONG, "hello"):
        mine.feedback.give(talk(question).turns[0].id, "down", "no!")
    text = feedback_suite(mine.feedback.all(), assistant.rulebook)
    suite = written(text, "f.yaml")
    assert [case.tags for case in suite.cases] == [(UNLABELLED,)] * 2
    assert failed(ran, suite) == []
    assert "    # verdicts: {ats: required}\n" in text
    labelled = written(text.replace("    # ", "    "), "labelled.yaml")
    assert labelled.cases[0].facts == {"matches_orders": "yes", "serves_us_users": "yes"}


def test_thumbs_up_are_no_cases(mine, talk, assistant) -> None:
    mine.feedback.give(talk(WRONG).turns[0].id, "up")
    with pytest.raises(SuiteError, match="no answer is marked as wrong"):
        feedback_suite(mine.feedback.all(), assistant.rulebook)


def test_a_name_that_no_suite_can_have_is_refused(mine, talk, assistant) -> None:
    mine.feedback.give(talk(WRONG).turns[0].id, "down")
    with pytest.raises(SuiteError, match="suite name 'x: y'"):
        feedback_suite(mine.feedback.all(), assistant.rulebook, name="x: y")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_whatever_people_write_is_read_back_as_they_wrote_it(mine, talk, assistant, written, hostile) -> None:
    asked = talk(FIRST, hostile)
    judged = mine.feedback.give(asked.turns[1].id, "down", hostile)
    (case,) = written(feedback_suite(mine.feedback.all(), assistant.rulebook), "f.yaml").cases
    assert case.turns[1].question == asked.turns[1].answer.question
    assert case.why == judged.remark


def test_facts_that_the_rulebook_no_longer_has_are_left_out(mine, talk, assistant, written) -> None:
    turn = talk(WRONG)
    mine.feedback.give(turn.turns[0].id, "down")
    (judged,) = mine.feedback.all()
    gone = judged.model_copy(
        update={"corrected": {"gone": "yes"}, "given": {"gone": "no", "handles_fiat": "no"}}
    )
    (case,) = written(feedback_suite([gone], assistant.rulebook), "f.yaml").cases
    assert (case.tags, case.given, case.facts) == ((UNLABELLED,), {"handles_fiat": "no"}, None)


def test_the_exported_suite_is_run_by_the_command(tmp_path, mine, talk, assistant, monkeypatch) -> None:
    monkeypatch.setattr("assistant.assistant.Assistant", lambda settings=None: assistant)
    monkeypatch.setattr("assistant.settings.current", lambda: Settings(data=tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    _register(["feedback", "eval"])
    mine.feedback.give(talk(WRONG).turns[0].id, "down", "Say which rule.")

    def typed(*words: str, code: int = 0) -> None:
        done = CliRunner().invoke(app, words)
        if isinstance(done.exception, AssistantError):
            raise done.exception
        assert done.exit_code == code, done.output

    typed("feedback", "export", "-o", "wrong.yaml", "--name", "wrong")
    with pytest.raises(StoreError, match=r"^wrong\.yaml: is there already: name another file, or remove it$"):
        typed("feedback", "export", "-o", "wrong.yaml")
    typed("eval", "wrong.yaml", "-j", "1")
    (folder,) = (tmp_path / "runs").iterdir()
    assert json.loads((folder / "summary.json").read_text("utf-8"))["questions"] == 1
    with pytest.raises(SuiteError, match="no answer is marked as wrong"):
        typed("feedback", "export", "--owner", "bob")
