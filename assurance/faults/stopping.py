"""The server is stopped (SIGTERM) and started again while people answer. `python -m assurance.faults.stopping --help`

What is under way is answered before the process ends; nothing that was acknowledged is lost, and who finds nobody there
sends again.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import click

from assurance.faults.instance import document, running
from assurance.faults.ledger import Ledger
from assurance.faults.people import Crowd

BETWEEN_SECONDS = 1.0
LONGEST_SECONDS = 10.0
"""Within which everything has ended."""


@click.command()
@click.option("--restarts", default=50, show_default=True)
@click.option("--clients", default=8, show_default=True)
def main(restarts: int, clients: int) -> None:
    """Stop and start it so many times."""
    with tempfile.TemporaryDirectory(prefix="engage-stops-") as folder:
        found = run(Path(folder), restarts=restarts, clients=clients)
    sys.exit(document(found, kept=found.pop("promise_kept")))


def run(folder: Path, *, restarts: int, clients: int = 8, **how: Any) -> dict[str, Any]:
    """Figures of so many restarts; `how` the instance runs."""
    data = folder / "data"
    data.mkdir()
    ledger, ended, back = Ledger(folder / "ledger"), [], []
    with running(data, **how) as instance:
        with Crowd(instance.port, ledger, clients) as crowd:
            for _ in range(restarts):
                time.sleep(BETWEEN_SECONDS)
                ended.append(instance.terminate())
                back.append(instance.start())
            time.sleep(BETWEEN_SECONDS)
        verdict = instance.read_back(ledger.stood())
    figures = crowd.figures()
    fine = verdict.kept and not figures["wrong"] and not figures["receipts_missing"]
    return {
        "restarts": restarts,
        "clients": clients,
        **verdict.document(),
        "ended_after_seconds": {"median": round(statistics.median(ended), 2), "max": round(max(ended), 2)},
        "back_seconds": {"median": round(statistics.median(back), 2), "max": round(max(back), 2)},
        **figures,
        "promise_kept": fine and max(ended) <= LONGEST_SECONDS,
    }


if __name__ == "__main__":
    main()
