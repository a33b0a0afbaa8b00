"""What machines read of a published edition: protected counts only."""

from engage.results.public_json import public_json
from engage.results.publishing import figures
from engage.results.publishing.figures import Cell, Option, Question, State, Table

METHOD = figures.Method(
    asked_by=({"en": "A hub"},), first_day="2026-11-01", last_day="2026-11-20", responses=120, step=5,
    languages=("en",), countries=(), channels=(), chose_to_answer=True, weighting=None, hidden=(),
)  # fmt: skip
CELLS = (
    Cell("yes", State.SHOWN, 60, 57.1, 55.0),
    Cell("no", State.HIDDEN),
    Cell("maybe", State.FEW),
    Cell("never", State.IMPOSSIBLE),
)
QUESTION = Question(
    key="smoker", item="smoker", kind="choice", label={"en": "Smoker?", "de": "Raucher?"}, row={}, section={},
    options=tuple(Option(cell.code, {"en": cell.code.title()}) for cell in CELLS), table=Table(CELLS, 105),
)  # fmt: skip
PUBLISHED = figures.Published("health", {"en": "Health"}, "en", METHOD, (), (QUESTION,), ())


def test_what_is_not_shown_is_null_and_said_to_be_suppressed():
    found = public_json(PUBLISHED, edition=2)
    (item,) = found["items"]

    assert (found["survey"], found["edition"], found["responses"]) == ("health", 2, 120)
    assert (item["name"], item["base"], item["label"]) == ("smoker", 105, "Smoker?")
    assert [(row["code"], row["label"], row["count"], row["percent"], row["suppressed"]) for row in item["rows"]] == [
        ("yes", "Yes", 60, 57.1, False),
        ("no", "No", None, None, True),
        ("maybe", "Maybe", None, None, True),
        ("never", "Never", 0, None, False),
    ]
    assert item["weighted"] == {"rows": [{"code": "yes", "percent": 55.0}]}
    assert {"name", "type", "base", "missing", "rows", "mean", "median", "weighted"} <= item.keys()
