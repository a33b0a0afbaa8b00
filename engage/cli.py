"""The `engage` command: gathers the rooms' commands.

Nothing of the web is imported until a command needs it: checking a file or evaluating an expression has no
database and starts fast.
"""

import importlib
import os
import sys
from typing import Any

import click

from engage.core.console import provide_application
from engage.core.refusal import Refusal

GROUPS: dict[str, tuple[str, str]] = {
    "backup": ("engage.portal.commands_backup:backup", "Write the whole instance to a file, while it runs."),
    "db": ("engage.db.commands:group", "Migrations: upgrade, downgrade, current."),
    "demo": ("engage.demo.commands:group", "The demonstration."),
    "event": ("engage.cli:event", "Dialogues and events."),
    "doctor": ("engage.portal.commands:doctor", "Check settings, database, migrations, mail, clock, disk."),
    "restore": ("engage.portal.commands_backup:restore", "Fill an empty instance from a backup."),
    "hub": ("engage.cli:hub", "Hubs: import, archive, adopt."),
    "mail": ("engage.mail.commands:group", "Mails: what came back, and trying the mail server."),
    "maturity": ("engage.cli:maturity", "Maturity models and their scores."),
    "network": ("engage.cli:network", "Figures of the network."),
    "privacy": ("engage.privacy.commands:group", "Personal data: access, erasure, retention."),
    "routes": ("engage.portal.commands:routes", "Every rule with its methods and permission label."),
    "serve": ("engage.portal.commands:serve", "Serve the product."),
    "survey": ("engage.cli:survey", "Instruments and surveys."),
    "user": ("engage.accounts.commands:group", "People who run the platform."),
    "worker": ("engage.jobs.commands:worker", "Run jobs."),
}

EVENT: dict[str, tuple[str, str]] = {
    "export": ("engage.events.commands:export", "Write who registered, or the calendar file, to a file."),
    "import": ("engage.events.commands:import_", "Read an event and store it."),
    "select": ("engage.events.commands:select_", "Draw a panel among those who applied."),
}

HUB: dict[str, tuple[str, str]] = {
    "adopt": ("engage.handover.commands:adopt", "Take a hub in from an archive."),
    "archive": ("engage.handover.commands:archive", "Write everything of a hub to a file."),
    "import": ("engage.hubs.commands:import_", "Add or change hubs from a file."),
}

MATURITY: dict[str, tuple[str, str]] = {
    "model": ("engage.maturity.commands:model", "Check a maturity model, or store it."),
    "score": ("engage.maturity.commands:score", "Score levels and evidence without a database."),
}

NETWORK: dict[str, tuple[str, str]] = {
    "report": ("engage.network.commands:report", "Figures of a period, as a file."),
}

SURVEY: dict[str, tuple[str, str]] = {
    "check": ("engage.instruments.commands:check", "Read an instrument and list what is wrong with it."),
    "evaluate": ("engage.instruments.commands:evaluate", "The value and type of an expression."),
    "export": ("engage.results.commands:export", "Write responses or the instrument to a file."),
    "import": ("engage.surveys.commands:import_", "Read an instrument and store it."),
    "responses": ("engage.surveys.commands:responses", "Past responses."),
    "results": ("engage.results.commands:results", "Tables, as on the results page."),
    "simulate": ("engage.surveys.commands:simulate", "Fill a survey with synthetic responses."),
}


class Lazy(click.Group):
    """A group whose commands are imported when they are called; their help lines are known before."""

    def __init__(self, table: dict[str, tuple[str, str]], **options: Any) -> None:
        super().__init__(**options)
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return sorted(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in self.table:
            return None
        module, _, attribute = self.table[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in sorted(self.table.items())])


@click.group(cls=Lazy, table=GROUPS)
@click.version_option(package_name="engage")
def cli() -> None:
    """Engage: surveys, dialogues and maturity self-assessment for National Cancer Mission Hubs."""


@click.group(cls=Lazy, table=SURVEY)
def survey() -> None:
    """Instruments and surveys."""


@click.group(cls=Lazy, table=EVENT)
def event() -> None:
    """Dialogues and events."""


@click.group(cls=Lazy, table=HUB)
def hub() -> None:
    """Hubs."""


@click.group(cls=Lazy, table=MATURITY)
def maturity() -> None:
    """Maturity models and their scores."""


@click.group(cls=Lazy, table=NETWORK)
def network() -> None:
    """Figures of the network."""


def _application() -> Any:
    from engage.app import create_app

    return create_app()


def main() -> None:
    """Exit 0 on success, 1 on a refusal with the reason on standard error, 2 on wrong usage."""
    provide_application(_application)
    try:
        code = cli(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except Refusal as refusal:
        click.echo(f"Error: {str(refusal) or refusal.code}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        os._exit(0)
    else:
        sys.exit(code if isinstance(code, int) else 0)
