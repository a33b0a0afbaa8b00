"""`make assurance PART=…`: runs the steps of a part that are not done yet, and keeps their figures.

Stopped in the middle, the next run goes on with the step it was in. `--again` starts a part anew.
"""

import json
import os
import platform
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from assurance.step import Step
from assurance.steps import PARTS, STEPS

FIGURES = Path(__file__).parent / "figures"
DONE = Path(os.environ.get("ENGAGE_ASSURANCE_STATE", "instance/assurance"))
out = Console(stderr=True)


@click.command()
@click.argument("part", type=click.Choice(PARTS))
@click.option("--again", is_flag=True, help="From the first step, also what is done.")
@click.option("--only", "names", multiple=True, help="Only the step of this name (may be repeated).")
def main(part: str, again: bool, names: tuple[str, ...]) -> None:
    """The long proof of PART."""
    chosen = [step for step in STEPS[part] if not names or step.name in names]
    if missing := set(names) - {step.name for step in chosen}:
        raise click.UsageError(f"No step of {part} is called {', '.join(sorted(missing))}.")
    kept = True
    for number, step in enumerate(chosen, 1):
        mark = DONE / part / step.name
        if again or names:
            mark.unlink(missing_ok=True)
        if mark.exists():
            out.print(f"[{number}/{len(chosen)}] {step.name}: done before")
            continue
        out.print(f"[{number}/{len(chosen)}] {step.name}: {step.what}")
        if _taken(step):
            mark.parent.mkdir(parents=True, exist_ok=True)
            mark.touch()
        else:
            kept = False
            out.print(f"{step.name}: NOT KEPT")
    sys.exit(0 if kept else 1)


def _taken(step: Step) -> bool:
    """Whether it kept what it promises; its figures are kept either way, unless it printed none."""
    began = time.monotonic()
    ran = subprocess.run(step.command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, check=False)
    figures = _document(ran.stdout)
    if figures is None:
        out.print(ran.stdout[-2000:])
        return False
    kept = bool(figures.pop("kept", ran.returncode == 0)) and ran.returncode == 0
    FIGURES.mkdir(exist_ok=True)
    written = {
        "command": f"make assurance PART={_part(step)}",
        "step": step.name,
        "on": datetime.now(UTC).date().isoformat(),
        "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}",
        "seconds": round(time.monotonic() - began),
        "kept": kept,
        "figures": figures,
    }
    file = FIGURES / f"{step.name}.json"
    file.write_text(json.dumps(written, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return kept


def _document(printed: str) -> dict[str, Any] | None:
    lines = printed.strip().splitlines()
    try:
        found = json.loads(lines[-1]) if lines else None
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _part(step: Step) -> str:
    return next(part for part, steps in STEPS.items() if step in steps)


if __name__ == "__main__":
    main()
