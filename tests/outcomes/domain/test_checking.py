"""What must be right about an outcome, and in which languages everybody can read it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engage.outcomes.domain.checking import Missing, Problem, Wrong, missing, offered, problems
from engage.outcomes.domain.kinds import RecommendationState, RestKind
from engage.outcomes.domain.written import Asked, Rest, Written

TODAY = date(2026, 11, 22)
DAY = date(2026, 3, 1)
ACCEPTED, IN_PART = RecommendationState.ACCEPTED, RecommendationState.IN_PART
DECLINED, DONE = RecommendationState.DECLINED, RecommendationState.DONE
SAID = {"en": "So it is."}
ASKED = Asked({"en": "Answer calls"}, {"en": "Ministry"}, handed_on=DAY)
ANSWERED = replace(ASKED, state=ACCEPTED, answer=SAID, answered_on=DAY)
WRITTEN = Written(("en",), {"en": "Waiting"}, {"en": "People wait."}, recommendations=(ASKED,))


def wrong_with(asked: Asked) -> set[tuple[str, Wrong]]:
    found = problems(replace(WRITTEN, recommendations=(ASKED, asked)), TODAY)
    assert {each.at for each in found} <= {1}
    return {(each.field, each.wrong) for each in found}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, set(), id="open: nothing"),
        pytest.param({"answered_on": DAY}, {("state", Wrong.NOT_OPEN)}, id="open, with the day of an answer"),
        pytest.param(
            {"state": ACCEPTED, "handed_on": None},
            {
                ("answer", Wrong.NO_ANSWER),
                ("answered_on", Wrong.NO_ANSWER_DAY),
                ("handed_on", Wrong.NO_HANDED),
            },
            id="accepted: answer and day, and since when it was awaited",
        ),
        pytest.param({"state": IN_PART, "answer": SAID, "answered_on": DAY}, set(), id="in part: answer and day"),
        pytest.param(
            {"state": DECLINED, "answer": SAID, "answered_on": DAY},
            {("reason", Wrong.NO_REASON)},
            id="declined: the reason as well",
        ),
        pytest.param(
            {"state": DONE, "answered_on": DAY},
            {("done", Wrong.NO_DONE), ("done_on", Wrong.NO_DONE_DAY)},
            id="done: what, and when",
        ),
        pytest.param({"state": DONE, "answered_on": DAY, "done": SAID, "done_on": DAY}, set(), id="done, all said"),
        pytest.param({"done_on": DAY}, {("done_on", Wrong.NOT_DONE)}, id="a day of doing what is not done"),
        pytest.param(
            {"decision": SAID},
            {("decided_by", Wrong.NO_DECIDED_BY), ("decided_on", Wrong.NO_DECISION_DAY)},
            id="decided: by whom, and when",
        ),
        pytest.param({"decided_by": SAID, "decided_on": DAY}, {("decision", Wrong.NO_DECISION)}, id="decided: what"),
        pytest.param({"text": {}}, {("text", Wrong.NO_TEXT)}, id="nothing recommended"),
        pytest.param({"answer": {"en": "x" * 4001}}, {("answer", Wrong.TOO_LONG)}, id="too long"),
        pytest.param({"due_on": DAY - timedelta(1)}, {("due_on", Wrong.BEFORE_HANDED)}, id="due before it was asked"),
        pytest.param({"due_on": TODAY + timedelta(99)}, set(), id="due in the future"),
    ],
)
def test_each_state_of_a_recommendation_needs_what_it_says(changes, expected):
    assert wrong_with(replace(ASKED, **changes)) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"answered_on": DAY - timedelta(1)}, ("answered_on", Wrong.BEFORE_HANDED), id="before asked"),
        pytest.param({"answered_on": TODAY + timedelta(1)}, ("answered_on", Wrong.IN_FUTURE), id="in the future"),
        pytest.param({"handed_on": date(1950, 1, 1)}, ("handed_on", Wrong.TOO_EARLY), id="long ago"),
        pytest.param(
            {"state": DONE, "done": SAID, "done_on": DAY - timedelta(1)},
            ("done_on", Wrong.BEFORE_ANSWERED),
            id="done before it was answered",
        ),
    ],
)
def test_days_come_in_their_order_and_none_lies_in_the_future(changes, expected):
    assert wrong_with(replace(ANSWERED, **changes)) == {expected}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, [], id="complete"),
        pytest.param({"heard": {}}, [Problem("heard", Wrong.NO_HEARD)], id="without what was heard"),
        pytest.param(
            {"recommendations": ()}, [Problem("recommendations", Wrong.NO_RECOMMENDATION)], id="asks for nothing"
        ),
        pytest.param(
            {"recommendations": (replace(ASKED, addressed_to={}),)},
            [Problem("addressed_to", Wrong.NO_BODY, 0)],
            id="asks nobody",
        ),
    ],
)
def test_everybody_reads_what_was_heard_and_at_least_one_recommendation_with_whom_it_is_for(changes, expected):
    written = replace(WRITTEN, **changes)

    assert problems(written, TODAY, public=True) == expected
    assert problems(written, TODAY) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"languages": ()}, Problem("languages", Wrong.NO_LANGUAGE), id="in no language"),
        pytest.param({"languages": ("en", "-")}, Problem("languages", Wrong.NOT_A_LANGUAGE), id="no language tag"),
        pytest.param({"title": {"de": "Warten"}}, Problem("title", Wrong.NO_TITLE), id="no title in its own language"),
        pytest.param({"title": {"en": "x" * 201}}, Problem("title", Wrong.TOO_LONG), id="a long title"),
        pytest.param(
            {"languages": ("en", "de"), "heard": {"de": "Alle warten."}},
            Problem("heard", Wrong.ONLY_TRANSLATED),
            id="said in a translation alone",
        ),
        pytest.param({"mission_areas": ("moon",)}, Problem("mission_areas", Wrong.NOT_KNOWN), id="unknown area"),
        pytest.param({"sectors": ("moon",)}, Problem("sectors", Wrong.NOT_KNOWN), id="unknown sector"),
        pytest.param(
            {"rests": (Rest(RestKind.LINK, label=SAID, link="javascript:alert(1)"),)},
            Problem("link", Wrong.NOT_AN_ADDRESS, 0),
            id="a link that is none",
        ),
        pytest.param(
            {"rests": (Rest(RestKind.LINK, link="https://example.org"),)},
            Problem("label", Wrong.NO_LABEL, 0),
            id="a link without a name",
        ),
        pytest.param(
            {"recommendations": (ASKED,) * 31}, Problem("recommendations", Wrong.TOO_MANY), id="too many to answer"
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_place(changes, expected):
    assert expected in problems(replace(WRITTEN, **changes), TODAY)


def test_a_language_is_offered_when_every_text_of_the_first_is_there_in_it():
    german = Asked({"en": "Answer calls", "de": "Anrufe"}, {"en": "Ministry"}, handed_on=DAY)
    written = Written(
        ("en", "de", "fr"),
        {"en": "Waiting", "de": "Warten"},
        {"en": "People wait.", "de": "Alle warten."},
        recommendations=(german,),
    )

    assert missing(written, "de") == (Missing("addressed_to", 0),)
    assert len(missing(written, "fr")) == 4
    assert offered(written) == ("en",)

    whole = replace(german, addressed_to={"en": "Ministry", "de": "Ministerium"})
    assert offered(replace(written, recommendations=(whole,))) == ("en", "de")


SOME_DAYS = (None, DAY, DAY + timedelta(30), TODAY + timedelta(1))
SOME_TEXTS: tuple[dict[str, str], ...] = ({}, SAID, {"en": " "})


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    state=st.sampled_from(RecommendationState),
    days=st.tuples(*[st.sampled_from(SOME_DAYS)] * 3),
    answer=st.sampled_from(SOME_TEXTS),
    reason=st.sampled_from(SOME_TEXTS),
)
def test_what_is_right_keeps_what_the_database_asks_for(state, days, answer, reason):
    handed, answered, done_on = days
    asked = replace(ASKED, handed_on=handed, state=state, answered_on=answered, answer=answer, reason=reason)

    if not wrong_with(replace(asked, done=SAID, done_on=done_on)):
        assert (state is RecommendationState.OPEN) == (answered is None)
        assert (state is DONE) == (done_on is not None)
        assert state is not DECLINED or (answer == reason == SAID)
        assert answered is None or (handed is not None and handed <= answered <= TODAY)
