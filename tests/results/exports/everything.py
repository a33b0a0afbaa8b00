"""Every kind of question in two languages, and people who answered all of it, some of it, or preferred not to say."""

from datetime import date
from typing import Any

from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import (
    DECLINED,
    Cell,
    Instrument,
    Item,
    ItemType,
    Option,
    Repeat,
    Row,
    Section,
)
from tests.results.reading import Given

DAYS = (date(2026, 11, 20), date(2026, 11, 21))


def text(english: str, german: str = "") -> LocalizedText:
    return LocalizedText.of(english, "en", de=german or f"{english} (de)")


def options(*codes: str) -> tuple[Option, ...]:
    return tuple(Option(code=code, label=text(f"Option {code}"), other=code == "else") for code in codes)


def item(name: str, kind: ItemType, **more: Any) -> Item:
    return Item(name=name, type=kind, label=text(f"Question *{name}*?", f"Frage {name}?"), **more)


ROWS = (Row(code="gp", label=text("Your doctor")), Row(code="press", label=text("The press")))
ITEMS = (
    item("note", ItemType.NOTE),
    item("smoker", ItemType.SINGLE, options=options("yes", "no"), prefer_not_to_say=True, concept="smoking"),
    item("grade", ItemType.SINGLE, options=options("1", "2", "3"), prefer_not_to_say=True),
    item("treatment", ItemType.SINGLE, options=options("radiotherapy", "else"), relevance="${smoker} = 'yes'"),
    item("topics", ItemType.MULTIPLE, options=options("care", "data", "else"), prefer_not_to_say=True),
    item("trust", ItemType.MATRIX, options=options("low", "high"), rows=ROWS),
    item("hopes", ItemType.MATRIX, cell=Cell.MULTIPLE, options=options("a", "b"), rows=ROWS[:1]),
    item("visits", ItemType.MATRIX, cell=Cell.INTEGER, rows=ROWS, prefer_not_to_say=True),
    item("age", ItemType.INTEGER, minimum=0, maximum=120, prefer_not_to_say=True, special_category=True),
    item("born", ItemType.YEAR),
    item("pain", ItemType.SCALE, minimum=0, maximum=10),
    item("weight", ItemType.DECIMAL),
    item("told", ItemType.DATE, prefer_not_to_say=True),
    item("wakes", ItemType.TIME),
    item("met", ItemType.DATETIME),
    item("waited", ItemType.DURATION, units=("years", "months")),
    item("stay", ItemType.DATE_RANGE, prefer_not_to_say=True),
    item("order", ItemType.RANKING, options=options("a", "b", "c")),
    item("points", ItemType.ALLOCATION, rows=ROWS, prefer_not_to_say=True),
    item("home", ItemType.REGION),
    item("lives", ItemType.COUNTRY, countries=("NO", "SE")),
    item("speaks", ItemType.LANGUAGE, tags=("nb", "he")),
    item("agrees", ItemType.CONSENT),
    item("letter", ItemType.FILE),
    item("wish", ItemType.TEXT, personal=True),
    item("score", ItemType.CALCULATION, calculation="1"),
)
LISTED = (
    item("kind", ItemType.SINGLE, options=options("surgery", "drugs")),
    item("when", ItemType.INTEGER),
    item("how", ItemType.TEXT),
)
EVERYTHING = Instrument(
    name="everything",
    title=text("Everything & more", "Alles & mehr"),
    source_language="en",
    languages=("en", "de"),
    welcome=text("Welcome"),
    sections=(
        Section(name="all", slug="all", title=text("All"), items=ITEMS),
        Section(name="care", slug="care", title=text("Care"), items=LISTED, repeat=Repeat(name="treatments")),
    ),
)
FULL: dict[str, Any] = {
    "smoker": "yes",
    "grade": "2",
    "treatment": "else",
    "treatment/other": "=cmd()",
    "topics": ["care", "else"],
    "topics/other": 'Music, "loud"',
    "trust/gp": "high",
    "trust/press": "low",
    "hopes/gp": ["b"],
    "visits/gp": 3,
    "visits/press": 0,
    "age": 41,
    "born": 1985,
    "pain": 7,
    "weight": 61.5,
    "told": "2026-02-01",
    "wakes": "06:30",
    "met": "2026-11-21T14:30",
    "waited": "P1Y6M",
    "stay/from": "2026-01-05",
    "stay/to": "2026-02-10",
    "order": ["b", "a"],
    "points/gp": 80,
    "points/press": 20,
    "home": "NO08",
    "lives": "NO",
    "speaks": "he",
    "agrees": "yes",
    "letter": {"file": "ab" * 16, "name": "a.pdf", "type": "application/pdf", "bytes": 12},
    "wish": "Kürzere Wege – שלום\nund Zeit",
    "score": 12,
    "treatments": [{"kind": "surgery", "when": 2020, "how": "Quick"}, {"kind": "drugs"}],
}
SILENT: dict[str, Any] = dict.fromkeys(("smoker", "grade", "topics", "age", "told", "stay", "points"), DECLINED) | {
    "visits/gp": DECLINED,
    "order": ["c", "b", "a"],
    "points/rank": ["press", "gp"],
    "trust/gp": "high",
    "treatments": [],
}
PEOPLE = (
    Given(1, FULL, DAYS[0], "de", 1, "qr", 1.25),
    Given(2, SILENT, DAYS[1], "en", 1, "mail"),
    Given(3, {}, DAYS[1], "en", 1),
    Given(4, {"smoker": "no", "grade": "1", "pain": 0, "topics": ["data"], "wish": "x" * 700}, DAYS[1], "en", 1),
)
