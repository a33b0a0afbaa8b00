"""What accounts bring to the desk of the console: people, one's own account, the guide."""

from flask import Flask
from flask_babel import lazy_gettext

from engage.accounts import guide
from engage.accounts.views import manage_guide, manage_hub_contact, manage_person
from engage.web import desk
from engage.web.desk import Group, NavItem
from engage.web.desk.start import Step, step
from engage.web.permissions import Permission


def install(app: Flask) -> None:
    people = Permission.PEOPLE
    desk.nav(app, NavItem(Group.HUB, lazy_gettext("People"), "people.index", people, order=20))
    invite = lazy_gettext("Invite a colleague")
    about = lazy_gettext("A mail with a link: with it they choose a password of their own.")
    step(app, Step(invite, about, "people.invite", people, 40))
    desk.undoable(app, "person.role", people, manage_person.give_back)
    desk.undoable(app, "person.off", people, manage_person.on_again)
    desk.search(app, desk.Search("people", lazy_gettext("People"), manage_person.found, people, order=40))
    desk.account_entry(app, desk.AccountEntry(lazy_gettext("Your account"), "account.index", order=10))
    desk.account_entry(app, desk.AccountEntry(lazy_gettext("First steps"), "guide.page", order=20))
    desk.guide(app, manage_guide.on_the_start_page)
    guide.offer(app, manage_hub_contact.STEP)
