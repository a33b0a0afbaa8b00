"""Who takes an answer back takes its words out of what was published, in every edition and in its files."""

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from engage.results import published
from engage.results.domain.plan import Plan
from engage.results.models import TextWork
from engage.results.publishing import keeping
from engage.results.publishing.figures import Quote, read
from engage.results.publishing.taking_out import take_out
from engage.surveys.models import Response, Survey
from tests.factories.editions_of_results import make_edition
from tests.factories.surveys import make_survey

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
WAITED = {"en": "I waited for three months.", "de": "Ich habe drei Monate gewartet."}
ALONE = {"en": "Nobody told me."}


def test_quotes_leave_all_editions_when_their_response_is_gone(session: Session):
    survey = make_survey(session)
    first, second = (_response_with_quote(session, survey, text) for text in (WAITED, ALONE))
    _publish(session, survey, WAITED, ALONE)
    before = _newest(session).key
    assert take_out(session, NOW) == 0

    session.delete(first)
    session.flush()

    assert take_out(session, NOW) == 1
    assert _read(session) == [ALONE]
    assert _newest(session).key != before, "what processes keep of an edition is read anew"
    session.delete(second)
    session.flush()
    assert take_out(session, NOW) == 1
    assert _read(session) == []
    assert take_out(session, NOW) == 0


def test_a_quote_that_the_team_takes_back_leaves_too_and_one_with_a_better_translation_stays(session: Session):
    survey = make_survey(session)
    response = _response_with_quote(session, survey, WAITED)
    _publish(session, survey, WAITED)
    work = session.get_one(TextWork, (response.id, "why"))
    work.quote = {**WAITED, "de": "Drei Monate habe ich gewartet."}
    session.flush()
    assert take_out(session, NOW) == 0

    work.quote = work.released_on = None
    session.flush()

    assert take_out(session, NOW) == 1
    assert _read(session) == []


def test_words_that_were_taken_back_while_an_edition_waited_are_not_published(session: Session):
    survey = make_survey(session)
    gone, _ = (_response_with_quote(session, survey, text) for text in (WAITED, ALONE))
    waits = make_edition(survey.id, quotes=(Quote("why", WAITED), Quote("why", ALONE)))
    row = keeping.save(session, survey, Plan(), {}, revision=0)
    made = {"figures": waits.figures, "audit": {}, "after": 0}
    keeping.put(session, survey.id, made, revision=row.revision)
    session.delete(gone)
    session.flush()

    edition = keeping.freeze(session, survey, revision=row.revision, now=NOW, by="ada@example.org")

    assert (edition.quotes, _read(session)) == (1, [ALONE])


def test_the_same_words_to_another_question_do_not_keep_a_quote(session: Session):
    survey = make_survey(session)
    _response_with_quote(session, survey, WAITED, item="else")
    _publish(session, survey, WAITED)

    assert take_out(session, NOW) == 1


def _response_with_quote(session: Session, survey: Survey, text: dict[str, str], item: str = "why") -> Response:
    response = Response(
        survey_id=survey.id,
        version_id=survey.version_id,
        language="en",
        channel="open",
        day=date(2026, 11, 21),
        answers={},
        receipt_hash=repr(sorted(text.items())).encode()[:32],
    )
    session.add(response)
    session.flush()
    session.add(
        TextWork(
            survey_id=survey.id, response_id=response.id, item=item, redacted="", quote=text, released_on=NOW.date()
        )
    )
    session.flush()
    return response


def _publish(session: Session, survey: Survey, *texts: dict[str, str]) -> None:
    quotes = tuple(Quote("why", text) for text in texts)
    session.add(make_edition(survey.id, quotes=quotes))
    session.flush()


def _newest(session: Session) -> published.Issue:
    found = published.issues(session, "health")
    assert found is not None
    assert found.newest is not None
    return found.newest


def _read(session: Session) -> list[dict[str, str]]:
    figures, _ = published.document(session, _newest(session).id)
    return [dict(quote.text) for quote in read(figures).quotes]
