"""Connections that break in the middle of a form, or before its answer. `python -m assurance.faults.breaking --help`

People answer through a proxy that cuts requests, loses answers and refuses connections by turns. They send the same
form again, as browsers do: however often it arrived, it is stored once.
"""

import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import click

from assurance.faults.instance import document, running
from assurance.faults.ledger import Ledger
from assurance.faults.people import Crowd
from assurance.faults.proxy import Fault, Proxy

TURNS = (Fault.LOSE_ANSWER, Fault.NONE, Fault.CUT_REQUEST, Fault.NONE, Fault.AWAY, Fault.NONE)
TURN_SECONDS = 0.4


@click.command()
@click.option("--breaks", default=150, show_default=True)
@click.option("--clients", default=8, show_default=True)
def main(breaks: int, clients: int) -> None:
    """Break connections so many times, and count what is there."""
    with tempfile.TemporaryDirectory(prefix="engage-breaks-") as folder:
        found = run(Path(folder), breaks=breaks, clients=clients)
    sys.exit(document(found, kept=found.pop("promise_kept")))


def run(folder: Path, *, breaks: int, clients: int = 8, **how: Any) -> dict[str, Any]:
    """Figures of so many breaks; `how` the instance runs."""
    data = folder / "data"
    data.mkdir()
    ledger = Ledger(folder / "ledger")
    with running(data, **how) as instance:
        with Proxy(instance.port) as proxy, Crowd(proxy.port, ledger, clients) as crowd:
            for fault in islice(cycle(TURNS), 2 * breaks):
                proxy.become(fault)
                time.sleep(TURN_SECONDS)
            time.sleep(TURN_SECONDS)
        verdict = instance.read_back(ledger.stood())
    figures = crowd.figures()
    return {
        "breaks": breaks,
        "clients": clients,
        **verdict.document(),
        **figures,
        "promise_kept": verdict.kept and not figures["wrong"] and not figures["receipts_missing"],
    }


if __name__ == "__main__":
    main()
