"""A page that is filled in ahead shows everybody without a problem the same as the whole page does."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from engage.instruments.domain.definition import ItemType, Row, Section
from engage.instruments.domain.journey import Circumstances, Journey
from engage.instruments.rendering.ahead import ahead
from engage.instruments.rendering.filling import Filling
from engage.surveys import pages
from engage.web.compiled import CompiledPage, Slot
from tests.factories.surveys import fielded, instrument, item, make_survey, options, section, text
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE

ROWS = tuple(Row(code=code, label=text(code)) for code in ("work", "home", "away"))
SMOKERS = "${smokes} = 'yes'"
ASKED = section(
    "asked",
    item("smokes", ItemType.SINGLE, options=options("yes", "no"), required="true()", hint=text("Be honest")),
    item("brand", relevance=SMOKERS),
    item("later", relevance="${before} = 'x'"),
    item("mixed", ItemType.MULTIPLE, options=options("a", "b", "c", "d"), shuffle=True),
    item("some", ItemType.SINGLE, options=options("a", "b", b={"relevance": SMOKERS})),
    item("trust", ItemType.MATRIX, options=options("low", "high"), rows=ROWS),
    item("turned", ItemType.MATRIX, options=options("low", "high"), rows=ROWS, shuffle=True),
    item("fewer", ItemType.MATRIX, options=options("low"), rows=(*ROWS, replace(ROWS[0], code="x", relevance=SMOKERS))),
    item("list", ItemType.SINGLE, options=options("a", "b", "c"), dropdown=True, default="b"),
    item("order", ItemType.RANKING, options=options("a", "b", "c")),
    item("age", ItemType.INTEGER, minimum=0, maximum=120),
    replace(item("told", ItemType.NOTE), label=text("You said ${age}.")),
)
ANSWERS: list[Any] = [
    pytest.param({}, id="nothing answered"),
    pytest.param({"smokes": "yes", "brand": "<b>", "mixed": ("a", "d"), "some": "b", "before": "x"}, id="much opened"),
    pytest.param({"smokes": "no", "trust/work": "low", "turned/home": "high", "fewer/x": "low"}, id="rows"),
    pytest.param({"list": "c", "order/a": "2", "order/b": "1", "age": "44"}, id="other controls"),
]


def compiled(app: Flask, asked: Section) -> tuple[pages.Edition, CompiledPage]:
    with transaction(app) as session:
        make_survey(session, instrument(section("first", item("before")), asked))
        session.flush()
        edition = pages.edition(session, fielded(session))
    with app.test_request_context("/en/surveys/health/asked"):
        found = edition.instrument.section("asked")
        assert found is not None
        return edition, pages.compile_section(edition, found, "en")


@pytest.mark.parametrize("seed", ["a", "b"])
@pytest.mark.parametrize("raw", ANSWERS)
def test_both_show_the_same(app: Flask, raw: dict[str, Any], seed: str) -> None:
    edition, whole = compiled(app, ASKED)
    circumstances = Circumstances(now=datetime(2026, 11, 22, tzinfo=UTC), seed=seed)

    def shown(page: CompiledPage) -> str:
        filling = Filling(Journey(edition.questionnaire, raw, circumstances))
        nothing = {name: (lambda: "") for name in ("title_prefix", "step", "steps", "at", "csrf", "problem_list")}
        left_out = {name: (lambda _parts, _fill: "") for name in ("problems", "saved")}
        return page.fill(filling.slots | nothing, filling.blocks | left_out)

    assert shown(ahead(whole, edition.questionnaire)) == shown(whole)


def test_what_only_mistakes_change_is_not_looked_at_again(app: Flask) -> None:
    edition, whole = compiled(app, section("asked", item("smokes", ItemType.SINGLE, options=options("yes", "no"))))

    kinds = {part.kind for part in _everything(ahead(whole, edition.questionnaire)) if isinstance(part, Slot)}

    assert kinds <= {"checked", "csrf", "step", "steps", "at"}


def _everything(page: CompiledPage) -> list[Any]:
    waiting, found = list(page.parts), []
    while waiting:
        part = waiting.pop()
        found.append(part)
        waiting += getattr(part, "parts", ())
    return found
