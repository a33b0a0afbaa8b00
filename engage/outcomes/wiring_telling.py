"""What telling those who asked brings in."""

from flask import Flask

from engage.mail import kinds
from engage.outcomes import mails


def install(app: Flask) -> None:
    """The mail that they get."""
    kinds.register(app, *mails.kinds())
