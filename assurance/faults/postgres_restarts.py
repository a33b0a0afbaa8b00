"""PostgreSQL restarted without warning while people answer. `python -m assurance.faults.postgres_restarts --help`

Meanwhile pages are asked for: while the database is away they say 503 with Retry-After in the visitor's language, or
are served; never 500. Files and `/healthz` are served throughout, `/readyz` says that nothing is ready. Server and
worker go on by themselves afterwards.
"""

import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from assurance.faults import clusters
from assurance.faults.instance import Instance, document, running
from assurance.faults.ledger import Ledger
from assurance.faults.people import EVENT, SURVEY, Crowd
from engage.web.kit import asset

BETWEEN_SECONDS, AWAY_SECONDS = 1.5, 1.0
PROMISED_SECONDS = 5.0
"""From the moment at which PostgreSQL takes connections again to the first page."""
ALWAYS = ("/healthz", asset("public.css"))
PAGES = {
    SURVEY: "en",
    f"{EVENT}/register": "en",
    "/pl": "pl",
    "/fr/events": "fr",
    "/console/sign-in": "",
    "/readyz": "",
}


@click.command()
@click.option("--restarts", default=20, show_default=True)
@click.option("--clients", default=8, show_default=True)
def main(restarts: int, clients: int) -> None:
    """Restart it again and again, and count what is there."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="engage-restarts-")))
        found = run(folder, stack.enter_context(clusters.cluster()), restarts=restarts, clients=clients)
    sys.exit(document(found, kept=found.pop("promise_kept")))


def run(folder: Path, cluster: clusters.Cluster, *, restarts: int, clients: int = 8, **how: Any) -> dict[str, Any]:
    """Figures of so many restarts; `how` the instance runs."""
    data = folder / "data"
    data.mkdir()
    ledger, back = Ledger(folder / "ledger"), []
    with running(data, cluster.url, **how) as instance:
        with Crowd(instance.port, ledger, clients) as crowd, Onlooker(instance) as onlooker:
            for _ in range(restarts):
                time.sleep(BETWEEN_SECONDS)
                cluster.stop("immediate")
                time.sleep(AWAY_SECONDS)
                cluster.start()
                began = time.monotonic()
                instance.wait(SURVEY)
                back.append(time.monotonic() - began)
            time.sleep(BETWEEN_SECONDS)
            went_on = instance.runs and crowd.at_work
        verdict = instance.read_back(ledger.stood())
    figures = crowd.figures()
    fine = verdict.kept and went_on and not figures["wrong"] and not onlooker.wrong and not figures["receipts_missing"]
    return {
        "restarts": len(back),
        "clients": clients,
        **verdict.document(),
        "longest_until_back_seconds": round(max(back), 2),
        "pages_asked_meanwhile": dict(sorted(onlooker.statuses.items())),
        "pages_wrong": onlooker.wrong[:3],
        **figures,
        "promise_kept": fine and max(back) <= PROMISED_SECONDS,
    }


class Onlooker(threading.Thread):
    """Asks for pages all the time, as a visitor of each language."""

    def __init__(self, instance: Instance) -> None:
        super().__init__(daemon=True)
        self.instance, self.over = instance, threading.Event()
        self.statuses: Counter[int] = Counter()
        self.wrong: list[str] = []

    def __enter__(self) -> "Onlooker":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.join(60)

    def run(self) -> None:
        while not self.over.wait(0.05):
            for path in (*ALWAYS, *PAGES):
                self._look(path)

    def _look(self, path: str) -> None:
        try:
            with urllib.request.urlopen(f"{self.instance.address}{path}", timeout=30) as answer:
                answer.read()
                self.statuses[answer.status] += 1
        except urllib.error.HTTPError as error:
            with error:
                self.statuses[error.code] += 1
                self._judge(path, error.code, error.read().decode(), error.headers.get("Retry-After") or "")
        except OSError as error:
            self.wrong.append(f"{path}: {error}")

    def _judge(self, path: str, status: int, body: str, retry_after: str) -> None:
        """Whether somebody is told in their language that it is not now, and when to come again."""
        kind = path == "/readyz" or (bool(retry_after) and "<h1" in body and f'<html lang="{PAGES.get(path)}' in body)
        if status != 503 or not kind or path in ALWAYS:
            self.wrong.append(f"{path}: {status}")


if __name__ == "__main__":
    main()
