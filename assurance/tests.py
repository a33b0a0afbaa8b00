"""Tests as a step of the long proof: with more runs, examples and languages than `make test` has time for."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import click

PATIENCE_SECONDS = 3600


@click.command()
@click.option("--races", help="How often each race is run.")
@click.option("--examples", help="How many examples of a history are tried.")
@click.option("--languages", help="`all`: every language of every input.")
@click.option("--payloads", help="`all`: every role, route, field, payload and parameter.")
@click.argument("paths", nargs=-1, required=True)
def main(paths: tuple[str, ...], **more: str | None) -> None:
    """Run the tests of PATHS and print what came of it."""
    found = run(paths, {f"ENGAGE_TEST_{name.upper()}": value for name, value in more.items() if value})
    print(json.dumps(found))
    sys.exit(0 if found["kept"] else 1)


def run(paths: tuple[str, ...], environment: dict[str, str]) -> dict[str, Any]:
    """The tests of these paths, by outcome; what pytest says goes to standard error."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", *paths, "-q", "--timeout", str(PATIENCE_SECONDS)]
        ran = subprocess.run(
            [*command, f"--junit-xml={report}"],
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            check=False,
        )
        counted = _counted(report) if report.exists() else {"passed": 0, "failed": 1, "skipped": 0}
    return counted | {"kept": ran.returncode == 0 and counted["passed"] > 0}


def _counted(report: Path) -> dict[str, int]:
    suite = ElementTree.parse(report).getroot().find("testsuite")  # our own file
    assert suite is not None
    number = {name: int(suite.get(name, "0")) for name in ("tests", "failures", "errors", "skipped")}
    failed = number["failures"] + number["errors"]
    return {"passed": number["tests"] - failed - number["skipped"], "failed": failed, "skipped": number["skipped"]}


if __name__ == "__main__":
    main()
