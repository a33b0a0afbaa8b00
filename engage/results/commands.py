"""`engage survey results` and `engage survey export`."""

import secrets
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from engage.core.console import print_json, refuse
from engage.core.findings import Finding
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
@click.option("--format", "format_", type=click.Choice(["csv", "json", "xlsform"]), required=True)
@click.option(
    "--responses", is_flag=True, help="json: the responses, entries of lists nested, in place of the instrument."
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="A file; standard output without.")
def export(slug: str, format_: str, responses: bool, out: Path | None) -> None:
    """Write the responses (csv) or the instrument (json, xlsform) of the survey SLUG.

    An XLSForm is an .xlsx file; what it does not say of the instrument is listed.
    What is asked in a list of entries goes into a file of its own beside --out: `out-list.csv`, keyed by `_response`.
    """
    from engage.results import service
    from engage.surveys import fielding

    salt = secrets.token_bytes(16)
    written: dict[Path, int] = {}
    lost: tuple[Finding, ...] = ()
    with database() as session, ExitStack() as open_files:
        try:
            survey = fielding.find(session, slug)
            lists = service.list_names(session, survey) if format_ == "csv" else ()
            if format_ == "csv":
                pieces = service.response_files(session, survey, salt=salt)
            elif format_ == "xlsform":
                written_form = service.instrument_as_xlsform(session, survey)
                lost = written_form.findings
                pieces = iter([("", written_form.data)])
            elif responses:
                pieces = (("", piece) for piece in service.responses_json(session, survey, salt=salt))
            else:
                pieces = (("", piece) for piece in service.instrument_file(session, survey))
            paths = {name: _beside(out, name) for name in ("", *lists)} if out else {}
            files = {name: open_files.enter_context(path.open("wb")) for name, path in paths.items()}
            for name, piece in pieces:
                if out:
                    files[name].write(piece)
                    written[paths[name]] = written.get(paths[name], 0) + len(piece)
                elif not name:
                    sys.stdout.buffer.write(piece)
        except fielding.NoSuchSurvey:
            refuse(f"There is no survey {slug!r}.")
        except fielding.NothingToPublish:
            refuse(f"{slug} has no version.")
    for path, count in written.items():
        click.echo(f"Wrote {count} bytes to {path}.")
    for finding in lost:
        click.echo(f"Not said in the file: {finding.message}", err=True)
    if lists and not out:
        click.echo(f"Left out: {', '.join(lists)}. Entries of lists need --out.", err=True)


def _beside(out: Path, name: str) -> Path:
    """The file of a list beside the first."""
    return out.with_name(f"{out.stem}-{name.replace('/', '-')}{out.suffix}") if name else out
