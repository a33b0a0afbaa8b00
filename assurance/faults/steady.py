"""A steady load of people who answer, register and read their receipts. `python -m assurance.faults.steady --help`

Every page that is submitted is a write on the disk. Each receipt is read right after it was given, by whichever of the
server's processes answers: it must be there.
"""

import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from assurance.faults import clusters
from assurance.faults.instance import document, running
from assurance.faults.ledger import Ledger
from assurance.faults.people import Crowd

PAGES_A_SECOND, P95_MS = 150.0, 100.0


@click.command()
@click.option("--database", type=click.Choice(["sqlite", "postgresql"]), default="sqlite", show_default=True)
@click.option("--seconds", default=600, show_default=True)
@click.option("--clients", default=8, show_default=True)
def main(database: str, seconds: int, clients: int) -> None:
    """Answer for so many seconds; kept when nothing is lost, nobody sees an error, and it is fast enough."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="engage-steady-")))
        url = stack.enter_context(clusters.cluster()).url if database == "postgresql" else ""
        found = run(folder, url, seconds=seconds, clients=clients)
    fast = found["pages_a_second"] >= PAGES_A_SECOND and found["form_ms"]["p95"] <= P95_MS
    sys.exit(document({"database": database, **found}, kept=found.pop("nothing_wrong") and fast))


def run(folder: Path, url: str = "", *, seconds: float, clients: int = 8, **how: Any) -> dict[str, Any]:
    """Figures of so many seconds; `how` the instance runs."""
    data = folder / "data"
    data.mkdir()
    ledger = Ledger(folder / "ledger")
    with running(data, url, **how) as instance:
        began = time.monotonic()
        with Crowd(instance.port, ledger, clients) as crowd:
            while time.monotonic() < began + seconds and crowd.at_work:
                time.sleep(0.1)
        lasted = time.monotonic() - began
        verdict = instance.read_back(ledger.stood())
    figures = crowd.figures()
    alone = not (figures["wrong"] or figures["receipts_missing"] or crowd.seen.broken or crowd.seen.statuses[503])
    return {
        "seconds": round(lasted),
        "clients": clients,
        "requests": crowd.seen.statuses.total(),
        "pages_a_second": round(crowd.seen.statuses[303] / lasted, 1),
        **verdict.document(),
        **figures,
        "nothing_wrong": verdict.kept and alone,
    }


if __name__ == "__main__":
    main()
