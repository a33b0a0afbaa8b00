"""What was measured, for people to read."""

from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.comparison import MOST_STATEMENTS, MOST_TAIL, PROMISES


def show(found: dict[str, Any]) -> None:
    """Print what `benchmarks.run` found of one database."""
    out = Console()
    out.width = max(out.width, 110)
    table = Table("", "at", "bare /s", "ours /s", "ratio", "min, max", "promised", "p50 ms", "p99 ms", "CPU ms")
    for one in found["compared"]:
        bare, ours = one["bare"], one["ours"]
        table.add_row(
            *(one["name"], str(one["connections"]), f"{bare['per_second']:.0f}", f"{ours['per_second']:.0f}"),
            *(f"{one['ratio']:.2f}", f"{min(one['ratios']):.2f}, {max(one['ratios']):.2f}", _promised(one)),
            *(f"{bare['p50_ms']:.0f}, {ours['p50_ms']:.0f}", f"{bare['p99_ms']:.0f}, {ours['p99_ms']:.0f}"),
            f"{bare['cpu_ms']:.2f}, {ours['cpu_ms']:.2f}",
        )
    out.print(found["database"], table)
    walked = found["journeys"]
    promised = f"promised {PROMISES['journey']} {_kept(walked['kept'])}"
    out.print(
        f"journeys a second ({walked['requests']} requests): {walked['per_second']}, as many requests of the bare "
        f"stack {walked['bare_per_second']}: {walked['ratio']:.2f}, {promised}; short ones {walked['short_per_second']}"
    )
    out.print(f"p99 of a submit at 16: {found['submit_p99_to_p50']} times p50, at most {MOST_TAIL:.0f} promised")
    out.print(f"SQL statements a page, at most {MOST_STATEMENTS}: {found['most_statements']}")
    for page, number, around in found["statements"]:
        out.print(f"  {page}: {number}, and {around} to begin and end")
    for name, unit in (("start_seconds", "s"), ("memory_mb", "MB")):
        out.print(f"{name.split('_')[0]}: bare {found[name]['bare']:.1f} {unit}, ours {found[name]['ours']:.1f} {unit}")
    out.print(f"first page after the start: {found['first_page_ms']:.0f} ms, then {found['second_page_ms']:.1f} ms")


def _promised(one: dict[str, Any]) -> str:
    return "" if one["promised"] is None else f"{one['promised']} {_kept(one['kept'])}"


def _kept(kept: bool) -> str:
    return "kept" if kept else "NOT KEPT"
