"""`kill -9` of server and worker, again and again, while people answer. `python -m assurance.faults.killing --help`

After each kill the instance is started again, and the same people go on: what they were told is stored, is stored,
once. Nothing is lost with the power either: a copy of the embedded database and its log as they lie there after a kill
opens, is sound and complete.
"""

import json
import random
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from assurance.faults import clusters
from assurance.faults.instance import Instance, document, running
from assurance.faults.ledger import Ledger
from assurance.faults.people import Crowd

SHORTEST, LONGEST = 0.2, 2.0
"""Seconds between being back and the next kill."""
KILLS_PER_COPY = 10
PROMISED_SECONDS = 2.0
"""From the start of the command to the first page served: the median."""


@click.command()
@click.option("--database", type=click.Choice(["sqlite", "postgresql"]), default="sqlite", show_default=True)
@click.option("--kills", default=100, show_default=True)
@click.option("--clients", default=8, show_default=True)
@click.option("--seed", default=9, show_default=True, help="Of the moments at which it is killed.")
def main(database: str, kills: int, clients: int, seed: int) -> None:
    """Kill, start again, and count what is there."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="engage-kills-")))
        url = stack.enter_context(clusters.cluster()).url if database == "postgresql" else ""
        found = run(folder, url, kills=kills, clients=clients, seed=seed)
    sys.exit(document({"database": database, **found}, kept=found["nothing_lost"] and found["back_in_time"]))


def run(folder: Path, url: str = "", *, kills: int, clients: int = 8, seed: int = 9, **how: Any) -> dict[str, Any]:
    """Figures of `kills` kills; `how` the instance runs."""
    data = folder / "data"
    data.mkdir()
    ledger, chance, back, copies = Ledger(folder / "ledger"), random.Random(seed), [], []
    with running(data, url, **how) as instance:
        with Crowd(instance.port, ledger, clients) as crowd:
            for kill in range(kills):
                time.sleep(chance.uniform(SHORTEST, LONGEST))
                instance.kill()
                if not url and kill % KILLS_PER_COPY == 0:
                    copies.append(instance.copy_is_sound(folder / "copy", ledger.acknowledged()))
                back.append(instance.start())
                if not crowd.at_work:
                    break
            time.sleep(LONGEST)
        verdict = instance.read_back(ledger.stood())
        sound = _end(instance)
    figures = crowd.figures()
    lost_nothing = verdict.kept and sound and all(copies) and not figures["wrong"] and not figures["receipts_missing"]
    return {
        "kills": len(back),
        "clients": clients,
        **verdict.document(),
        "back_seconds": {"median": round(statistics.median(back), 2), "max": round(max(back), 2)},
        "sound": sound,
        "copies_after_a_kill": {"made": len(copies), "sound_and_complete": sum(copies)},
        **figures,
        "nothing_lost": lost_nothing and len(back) == kills,
        "back_in_time": statistics.median(back) <= PROMISED_SECONDS,
    }


def _end(instance: Instance) -> bool:
    """Whether database and instance call themselves sound."""
    instance.kill()
    checks = json.loads(instance.engage("doctor", "--json"))["checks"]
    database = {check["name"]: check["ok"] for check in checks}
    return instance.is_sound() and database["database"] and database["migrations"]


if __name__ == "__main__":
    main()
