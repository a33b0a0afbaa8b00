"""`engage maturity score`, `model check`, `model import`. Only the last one needs a database."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from engage.core.console import application, print_json, refuse
from engage.core.findings import finding_document
from engage.core.located import MAX_BYTES, Unreadable

if TYPE_CHECKING:
    from engage.maturity.modelling.answers import Scored
    from engage.maturity.modelling.reading import Reading

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def _bytes(file: Path) -> bytes:
    with file.open("rb") as source:
        return source.read(MAX_BYTES + 1)


@click.command()
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True)
def score(file: Path, as_json: bool) -> None:
    """Score the levels and evidence in FILE (JSON), by the model that it names. Nothing is stored."""
    from engage.maturity.modelling import answers

    try:
        scored = answers.score_file(_bytes(file))
    except Unreadable as unreadable:
        refuse(f"{file.name}{f', line {unreadable.line}' if unreadable.line else ''}: {unreadable.reason}.")
    except answers.WrongAnswers as wrong:
        refuse(f"{file.name}: {wrong}.")
    if as_json:
        print_json(answers.document(scored))
        return
    for line in _sentences(scored):
        click.echo(line)


def _sentences(scored: "Scored") -> list[str]:
    model, found = scored.model, scored.score
    lines = [f"{model.title}, version {model.version}."]
    for dimension in model.dimensions:
        each = found.dimensions.get(dimension.id)
        if each is not None:
            figures = "not computed" if each.score is None else f"{each.score:.2f}, level {each.level}"
            capped = " (held down by a core indicator)" if each.core_capped else ""
            lines.append(f"{dimension.id}  {dimension.title}: {figures}{capped}")
    if found.overall_index is not None:
        lines.append(f"Index {found.overall_index:.2f} of 100.")
    lines.append(
        f"Overall level: {_or_not(found.overall_level)}, before gates: {_or_not(found.overall_level_before_gates)}."
    )
    lines += [f"{each.gate.id}: at most {each.gate.overall_at_most}, {each.gate.why}." for each in found.gates]
    lines += [f"{each.id} cannot be checked: {each.indicator} has no level." for each in found.gates_open]
    if found.coverage is not None:
        lines.append(f"Answered: {found.coverage:.0%}.")
    for words, ids in (
        ("Missing", found.missing),
        ("Not applicable", found.not_applicable),
        ("Nobody could judge", found.cannot_judge),
    ):
        if ids:
            lines.append(f"{words}: {', '.join(ids)}.")
    return lines


def _or_not(level: int | None) -> str:
    return "not computed" if level is None else str(level)


@click.group()
def model() -> None:
    """Maturity models."""


@model.command()
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True)
def check(file: Path, as_json: bool) -> None:
    """Read FILE (YAML or JSON) and list what is wrong with it, by line. Nothing is stored."""
    from engage.maturity.modelling.reading import read

    reading = read(_bytes(file), file.name)
    if as_json:
        print_json(_document(reading))
    else:
        _print_findings(reading)
        click.echo(_sentence(file, reading))
    if not reading.ok:
        raise click.exceptions.Exit(1)


@model.command(name="import")
@click.argument("file", type=FILE)
@click.option("--use", is_flag=True, help="New rounds may take it at once; otherwise it is a draft.")
@click.option("--json", "as_json", is_flag=True)
def import_(file: Path, use: bool, as_json: bool) -> None:
    """Read the model in FILE and store it as a version.

    The same file brought in again changes nothing; a version with the same number and other content is refused.
    """
    from engage.maturity.modelling.reading import read

    reading = read(_bytes(file), file.name)
    if not reading.ok:
        if as_json:
            print_json(_document(reading) | {"state": None})
        else:
            _print_findings(reading)
            click.echo(f"Error: {file.name} cannot be taken in; nothing was stored.", err=True)
        raise click.exceptions.Exit(1)
    state = _keep(reading, file.name, use=use)
    if as_json:
        print_json(_document(reading) | {"state": state})
        return
    _print_findings(reading)
    click.echo(f"{file.name} is model {_name(reading)}, {state}.")


def _keep(reading: "Reading", file: str, *, use: bool) -> str:
    from engage.core.actor import Actor
    from engage.core.clock import utcnow
    from engage.core.refusal import Refusal
    from engage.db.engine import writing
    from engage.db.session import db
    from engage.maturity.domain.kinds import ModelState
    from engage.maturity.modelling import keeping
    from engage.privacy import audit

    now = utcnow()
    with application().app_context(), writing():
        session = db.session()
        try:
            version = keeping.keep(session, reading.document, {}, now=now)
            if use and version.state is not ModelState.IN_USE:
                keeping.put_in_use(session, version)
        except Refusal as refusal:
            session.rollback()
            refuse(f"{file}: {REFUSED.get(refusal.code, refusal.code)} Nothing was stored.")
        by = Actor(None, "command line")
        audit.record(session, by, "maturity-model.imported", "maturity_model", version.id, now=now, file=file)
        state = version.state.value
        session.commit()
    return state


REFUSED = {
    "version_says_something_else": "a version with this number is there and says something else; give it a new number.",
    "crosswalk_needed": "a new major version needs a crosswalk from the one before it.",
    "no_such_version": "the version that its crosswalk leads from is not there.",
    "not_an_indicator": "its crosswalk names an indicator that is not there.",
}


def _document(reading: "Reading") -> dict[str, Any]:
    """What `--json` prints of a reading."""
    found = reading.model
    return {
        "ok": reading.ok,
        "id": found.id if found else None,
        "version": found.version if found else None,
        "title": found.title if found else None,
        "dimensions": len(found.dimensions) if found else 0,
        "indicators": sum(1 for _ in found.indicators) if found else 0,
        "core": len(found.core) if found else 0,
        "findings": [finding_document(each) for each in reading.findings],
    }


def _print_findings(reading: "Reading") -> None:
    for each in reading.findings:
        at = f"line {each.where.row}" if each.where.row else ""
        place = f"{at} ({each.where.column})" if each.where.column else at
        click.echo(f"{each.level.value}{f' in {place}' if place else ''}: {each.message} [{each.code}]")


def _name(reading: "Reading") -> str:
    return f"{reading.model.id} {reading.model.version}" if reading.model else ""


def _sentence(file: Path, reading: "Reading") -> str:
    found = reading.model
    if found is None:
        return f"{file.name} cannot be taken in."
    return (
        f"{file.name} can be taken in: {_name(reading)}, {len(found.dimensions)} dimensions, "
        f"{sum(1 for _ in found.indicators)} indicators, {len(found.core)} of them core."
    )
