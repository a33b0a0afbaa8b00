"""A published edition as tests want it."""

from datetime import UTC, datetime
from typing import Any

from engage.results.models import Edition
from engage.results.publishing.figures import (
    Cell,
    Crossing,
    Filter,
    Hidden,
    Margin,
    Method,
    Option,
    Published,
    Question,
    State,
    Table,
    Weighted,
    document,
)

TEXTS = {
    "lead": {"en": "Most people hear of screening from their doctor.", "de": "Die meisten hören es vom Arzt."},
    "method": {"en": "We asked in waiting rooms and online."},
    "next": {"en": "The ministry answers in May.", "de": "Das Ministerium antwortet im Mai."},
}
_ANSWERS = (
    Option("doctor", {"en": "From a doctor", "de": "Von der Ärztin oder dem Arzt", "he": "מרופא"}),
    Option("letter", {"en": "By letter", "de": "Mit der Post", "he": "במכתב"}),
    Option("nobody", {"en": "From nobody", "de": "Von niemandem", "he": "מאף אחד"}),
)
_POINTS = tuple(Option(str(n), {"en": str(n)}) for n in range(1, 6))


def make_published(**changes: Any) -> Published:
    """Four questions of a survey with every state that a figure can have."""
    heard = Question(
        key="heard",
        item="heard",
        kind="choice",
        label={"en": "Who told you of screening?", "de": "Wer hat Ihnen davon erzählt?", "he": "מי סיפר לך?"},
        row={},
        section={"en": "Screening"},
        options=_ANSWERS,
        table=Table(_shown(("doctor", 300, 47.0), ("letter", 150, 24.0), ("nobody", 150, 29.0)), base=600),
        by={
            "_language": {
                "en": Table(_shown(("doctor", 200, None), ("letter", 100, None), ("nobody", 100, None)), base=400),
                "de": Table((Cell("doctor", State.SHOWN, 95, 48.7), *_few("letter"), *_hidden("nobody")), base=195),
                "he": Table(few=True),
            }
        },
    )
    trust = Question(
        key="trust",
        item="trust",
        kind="scale",
        label={"en": "How much do you trust the clinic?", "de": "Wie sehr vertrauen Sie der Klinik?"},
        row={},
        section={"en": "Trust"},
        options=_POINTS,
        table=Table(
            _shown(("1", 20, None), ("2", 55, None), ("3", 125, None), ("4", 200, None), ("5", 180, None)),
            base=580,
            mean=3.8,
            median=4.0,
        ),
        by={"_language": {"en": Table(hidden=True), "de": Table(few=True), "he": Table(few=True)}},
    )
    helped = Question(
        key="helped",
        item="helped",
        kind="multiple",
        label={"en": "What helped you?", "de": "Was hat Ihnen geholfen?"},
        row={},
        section={"en": "Screening"},
        options=(
            Option("time", {"en": "Time"}),
            Option("words", {"en": "Plain words"}),
            Option("pets", {"en": "Pets"}),
        ),
        table=Table((*_shown(("time", 310, 54.4), ("words", 405, 71.1)), *_few("pets")), base=570),
        by={"_language": {"en": Table((*_shown(("time", 200, None)), *_few("words", "pets"))), "de": Table(few=True)}},
    )
    row = Question(
        key="care/nurse",
        item="care",
        kind="choice",
        label={"en": "How was your care?"},
        row={"en": "From nurses"},
        section={"en": "Trust"},
        options=(Option("good", {"en": "Good"}), Option("bad", {"en": "Bad"})),
        table=Table(_shown(("good", 400, 80.0), ("bad", 100, 20.0)), base=500),
    )
    crossing = Crossing(
        "heard",
        "care/nurse",
        {
            "good": Table(_shown(("doctor", 250, None), ("letter", 100, None), ("nobody", 50, None)), base=400),
            "bad": Table((Cell("doctor", State.SHOWN, 40), *_few("letter"), Cell("nobody", State.IMPOSSIBLE))),
        },
    )
    values: dict[str, Any] = {
        "survey": "screening",
        "title": {"en": "Screening and you", "de": "Früherkennung und Sie", "he": "בדיקות סקר"},
        "source_language": "en",
        "method": Method(
            asked_by=({"en": "Hub of the North", "de": "Hub Nord"},),
            first_day="2026-03-02",
            last_day="2026-04-30",
            responses=600,
            step=50,
            languages=("en", "de", "he"),
            countries=("DE", "NO"),
            channels=("open", "poster"),
            chose_to_answer=True,
            weighting=Weighted("By age", (Margin("Age", "Eurostat demo_pjan, 2024"),), "2026-05-04", 450),
            hidden=(Hidden("few", ("heard", "helped"), 4), Hidden("table", ("trust",), 3)),
        ),
        "filters": (
            Filter(
                "_language",
                {"en": "Language", "de": "Sprache"},
                (Option("en", {"en": "English"}), Option("de", {"en": "German"}), Option("he", {"en": "Hebrew"})),
            ),
        ),
        "questions": (heard, trust, helped, row),
        "crossings": (crossing,),
    }
    return Published(**{**values, **changes})


def make_edition(survey_id: int, number: int = 1, **changes: Any) -> Edition:
    """A row; the caller adds it to the session."""
    figures = document(make_published(**changes))
    return Edition(
        survey_id=survey_id,
        number=number,
        published_at=datetime(2026, 5, 4, 9, 0, tzinfo=UTC),
        published_by="ada@example.org",
        figures=figures,
        quotes=len(figures["quotes"]),
        texts=TEXTS,
        audit={"tables": 4},
    )


def _shown(*cells: tuple[str, int, float | None]) -> tuple[Cell, ...]:
    """Code, count and weighted percent of cells of which all are shown."""
    total = sum(count for _, count, _ in cells)
    return tuple(
        Cell(code, State.SHOWN, count, round(100 * count / total, 1), weighted) for code, count, weighted in cells
    )


def _few(*codes: str) -> tuple[Cell, ...]:
    return tuple(Cell(code, State.FEW) for code in codes)


def _hidden(*codes: str) -> tuple[Cell, ...]:
    return tuple(Cell(code, State.HIDDEN) for code in codes)
