"""What commands share: saying no, and printing for machines."""

import json
import sys
from collections.abc import Callable
from typing import Any, NoReturn

import click


def refuse(reason: str) -> NoReturn:
    """The reason on standard error, exit 1."""
    click.echo(f"Error: {reason}", err=True)
    raise click.exceptions.Exit(1)


def print_json(value: Any) -> None:
    """One JSON document on standard output."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


_factory: list[Callable[[], Any]] = []


def provide_application(factory: Callable[[], Any]) -> None:
    """The command line says how an application is made; rooms below it must not know."""
    _factory[:] = [factory]


def application() -> Any:
    """A Flask application, made now."""
    return _factory[0]()
