"""Forms of people and of one's own account."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField, SelectMultipleField, StringField
from wtforms.validators import AnyOf, DataRequired, Email, Length, Regexp

from engage.accounts.own_data import Profile
from engage.accounts.people import Given, Invitation
from engage.accounts.roles import FOR_A_HUB, FOR_THE_NETWORK, RoleName
from engage.core import zones
from engage.i18n.locales import PUBLIC_LANGUAGES

LONGEST_NAME, LONGEST_ADDRESS = 100, 254
NETWORK = "network"
"""Stands in the choice of hubs for the whole network."""
_TOO_LONG = _l("This is too long. Use at most %(max)d characters.")
_PLAIN = Regexp(r"^[^\x00-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069<>]*$", message=_l("Use letters and spaces."))
_ADDRESS = [
    DataRequired(_l("Enter a mail address.")),
    Email(_l("Enter a mail address, for example kari@example.org.")),
    Length(max=LONGEST_ADDRESS, message=_TOO_LONG),
]


def _stripped(value: str | None) -> str:
    return (value or "").strip()


def roles_for(hub: str) -> tuple[RoleName, ...]:
    """What may be given for a hub, or for the network."""
    return FOR_THE_NETWORK if hub == NETWORK else FOR_A_HUB


class RoleForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """One role for a hub, or for the network: which there are to choose among, the view says (`offer`)."""

    hub = StringField(_l("Hub"), [DataRequired(_l("Choose a hub."))])
    role = StringField(_l("Role"), [DataRequired(_l("Choose a role."))])

    def given(self) -> Given | None:
        """What was chosen; None when the role is none of those for a hub, or for the network."""
        hub, role = self.hub.data or "", self.role.data or ""
        if role not in {each.value for each in roles_for(hub)}:
            return None
        if hub == NETWORK:
            return Given(RoleName(role), None)
        return Given(RoleName(role), int(hub)) if hub.isascii() and hub.isdigit() and len(hub) < 10 else None


class InvitationForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Whom to invite, and to what."""

    email = StringField(_l("Mail address"), _ADDRESS, filters=[_stripped])
    name = StringField(_l("Name"), [Length(max=LONGEST_NAME, message=_TOO_LONG), _PLAIN], filters=[_stripped])
    language = StringField(_l("Language of mails"), [AnyOf(PUBLIC_LANGUAGES, _l("Choose one of these."))])
    hub = StringField(_l("Hub"), [DataRequired(_l("Choose a hub."))])
    roles = SelectMultipleField(_l("Roles"), [DataRequired(_l("Choose at least one role."))])

    def invitation(self) -> Invitation:
        """What was typed; call it on a valid form."""
        data: dict[str, Any] = self.data
        hub_id = None if data["hub"] == NETWORK else int(data["hub"])
        roles = tuple(Given(RoleName(role), hub_id) for role in data["roles"])
        return Invitation(data["email"], data["name"], data["language"], roles)


class ProfileForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Name, language, time zone, and which notices come by mail (those that are ticked)."""

    name = StringField(_l("Name"), [Length(max=LONGEST_NAME, message=_TOO_LONG), _PLAIN], filters=[_stripped])
    language = StringField(_l("Language"), [AnyOf(PUBLIC_LANGUAGES, _l("Choose one of these."))])
    time_zone = StringField(
        _l("Time zone"),
        [AnyOf(zones.names(), _l("Choose a time zone from the list, for example Europe/Oslo."))],
        filters=[_stripped],
    )
    topics = SelectMultipleField(_l("Mails you get"))

    def profile(self, offered: tuple[str, ...]) -> Profile:
        """What was set; call it on a valid form.

        :param offered: the topics that the form listed: those not ticked are the ones done without
        """
        data: dict[str, Any] = self.data
        quiet = tuple(topic for topic in offered if topic not in data["topics"])
        return Profile(data["name"], data["language"], data["time_zone"], quiet)


class AddressForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Another address for one's account."""

    email = StringField(_l("New mail address"), _ADDRESS, filters=[_stripped])
    password = PasswordField(_l("Password"), [DataRequired(_l("Enter your password."))])


class PasswordForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Another password. What makes a good one is said by `engage.accounts.passwords`."""

    password = PasswordField(_l("Present password"), [DataRequired(_l("Enter your present password."))])
    new_password = PasswordField(_l("New password"), [DataRequired(_l("Enter a new password."))])


class CloseForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Closing one's account."""

    password = PasswordField(_l("Password"), [DataRequired(_l("Enter your password."))])
