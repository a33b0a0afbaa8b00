"""A PostgreSQL server dies and its standby takes over. `python -m assurance.faults.failover --help`

The standby follows synchronously: an answer is given when both have it. The product is told of both servers in its
address (`?host=…&host=…&target_session_attrs=read-write`) and finds the one that takes writes by itself.
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
from assurance.faults.people import SURVEY, Crowd

LOAD_SECONDS = 4.0
STANDBY = "second"


@click.command()
@click.option("--rounds", default=3, show_default=True)
@click.option("--clients", default=8, show_default=True)
def main(rounds: int, clients: int) -> None:
    """Kill the server and promote its standby, each time from the beginning."""
    found = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory(prefix="engage-failover-") as folder:
            found.append(run(Path(folder), clients=clients))
    total = {
        name: sum(one[name] for one in found)
        for name in ("tried", "acknowledged", "stored", "lost", "doubled", "wrong")
    }
    back = {"longest_until_back_seconds": max(one["until_back_seconds"] for one in found)}
    sys.exit(document({"rounds": rounds, **total, **back}, kept=all(one["promise_kept"] for one in found)))


def run(folder: Path, *, clients: int = 8, **how: Any) -> dict[str, Any]:
    """One failover."""
    data = folder / "data"
    data.mkdir()
    ledger = Ledger(folder / "ledger")
    with ExitStack() as stack:
        first = stack.enter_context(clusters.cluster())
        second = stack.enter_context(clusters.cluster(create=False))
        second.follow(first, STANDBY)
        second.start()
        first.ask(f"ALTER SYSTEM SET synchronous_standby_names = '{STANDBY}'")
        first.ask("SELECT pg_reload_conf()")
        instance = stack.enter_context(running(data, _address(first, second), **how))
        with Crowd(instance.port, ledger, clients) as crowd:
            time.sleep(LOAD_SECONDS)
            synchronous = first.ask("SELECT sync_state FROM pg_stat_replication") == [("sync",)]
            first.kill()
            began = time.monotonic()
            second.promote()
            instance.wait(SURVEY)
            back = time.monotonic() - began
            time.sleep(LOAD_SECONDS)
        verdict = instance.read_back(ledger.stood())
    figures = crowd.figures()
    fine = verdict.kept and synchronous and not figures["wrong"] and not figures["receipts_missing"]
    return {**verdict.document(), **figures, "until_back_seconds": round(back, 2), "promise_kept": fine}


def _address(*servers: clusters.Cluster) -> str:
    hosts = "&".join(f"host=127.0.0.1:{server.port}" for server in servers)
    return f"postgresql://{clusters.OWNER}@/engage?{hosts}&target_session_attrs=read-write"


if __name__ == "__main__":
    main()
