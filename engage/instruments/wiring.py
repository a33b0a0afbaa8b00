"""What instruments bring into the application."""

from flask import Flask

from engage.accounts import own_data
from engage.instruments import personal_data
from engage.instruments.translating import mails, work
from engage.mail import kinds


def install(app: Flask) -> None:
    """What goes into the registries of lower rooms."""
    personal_data.install(app)
    kinds.register(app, mails.REMINDER)
    own_data.when_leaving(app, work.release)
