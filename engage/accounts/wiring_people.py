"""What people's pages, one's own account and the guide bring into the application."""

from flask import Flask

from engage.accounts import mails_people, own_data
from engage.accounts.views import manage_account, manage_desk, manage_guide, manage_people, manage_person
from engage.mail import kinds
from engage.web import permissions


def install(app: Flask) -> None:
    for blueprint in (manage_people.bp, manage_account.bp, manage_guide.bp):
        app.register_blueprint(blueprint)
    permissions.belongs(app, manage_people.bp.name, manage_person.find_hubs)
    kinds.register(app, *mails_people.KINDS)
    kinds.ask_before_sending(app, own_data.is_quiet)
    manage_desk.install(app)
