"""`engage survey results` and `engage survey export`."""

import secrets
import sys
from pathlib import Path
from typing import Any

import click

from engage.core.console import print_json, refuse
from engage.surveys.commands import database


def conditions(values: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """:raises click.BadParameter: when one is not ITEM=VALUE"""
    found = []
    for value in values:
        item, equals, wanted = value.partition("=")
        if not equals:
            raise click.BadParameter(f"{value!r} is not ITEM=VALUE", param_hint="--where")
        found.append((item.strip(), wanted.strip()))
    return tuple(found)


@click.command()
@click.argument("slug")
@click.option("--where", "where", multiple=True, help="Only responses in which ITEM=VALUE.")
@click.option("--by", help="Split every table by this item.")
@click.option("--json", "as_json", is_flag=True)
def results(slug: str, where: tuple[str, ...], by: str | None, as_json: bool) -> None:
    """Tables of the survey SLUG, as on the results page."""
    from engage.results import service
    from engage.results.domain.as_json import as_json as results_json
    from engage.results.domain.filters import FilterRefusal
    from engage.surveys import fielding

    wanted = conditions(where)
    with database() as session:
        try:
            survey = fielding.find(session, slug)
            found = service.tables(session, survey, where=wanted, by=by)
        except fielding.NoSuchSurvey:
            refuse(f"There is no survey {slug!r}.")
        except fielding.NothingToPublish:
            refuse(f"{slug} has no version.")
        except FilterRefusal as refusal:
            refuse(service.filter_reason(refusal))
    document = results_json(
        found.results, survey=slug, version=found.version, language=found.instrument.source_language
    )
    if as_json:
        print_json(document)
    else:
        _print_tables(document)


def _print_tables(document: dict[str, Any]) -> None:
    click.echo(f"{document['survey']}, version {document['version']}: {document['responses']} responses")
    for item in document["items"]:
        click.echo(f"\n{item['name']} ({item['type']}): {item['base']} answers, {item['missing']} without")
        for row in item["rows"]:
            percent = "" if row.get("percent") is None else f"{row['percent']:6.1f} %"
            click.echo(f"  {str(row['label'])[:60]:60} {row['count']:>7} {percent}")
        if item.get("mean") is not None:
            click.echo(f"  mean {item['mean']:g}, median {item['median']:g}")


@click.command()
@click.argument("slug")
@click.option("--format", "format_", type=click.Choice(["csv", "json"]), required=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="A file; standard output without.")
def export(slug: str, format_: str, out: Path | None) -> None:
    """Write the responses (csv) or the instrument (json) of the survey SLUG."""
    from engage.results import service
    from engage.surveys import fielding

    with database() as session:
        try:
            survey = fielding.find(session, slug)
            pieces = (
                service.response_file(session, survey, salt=secrets.token_bytes(16))
                if format_ == "csv"
                else service.instrument_file(session, survey)
            )
            count = 0
            with out.open("wb") if out else sys.stdout.buffer as stream:
                for piece in pieces:
                    stream.write(piece)
                    count += len(piece)
        except fielding.NoSuchSurvey:
            refuse(f"There is no survey {slug!r}.")
        except fielding.NothingToPublish:
            refuse(f"{slug} has no version.")
    if out:
        click.echo(f"Wrote {count} bytes to {out}.")
