"""`engage survey check` and `engage survey evaluate`: no database, no web."""

import json
import math
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from engage.core.console import print_json, refuse
from engage.core.findings import Level, finding_document
from engage.instruments.readers.reading import Reading

LEVELS = {Level.ERROR: "red", Level.WARNING: "yellow", Level.NOTE: "cyan"}


def languages_option(values: tuple[str, ...]) -> dict[str, str]:
    """`NAME=TAG` pairs.

    :raises click.BadParameter: when one is not such a pair, or the tag is not well-formed
    """
    from engage.i18n.locales import is_well_formed

    found = {}
    for value in values:
        name, equals, tag = value.partition("=")
        if not equals or not is_well_formed(tag.strip()):
            raise click.BadParameter(f"{value!r} is not NAME=TAG, for example 'Norwegian=nb'", param_hint="--language")
        found[name.strip()] = tag.strip()
    return found


def document(reading: Reading) -> dict[str, Any]:
    """What `--json` prints of a reading."""
    instrument = reading.instrument
    title = {tag: text.text for tag, text in instrument.title} if instrument else {}
    return {
        "ok": reading.ok,
        "title": title,
        "languages": list(instrument.languages) if instrument else [],
        "sections": len(instrument.sections) if instrument else 0,
        "items": sum(1 for _ in instrument.items) if instrument else 0,
        "findings": [finding_document(finding) for finding in reading.findings],
    }


def print_findings(reading: Reading) -> None:
    for finding in reading.findings:
        level = click.style(finding.level.value, fg=LEVELS[finding.level])
        where = f"{finding.where}: " if str(finding.where) else ""
        click.echo(f"{level}: {where}{finding.message} [{finding.code}]")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--language", "named", multiple=True, help="A language the file names without a code: NAME=TAG.")
@click.option("--json", "as_json", is_flag=True)
def check(file: Path, named: tuple[str, ...], as_json: bool) -> None:
    """Read FILE and list what is wrong with it, with sheet, row and column. Nothing is stored."""
    from engage.instruments.readers.sandbox import read_safely

    reading = read_safely(file, languages=languages_option(named))
    if as_json:
        print_json(document(reading))
    else:
        print_findings(reading)
        click.echo(_sentence(file, reading))
    if not reading.ok:
        raise click.exceptions.Exit(1)


def _sentence(file: Path, reading: Reading) -> str:
    errors = sum(finding.level is Level.ERROR for finding in reading.findings)
    if reading.instrument is None or errors:
        return f"{file.name} cannot be taken in: {errors} error{'s' if errors != 1 else ''}."
    instrument = reading.instrument
    items = sum(1 for _ in instrument.items)
    return (
        f"{file.name} can be taken in: {len(instrument.sections)} sections, {items} items, "
        f"languages {', '.join(instrument.languages)}; {len(reading.findings)} findings."
    )


@click.command()
@click.argument("expression")
@click.option("--dialect", type=click.Choice(["xform", "limesurvey"]), default="xform", show_default=True)
@click.option(
    "--answers",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A JSON object of answers; a list of objects is a list of entries.",
)
@click.option("--json", "as_json", is_flag=True)
def evaluate(expression: str, dialect: str, answers: Path | None, as_json: bool) -> None:
    """The value and type of EXPRESSION, for authors who wonder why an item is hidden."""
    from engage.instruments.expressions.errors import ExpressionError

    given = _answers(answers)
    try:
        value, kind = _evaluated(expression, dialect, given)
    except ExpressionError as error:
        if as_json:
            print_json({"value": None, "type": None, "error": str(error)})
            raise click.exceptions.Exit(1) from None
        refuse(str(error))
    if as_json:
        print_json({"value": value, "type": kind, "error": None})
    else:
        click.echo(f"{value} ({kind})")


def _answers(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        loaded = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        refuse(f"{path.name} is not JSON: {error}")
    if not isinstance(loaded, dict):
        refuse(f"{path.name} is not a JSON object of answers by item name.")
    return loaded


def _evaluated(expression: str, dialect: str, written: dict[str, Any]) -> tuple[Any, str]:
    from engage.instruments.expressions.evaluator import Scope, compile_expression, kind_of
    from engage.instruments.expressions.given import Given
    from engage.instruments.expressions.limesurvey import translate

    if dialect == "limesurvey":
        expression = translate(expression, variables=lambda name: f"${{{name.removesuffix('.NAOK')}}}")
    given = Given.of(written)
    scope = Scope(answers=given.answers, now=datetime.now(UTC), lists=given)
    value = compile_expression(expression, repeated=given.repeated).value(scope)
    kind = kind_of(value)
    if isinstance(value, float) and not math.isfinite(value):
        return ("NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"), kind
    if isinstance(value, tuple):
        return list(value), kind
    return (value if isinstance(value, bool | float | str) else str(value)), kind
