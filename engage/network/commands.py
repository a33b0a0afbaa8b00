"""`engage network report`: figures of a period as a file, protected as for everybody."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from engage.core.console import print_json, refuse
from engage.surveys.commands import database

if TYPE_CHECKING:
    from engage.network.domain.periods import Period
    from engage.network.reporting.board import Board

KINDS = (".pdf", ".csv", ".xlsx")
MONTH = click.DateTime(formats=["%Y-%m"])


@click.command()
@click.option("--since", type=MONTH, required=True, help="The first month: 2026-01.")
@click.option("--until", type=MONTH, required=True, help="The last month: 2026-06.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="A file: .pdf, .csv or .xlsx.")
@click.option("--language", type=click.Choice(["en", "de"]), default="en", help="Of the file.")
@click.option("--json", "as_json", is_flag=True)
def report(since: datetime, until: datetime, out: Path | None, language: str, as_json: bool) -> None:
    """Figures of the network for whole months. Nothing is stored: reports that are kept are made in the console."""
    from engage.network.domain.periods import NoPeriod, Period, last_of

    if out is not None and out.suffix.lower() not in KINDS:
        raise click.BadParameter(f"{out.name} does not end in one of {', '.join(KINDS)}.", param_hint="--out")
    try:
        period = Period(since.date(), last_of(until.date()))
    except NoPeriod:
        refuse("--until is before --since, or more than ten years after it.")
    with database():
        board = _board(period)
        if out is not None:
            out.write_bytes(_file(board, out.suffix.lower().removeprefix("."), language))
        if as_json:
            from engage.network.reporting import freezing

            print_json(freezing.to_json(board))
            return
        for line in _sentences(board, language):
            click.echo(line)
        if out is not None:
            click.echo(f"Wrote {out}.")


def _board(period: "Period") -> "Board":
    from flask import current_app

    from engage.db.session import db
    from engage.network.domain.figures import Choice
    from engage.network.reporting import making

    settings: Any = current_app.config["ENGAGE_SETTINGS"]
    sight = making.Sight(frozenset(), _today(), settings.answer_days, str(current_app.config["SECRET_KEY"]))
    return making.board(db.session(), period, Choice(), sight)


def _today() -> date:
    from engage.core.clock import utcnow

    return utcnow().date()


def _file(board: "Board", kind: str, language: str) -> bytes:
    from engage.network.reporting import files
    from engage.network.reporting.paper_report import About, paper
    from engage.network.reporting.printing import pdf
    from engage.network.reporting.telling import speaking

    with speaking(language) as teller:
        if kind != "pdf":
            return files.made(board, teller, kind)
        title = f"{teller.period(board.since, board.until)}"
        return pdf(paper(board, About(title, 0, board.counted_on), teller))


def _sentences(board: "Board", language: str) -> list[str]:
    from engage.network.reporting.telling import speaking

    with speaking(language) as teller:
        return [
            teller.period(board.since, board.until),
            *(f"{teller.pick(each.title)}: {teller.number(each.total, each.unit)}" for each in board.figures),
        ]
