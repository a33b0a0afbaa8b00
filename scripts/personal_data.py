"""Write docs/reference/personal-data.md from the registry of personal data.

python scripts/personal_data.py
"""

import tempfile
from pathlib import Path

from flask import Flask

from engage.app import create_app
from engage.core.settings import Settings
from engage.portal.notices.personal_data import PEOPLE, rows
from engage.privacy.registry import Whose, kept

TARGET = Path(__file__).parents[1] / "docs" / "reference" / "personal-data.md"
HEAD = """# What is kept of persons

Made from the registry that each room fills (`engage.privacy.registry`) by `python scripts/personal_data.py`, with the
default settings; a test fails when it is not up to date. The same registry drives retention, access, erasure, the
privacy notice, the register of processing and the impact assessment. Every table of the database is named here, or is
known to keep nothing of persons (tests/privacy/test_registry.py).
"""
COLUMNS = ("store", "what", "why", "legal basis", "how long", "who gets it", "erased on request")


def text(app: Flask) -> str:
    """The whole file."""
    with app.test_request_context():
        entries = {entry.store: entry for entry in kept(app)}
        lines = [HEAD]
        for whose in Whose:
            lines.append(f"## {PEOPLE[whose]}\n")
            lines += [_row(COLUMNS), "|---" * len(COLUMNS) + "|"]
            for row in rows(entries.values()):
                entry = entries[row.store]
                if row.whose is whose:
                    erased = "yes" if entry.erase else "no: it stays" if entry.stays else "nobody is found in it"
                    told = (row.what, row.why, row.basis, row.how_long, row.goes_to, erased)
                    lines.append(_row((f"`{row.store}`", *told)))
            lines.append("")
        return "\n".join(lines)


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), base_url="http://localhost", secret_key="0123456789" * 4)
        TARGET.write_text(text(create_app(settings)), encoding="utf-8")
    print(f"Wrote {TARGET.name}.")


if __name__ == "__main__":
    main()
