"""A small instrument with every kind of question, and people who answered it."""

from datetime import date

from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import (
    DECLINED,
    Cell,
    Instrument,
    Item,
    ItemType,
    Option,
    Row,
    Section,
)

T = LocalizedText.of


def options(*codes: str, other: str = "") -> tuple[Option, ...]:
    return tuple(Option(code=code, label=T(code.title()), other=code == other) for code in codes)


def rows(*codes: str) -> tuple[Row, ...]:
    return tuple(Row(code=code, label=T(code.title())) for code in codes)


def item(name: str, kind: ItemType, label: str = "", **more: object) -> Item:
    return Item(name=name, type=kind, label=T(label or f"Question {name}?"), **more)  # type: ignore[arg-type]


ITEMS = (
    item("hello", ItemType.NOTE),
    item("heard", ItemType.SINGLE, options=options("yes", "name", "no"), prefer_not_to_say=True),
    item("topics", ItemType.MULTIPLE, options=options("care", "data", "other", other="other")),
    item("trust", ItemType.MATRIX, options=options("no", "some", "full"), rows=rows("doctor", "press")),
    item("visits", ItemType.MATRIX, cell=Cell.INTEGER, rows=rows("gp", "clinic")),
    item("age", ItemType.INTEGER),
    item("use", ItemType.SCALE, minimum=0, maximum=10, low_label=T("Never"), high_label=T("Certain")),
    item("born", ItemType.DATE),
    item("wake", ItemType.TIME),
    item("wish", ItemType.TEXT),
    item("order", ItemType.RANKING, options=options("a", "b", "c")),
    item("points", ItemType.ALLOCATION, rows=rows("x", "y"), prefer_not_to_say=True),
    item("home", ItemType.REGION),
    item("score", ItemType.CALCULATION, calculation="1"),
)
SURVEY = Instrument(
    name="small",
    title=T("A small survey"),
    source_language="en",
    languages=("en",),
    sections=(Section(name="all", slug="all", title=T("All"), items=ITEMS),),
)

DAY = date(2026, 11, 21)


def answered(*answers: dict[str, object], language: str = "en") -> list[tuple[dict[str, object], date, str, int]]:
    return [(each, DAY, language, 1) for each in answers]


FOUR = [
    (
        {
            "heard": "yes",
            "topics": ["care", "other"],
            "topics/other": "Music",
            "trust/doctor": "full",
            "trust/press": "no",
            "visits/gp": 2,
            "age": 30,
            "use": 7,
            "born": "1996-02-01",
            "wake": "06:30",
            "wish": "Shorter queues",
            "order": ["a", "b", "c"],
            "points/x": 80,
            "points/y": 20,
            "home": "NO08",
        },
        date(2026, 11, 20),
        "nb",
        1,
    ),
    (
        {
            "heard": "no",
            "topics": ["care"],
            "trust/doctor": "full",
            "trust/press": DECLINED,
            "age": 41,
            "use": 10,
            "born": "1985-07-09",
            "order": ["b", "a"],
            "points/x": 20,
            "points/y": 80,
            "home": "NO09",
        },
        DAY,
        "en",
        1,
    ),
    ({"heard": DECLINED, "trust/doctor": "some", "wish": "  ", "points/rank": ["y", "x"]}, DAY, "en", 1),
    ({"heard": "yes", "topics": [], "points": DECLINED, "home": "DE30"}, DAY, "en", 1),
]
