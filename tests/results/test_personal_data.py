"""What was made of a written answer is found, handed over and erased with it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engage.privacy.registry import Sought
from engage.results.models import TextCoding, TextWork
from engage.results.personal_data import WRITTEN
from engage.surveys.domain.secret import keys, new_secret, to_code
from engage.surveys.models import Response
from tests.factories.surveys import make_survey
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE
HELD = keys(new_secret())


@pytest.fixture
def written(app: Flask) -> None:
    """Ada's answer names her address and has a receipt; another's work mentions her."""
    with transaction(app) as session:
        survey = make_survey(session)
        given: dict[str, Any] = {"survey_id": survey.id, "version_id": survey.version_id, "language": "en"}
        given |= {"channel": "open", "day": datetime.now(UTC).date()}
        hers = Response(**given, answers={"reason": "I am ada@example.org"}, receipt_hash=HELD.receipt_hash)
        another = Response(**given, answers={"reason": "My aunt"})
        third = Response(**given, answers={"reason": "A habit"})
        session.add_all([hers, another, third])
        session.flush()
        for row, text in ((hers, "I am [address]"), (another, "My aunt Ada@Example.org"), (third, "A habit")):
            session.add(TextWork(survey_id=survey.id, response_id=row.id, item="reason", redacted=text))
            session.add(TextCoding(survey_id=survey.id, response_id=row.id, item="reason", codes=["x"]))


@pytest.mark.parametrize(
    ("sought", "texts", "codings"),
    [
        pytest.param(Sought(address="ada@example.org"), ["I am [address]", "My aunt Ada@Example.org"], 1, id="address"),
        pytest.param(Sought(code=to_code(HELD.receipt)), ["I am [address]"], 1, id="receipt"),
        pytest.param(Sought(address="ada@example.org", hubs=frozenset()), [], 0, id="a hub that may not look"),
    ],
)
def test_work_with_an_answer_is_found_handed_over_and_erased(
    app: Flask, written: None, sought: Sought, texts: list[str], codings: int
) -> None:
    assert WRITTEN.find
    assert WRITTEN.export
    assert WRITTEN.erase
    with transaction(app) as session:
        assert WRITTEN.find(session, sought) == len(texts) + codings
        copy = WRITTEN.export(session, sought)
        assert sorted(each["redacted"] for each in copy if "redacted" in each) == texts
        assert WRITTEN.erase(session, sought) == len(texts) + codings
    with transaction(app) as session:
        assert len(session.scalars(select(TextWork)).all()) == 3 - len(texts)
        assert len(session.scalars(select(TextCoding)).all()) == 3 - codings
        assert WRITTEN.find(session, sought) == 0
