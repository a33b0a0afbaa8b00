"""Which parts of the product read ratings at all."""

import ast
from collections.abc import Iterator
from pathlib import Path

import engage

READERS = {
    "maturity/models_panel.py": "the table itself",
    "maturity/queries_ratings.py": "counts and profiles after closing, and a member's own",
    "maturity/queries_reasons.py": "reasons without names after closing",
    "maturity/queries_workshop.py": "counts of re-votes, and a member's own",
    "maturity/rating/closing.py": "deletes what was not handed in",
    "maturity/rating/saving.py": "a member's own",
    "maturity/rating/reading.py": "a member's own",
    "maturity/rounds/panel.py": "deletes what somebody had begun who declines or is forgotten",
    "maturity/personal_data_panel.py": "erases who is named in a reason",
    "maturity/views/public_rating_page.py": "a member's own",
    "demo/maturity_panels.py": "writes invented ones",
}


def _importers() -> Iterator[str]:
    """Files of the product that name the table of ratings."""
    rooms = Path(engage.__file__).parent
    for file in sorted(rooms.rglob("*.py")):
        text = file.read_text("utf-8")
        for node in ast.walk(ast.parse(text)) if "models_panel" in text else ():
            names = [each.name for each in node.names] if isinstance(node, ast.ImportFrom | ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module == "engage.maturity.models_panel" and "Rating" in names:
                yield file.relative_to(rooms).as_posix()


def test_ratings_are_read_in_few_places():
    """Whoever wants to know what a panel said asks `queries_ratings` or `queries_reasons`, which keep silent before
    closing. A new reader is a decision: look at it, then name it here."""
    assert set(_importers()) - READERS.keys() == set()
