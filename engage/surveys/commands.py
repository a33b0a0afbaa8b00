"""`engage survey import`, `responses import`, `simulate`."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from engage.core.console import application, print_json, refuse
from engage.instruments.commands import document, languages_option, print_findings

BY_OPERATOR = "Published by an operator at the command line."
"""Kept as the reason why there was no release check."""


@contextmanager
def database() -> Iterator[Session]:
    """A session that may write, in an application of its own. Commits nothing by itself."""
    from engage.db.engine import writing
    from engage.db.session import db

    with application().app_context(), writing():
        yield db.session()


@click.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--slug", help="Its place in addresses; a survey that is there gets a new version.")
@click.option("--hub", "hub_slug", help="The hub that stands behind it; the default hub without.")
@click.option("--publish", is_flag=True, help="Put it in the field at once.")
@click.option("--texts", type=click.Choice(["approved", "reviewed", "draft"]), help="The state of all translations.")
@click.option("--reason", default="", help="With --texts approved: why they need no approval. Kept, and shown.")
@click.option("--gate", type=click.Choice(["approved", "reviewed", "none"]), help="Which translations may be shown.")
@click.option("--language", "named", multiple=True, help="A language the file names without a code: NAME=TAG.")
@click.option("--json", "as_json", is_flag=True)
def import_(
    file: Path,
    slug: str | None,
    hub_slug: str | None,
    publish: bool,
    texts: str | None,
    reason: str,
    gate: str | None,
    named: tuple[str, ...],
    as_json: bool,
) -> None:
    """Read FILE and store it as a survey.

    Translations keep the state the file gives them (a file without states: approved, as already fielded). In a new
    version, what did not change keeps its state, and what was translated from another source is stale;
    --texts sets another. Drafts are shown only with --gate none, and then with a notice.
    """
    from engage.core.clock import utcnow
    from engage.hubs import queries as hubs
    from engage.i18n.gates import TextGate
    from engage.i18n.text import TextState
    from engage.instruments.domain.versions import effect_of
    from engage.instruments.readers.sandbox import read_safely
    from engage.surveys import fielding

    reading = read_safely(file, languages=languages_option(named))
    if not reading.ok:
        if as_json:
            print_json(document(reading) | {"slug": None, "version": None, "published": False})
        else:
            print_findings(reading)
            click.echo(f"Error: {file.name} cannot be taken in; nothing was stored.", err=True)
        raise click.exceptions.Exit(1)
    with database() as session:
        hub = hubs.by_slug(session, hub_slug) if hub_slug else hubs.default(session)
        if hub is None:
            refuse(f"There is no hub {hub_slug!r}.")
        survey = fielding.import_reading(
            session,
            reading,
            hub=hub,
            file=file.name,
            slug=slug,
            gate=TextGate(gate) if gate else TextGate.APPROVED,
            texts=TextState(texts) if texts else None,
            now=utcnow(),
            reason=reason,
            by_name=_who(),
        )
        effect = effect_of(fielding.pending_changes(session, survey))
        version = None
        if publish:
            version = fielding.publish(session, survey, now=utcnow(), without_check=BY_OPERATOR).number
        number = version or fielding.newest_number(session, survey)
        session.commit()
        found = document(reading) | {"slug": survey.slug, "version": number, "published": publish}
        found["change"] = effect.value if effect else None
    if as_json:
        print_json(found)
        return
    print_findings(reading)
    click.echo(f"{file.name} is survey {found['slug']}, version {number}{', published' if publish else ''}.")
    if effect:
        click.echo(f"Against the version in the field the change is {effect.value} (docs/reference/versions).")
    if publish:
        click.echo("Published without a release check.")


def _who() -> str:
    """Whoever is signed in to this machine, as far as it knows."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "command line"


@click.group()
def responses() -> None:
    """Past responses."""


@responses.command(name="import")
@click.argument("slug")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--entries", multiple=True, metavar="LIST=FILE", help="The entries of a list, keyed by _response.")
@click.option("--json", "as_json", is_flag=True)
def import_responses(slug: str, file: Path, entries: tuple[str, ...], as_json: bool) -> None:
    """Add the responses in FILE to the survey SLUG.

    Columns by item name or with LimeSurvey headers, values as codes or labels. Unknown columns are listed and
    skipped, exact dates become days, rejected rows are listed.
    """
    from engage.core.clock import utcnow
    from engage.surveys import fielding, past

    with database() as session:
        try:
            survey = fielding.find(session, slug)
            outcome = past.import_file(session, survey, file, today=utcnow().date(), entries=_entries(entries))
        except fielding.NoSuchSurvey:
            refuse(f"There is no survey {slug!r}.")
        except past.NoSuchList as refusal:
            refuse(f"{slug} has no list {refusal}.")
        except past.NotText as refusal:
            refuse(str(refusal))
        session.commit()
    if as_json:
        print_json(outcome)
        return
    _print_kept_out(outcome)
    if outcome["without_day"]:
        click.echo(f"{outcome['without_day']} responses came without a day; they have today's.")
    for name, of_list in outcome["lists"].items():
        _print_kept_out(of_list)
        click.echo(f"{of_list['entries']} entries of {name} read, {len(of_list['rejected_rows'])} rows rejected.")
    if outcome["without_entries"]:
        click.echo(f"{outcome['without_entries']} responses have another number of entries than their row says.")
    click.echo(
        f"{outcome['imported']} responses imported into {slug}, {len(outcome['rejected_rows'])} rows rejected, "
        f"{len(outcome['skipped_columns'])} columns skipped."
    )


def _entries(given: tuple[str, ...]) -> dict[str, Path]:
    """:raises click.BadParameter: when one is not LIST=FILE, or there is no such file"""
    found = {}
    for each in given:
        name, equals, path = each.partition("=")
        if not equals or not Path(path).is_file():
            raise click.BadParameter(f"{each!r} is not LIST=FILE, or the file is not there", param_hint="--entries")
        found[name.strip()] = Path(path)
    return found


def _print_kept_out(outcome: dict[str, Any]) -> None:
    for column in outcome["skipped_columns"]:
        click.echo(f"skipped column: {column}")
    for column, values in outcome["unmatched"].items():
        for value, count in values.items():
            click.echo(f"value kept out: {column}: {value!r} ({count} times)")
    for row in outcome["rejected_rows"]:
        click.echo(f"rejected row: line {row['line']} ({row['code']})")


@click.command()
@click.argument("slug")
@click.option("--responses", "number", type=click.IntRange(1, 1_000_000))
@click.option("--dry-run", is_flag=True, help="Store nothing: walk every path of the newest version and report.")
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--days", type=click.IntRange(1, 366), default=14, show_default=True)
@click.option("--json", "as_json", is_flag=True)
def simulate(slug: str, number: int | None, dry_run: bool, seed: int, days: int, as_json: bool) -> None:
    """Add synthetic valid responses that walk the real routing of the survey SLUG."""
    from engage.core.clock import utcnow
    from engage.surveys import fielding, simulating

    if dry_run:
        _walk(slug, seed, as_json)
        return
    if number is None:
        raise click.UsageError("Give --responses, or --dry-run to walk every path and store nothing.")
    with database() as session:
        try:
            survey = fielding.find(session, slug)
            stored, left = simulating.fill(
                session, survey, responses=number, seed=seed, days=days, today=utcnow().date(), watch=progress
            )
        except fielding.NoSuchSurvey:
            refuse(f"There is no survey {slug!r}.")
        except fielding.NothingToPublish:
            refuse(f"{slug} has no version to answer.")
        session.commit()
    if as_json:
        print_json({"survey": slug, "responses": stored, "left": left, "seed": seed})
    else:
        click.echo(f"{stored} synthetic responses added to {slug}; {left} more began and stopped (seed {seed}).")


def _walk(slug: str, seed: int, as_json: bool) -> None:
    from time import monotonic

    from engage.core.clock import utcnow
    from engage.surveys import dry_run, fielding

    end = monotonic() + dry_run.SECONDS
    with database() as session:
        try:
            walked = dry_run.walked(
                session, slug, seed=seed, today=utcnow().date(), watch=progress, enough=lambda: monotonic() > end
            )
        except fielding.NoSuchSurvey:
            refuse(f"There is no survey {slug!r}.")
        except fielding.NothingToPublish:
            refuse(f"{slug} has no version to walk.")
    if as_json:
        print_json({"survey": slug, **dry_run.document(walked)})
    else:
        for line in dry_run.lines(walked):
            click.echo(line)


def progress(things: Any, length: int) -> Iterator[Any]:
    """The same things with a progress bar, on a terminal only."""
    import sys

    if not sys.stderr.isatty():
        yield from things
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(things, total=length, console=Console(stderr=True), description="")
