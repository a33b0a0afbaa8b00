"""Writes what the accessibility statement says of the last assessment: from the rows and from the figures.

`python -m assurance.access.statement` writes `engage/portal/notices/assessed.json`; the page reads nothing else.
"""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assurance.access.criteria import State, states
from assurance.access.people import ROLES
from assurance.parts.access import PROVING
from scripts import assurance_pages

FILE = Path(__file__).parents[2] / "engage/portal/notices/assessed.json"
CRAWL = "pages"


def main() -> None:
    measured = {name: found for name, found in assurance_pages.figures().items() if name in PROVING}
    document = assessed(measured)
    FILE.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    missing = sorted(set(PROVING) - measured.keys())
    unshown = document["not_met"]
    print(json.dumps({**document, "kept": not unshown and not missing, "steps_not_run": missing}))
    sys.exit(0 if not unshown and not missing else 1)


def assessed(measured: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """What the page says: the day, how much was looked at, and the criteria by state."""
    kept = [name for name, found in measured.items() if found["kept"]]
    found = states(assurance_pages.rows("accessibility"), kept)

    def of(wanted: State) -> list[str]:
        return [number for number, state in found.items() if state is wanted]

    crawled = measured.get(CRAWL, {}).get("figures", {})
    return {
        "on": max((each["on"] for each in measured.values()), default=datetime.now(UTC).date().isoformat()),
        "pages": crawled.get("pages", 0),
        "roles": crawled.get("roles", len(ROLES)),
        "criteria": len(found),
        "met": len(of(State.MET)),
        "in_part": of(State.IN_PART),
        "does_not_apply": of(State.DOES_NOT_APPLY),
        "not_met": of(State.NOT_SHOWN),
    }


if __name__ == "__main__":
    main()
