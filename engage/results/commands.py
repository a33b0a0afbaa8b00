"""`engage survey results` and `engage survey export`."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from engage.core.console import print_json, refuse
from engage.core.findings import Finding
from engage.surveys.commands import database

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from engage.results.exports.source import Source
    from engage.results.models import Weighting
    from engage.surveys.models import Survey

FORMATS = ("csv", "xlsx", "sav", "parquet", "ddi", "xlsform", "json")


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
@click.option("--weights", "weights", help="Weighted tables beside the others, by the weights of this name.")
@click.option("--public", is_flag=True, help="The protected tables of the current published edition.")
@click.option("--json", "as_json", is_flag=True)
def results(
    slug: str, where: tuple[str, ...], by: str | None, weights: str | None, public: bool, as_json: bool
) -> None:
    """Tables of the survey SLUG, as on the results page."""
    from engage.results import service
    from engage.results.domain.filters import FilterRefusal
    from engage.surveys import fielding

    wanted = conditions(where)
    if public and (wanted or by or weights):
        raise click.UsageError("--public shows what is published: it takes no --where, --by or --weights.")
    with database() as session:
        try:
            survey = fielding.find(session, slug)
            if public:
                document = _published(session, survey)
            else:
                if not service.enough(session, survey):
                    refuse(_too_few(slug, survey.shown_from))
                document = _tables(session, survey, wanted, by, weights)
        except fielding.NoSuchSurvey:
            refuse(f"There is no survey {slug!r}.")
        except fielding.NothingToPublish:
            refuse(f"{slug} has no version.")
        except FilterRefusal as refusal:
            refuse(service.filter_reason(refusal))
    if as_json:
        print_json(document)
    else:
        _print_tables(document)


def _tables(
    session: "Session", survey: "Survey", where: tuple[tuple[str, str], ...], by: str | None, weights: str | None
) -> dict[str, Any]:
    from engage.results import service
    from engage.results.domain.as_json import as_json

    weighting = _weighting(session, survey, weights) if weights else None
    found = service.tables(session, survey, where=where, by=by, weighting=weighting)
    return as_json(found.results, survey=survey.slug, version=found.version, language=found.instrument.source_language)


def _weighting(session: "Session", survey: "Survey", name: str) -> "Weighting":
    from engage.results.exports.source import calculated

    found = calculated(session, survey.id, name)
    if not found:
        known = ", ".join(each.name for each in calculated(session, survey.id)) or "none"
        refuse(f"{survey.slug} has no calculated weights {name!r}. Known: {known}.")
    return found[0]


def _too_few(slug: str, number: int) -> str:
    return f"Results of {slug} are shown from {number} answers on, so that nobody gives themselves away."


def _published(session: "Session", survey: "Survey") -> dict[str, Any]:
    """Tables of the edition that holds."""
    from engage.results import published
    from engage.results.public_json import public_json
    from engage.results.publishing import figures

    issues = published.issues(session, survey.slug)
    issue = issues.newest if issues else None
    if issue is None:
        refuse(f"Nothing of {survey.slug} is published.")
    document, _ = published.document(session, issue.id)
    return public_json(figures.read(document), edition=issue.number)


def _print_tables(document: dict[str, Any]) -> None:
    which = f"edition {document['edition']}" if "edition" in document else f"version {document['version']}"
    click.echo(f"{document['survey']}, {which}: {_number(document['responses'])} responses")
    for item in document["items"]:
        missing = "" if item["missing"] is None else f", {item['missing']} without"
        click.echo(f"\n{item['name']} ({item['type']}): {_number(item['base'])} answers{missing}")
        beside = {row["code"]: row["percent"] for row in (item["weighted"] or {"rows": []})["rows"]}
        for row in item["rows"]:
            percent = "" if row["percent"] is None else f"{row['percent']:6.1f} %"
            weighted = "" if beside.get(row["code"]) is None else f"  weighted {beside[row['code']]:6.1f} %"
            click.echo(f"  {str(row['label'])[:60]:60} {_number(row['count']):>7} {percent}{weighted}")
        if item["mean"] is not None:
            click.echo(f"  mean {item['mean']:g}, median {item['median']:g}")


def _number(count: int | None) -> str:
    """A count; of published figures some are not shown."""
    return "hidden" if count is None else str(count)


@click.command()
@click.argument("slug")
@click.option("--format", "format_", type=click.Choice(FORMATS), required=True)
@click.option(
    "--responses", is_flag=True, help="json: the responses, entries of lists nested, in place of the instrument."
)
@click.option("--language", help="Of labels; the first language of the survey without.")
@click.option("--labels", is_flag=True, help="csv, xlsx: labels in place of codes.")
@click.option("--weights", "weights", help="Only the weights of this name; all that were calculated without.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="A file; standard output without.")
def export(
    slug: str,
    format_: str,
    responses: bool,
    language: str | None,
    labels: bool,
    weights: str | None,
    out: Path | None,
) -> None:
    """Write the responses (csv, xlsx, sav, parquet), what they mean (ddi) or the instrument (json, xlsform) of SLUG.

    An XLSForm is an .xlsx file; what it does not say of the instrument is listed.
    What is asked in a list of entries goes into a file of its own beside --out: `out-list.csv`, keyed by `_response`.
    """
    from engage.results import service
    from engage.surveys import fielding

    instrument = format_ == "xlsform" or (format_ == "json" and not responses)
    if out is None and format_ in ("xlsx", "sav", "parquet") and sys.stdout.isatty():
        raise click.UsageError(f"--format {format_} needs --out, or standard output that is no terminal.")
    with database() as session:
        try:
            survey = fielding.find(session, slug)
            if instrument:
                _write_instrument(session, survey, format_, out)
                return
            if format_ != "ddi" and not service.enough(session, survey):
                refuse(_too_few(slug, survey.shown_from))
            with _source(session, survey, language, weights) as (source, tag):
                _write_responses(session, survey, source, format_, tag, labels, out)
        except fielding.NoSuchSurvey:
            refuse(f"There is no survey {slug!r}.")
        except fielding.NothingToPublish:
            refuse(f"{slug} has no version.")


def _write_instrument(session: "Session", survey: "Survey", format_: str, out: Path | None) -> None:
    from engage.results import service

    lost: tuple[Finding, ...] = ()
    if format_ == "xlsform":
        written = service.instrument_as_xlsform(session, survey)
        data, lost = written.data, written.findings
    else:
        data = b"".join(service.instrument_file(session, survey))
    if out:
        out.write_bytes(data)
        click.echo(f"Wrote {len(data)} bytes to {out}.")
    else:
        sys.stdout.buffer.write(data)
    for finding in lost:
        click.echo(f"Not said in the file: {finding.message}", err=True)


@contextmanager
def _source(
    session: "Session", survey: "Survey", language: str | None, weights: str | None
) -> Iterator[tuple["Source", str]]:
    from engage.results.exports import source

    weightings = [_weighting(session, survey, weights)] if weights else source.calculated(session, survey.id)
    found = source.opened(session, survey, weightings=weightings)
    tag = language or found.instrument.source_language
    if tag not in found.instrument.languages:
        refuse(f"{survey.slug} has no texts in {tag!r}. Known: {', '.join(found.instrument.languages)}.")
    yield found, tag


def _write_responses(
    session: "Session", survey: "Survey", source: "Source", format_: str, language: str, labels: bool, out: Path | None
) -> None:
    from engage.core.clock import utcnow
    from engage.core.refusal import Refusal
    from engage.results import exporting
    from engage.results.exports import making

    choice = making.Choice(making.Format(format_), language, labels)
    lists = tuple(source.fields.lists) if making.in_lists(choice.format, source) else ()
    paths = {name: _beside(out, name) for name in ("", *lists)} if out else {}
    written: dict[Path, int] = {}
    with ExitStack() as opened, TemporaryDirectory() as folder:
        told = opened.enter_context(_progress(source.total))
        if choice.format is making.Format.DDI:
            describing = exporting.describing(session, survey, language, _base_url(), utcnow())
            found: Iterator[tuple[str, bytes]] = iter([("", describing(source))])
        else:
            found = making.pieces(choice, source, Path(folder), made=utcnow(), told=told)
        files = {name: opened.enter_context(path.open("wb")) for name, path in paths.items()}
        try:
            for name, piece in found:
                if out:
                    files[name].write(piece)
                    written[paths[name]] = written.get(paths[name], 0) + len(piece)
                elif not name:
                    sys.stdout.buffer.write(piece)
        except Refusal:
            refuse("There are more responses than a sheet of a workbook has rows. Take csv or parquet.")
    for path, count in written.items():
        click.echo(f"Wrote {count} bytes to {path}.")
    if lists and not out:
        click.echo(f"Left out: {', '.join(lists)}. Entries of lists need --out.", err=True)


def _base_url() -> str:
    from flask import current_app

    return str(current_app.config["ENGAGE_BASE_URL"])


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], None] | None]:
    """A bar on a terminal, on standard error."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=total)
        yield lambda done: bar.update(task, completed=done)


def _beside(out: Path, name: str) -> Path:
    """The file of a list beside the first."""
    return out.with_name(f"{out.stem}-{name.replace('/', '-')}{out.suffix}") if name else out
