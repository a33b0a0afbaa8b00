"""A brief with two outcomes and two figures, whole in English and Hebrew, without a database."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from engage.i18n.locales import direction
from engage.outcomes.briefs.content import About, Content, content
from engage.outcomes.briefs.resting import Figure, Rests, Told
from engage.outcomes.briefs.standing import Standing
from engage.outcomes.domain.briefs import FigureOf
from engage.outcomes.domain.written import Written
from engage.outcomes.models import Outcome, PolicyBrief
from engage.results.charts.reader import Reader
from engage.results.published import Issue
from engage.results.publishing.figures import Question
from engage.results.reporting.blocks import Emblem
from tests.factories.briefs import DRAFT, LETTERS, WAITING
from tests.factories.editions_of_results import make_published

Maker = Callable[..., Content]


@pytest.fixture
def make_content() -> Maker:
    """The content in a language; `heard`, `questions`, and values of `Draft` can be others."""

    def made(
        lang: str = "en", *, told: tuple[Written, ...] = (WAITING, LETTERS), questions: Any = None, **draft: Any
    ) -> Content:
        heard, _trust, helped, _care = make_published().questions
        figures = tuple(map(_figure, (heard, helped) if questions is None else questions))
        brief = PolicyBrief(slug="waiting", published_at=datetime(2026, 10, 3, tzinfo=UTC))
        rests = Rests(tuple(Told(Outcome(slug=f"outcome-{n}"), each) for n, each in enumerate(told)), figures, ())
        standing = Standing(brief, replace(DRAFT, **draft), rests, {"en": [], "he": []})
        return content(standing, _about(lang), Reader(lang, direction(lang), _gettext, _ngettext))

    return made


def _about(lang: str) -> About:
    return About(
        hub="Hub Norway",
        today=date(2026, 11, 22),
        answer_days=120,
        address=f"https://example.org/{lang}/briefs/waiting",
        of_outcome=lambda slug: f"https://example.org/{lang}/outcomes/{slug}",
        of_results=lambda slug, number: f"https://example.org/{lang}/surveys/{slug}/results?edition={number}",
        funders=[Emblem(b"", "", "", "Paid for by a fund.")],
    )


def _figure(question: Question) -> Figure:
    published = replace(make_published(), questions=(question,), crossings=(), waves=(), quotes=())
    issue = Issue(1, 2, datetime(2026, 5, 4, tzinfo=UTC), None, "")
    return Figure(FigureOf("screening", 2, question.item), published, issue)


def _gettext(message: str, /, **variables: object) -> str:
    return message % variables if variables else message


def _ngettext(singular: str, plural: str, number: int, /, **variables: object) -> str:
    return _gettext(singular if number == 1 else plural, **variables)
