"""What people's pages, one's own account and the guide bring into the application."""

from flask import Flask
from flask_babel import lazy_gettext

from engage.accounts import mails_people, own_data
from engage.accounts.views import manage_account, manage_guide, manage_people, manage_person
from engage.mail import kinds
from engage.web import desk, permissions
from engage.web.permissions import Permission


def install(app: Flask) -> None:
    for blueprint in (manage_people.bp, manage_account.bp, manage_guide.bp):
        app.register_blueprint(blueprint)
    permissions.belongs(app, manage_people.bp.name, manage_person.find_hubs)
    kinds.register(app, *mails_people.KINDS)
    kinds.ask_before_sending(app, own_data.is_quiet)
    desk.nav(
        app,
        desk.NavItem(desk.Group.HUB, lazy_gettext("People"), "people.index", Permission.PEOPLE, order=20),
    )
    desk.undoable(app, "person.role", Permission.PEOPLE, manage_person.give_back)
    desk.undoable(app, "person.off", Permission.PEOPLE, manage_person.on_again)
    desk.search(
        app,
        desk.Search("people", lazy_gettext("People"), manage_person.found, Permission.PEOPLE, order=40),
    )
    desk.account_entry(app, desk.AccountEntry(lazy_gettext("Your account"), "account.index", order=10))
    desk.account_entry(app, desk.AccountEntry(lazy_gettext("First steps"), "guide.page", order=20))
    desk.guide(app, manage_guide.on_the_start_page)
