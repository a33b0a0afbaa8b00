"""Words on tickets, in the language that a translate function speaks."""

from collections.abc import Callable, Mapping

from engage.events.domain.kinds import AttendeeRole

Translate = Callable[[str], str]

ROLES: Mapping[AttendeeRole, Callable[[Translate], str]] = {
    AttendeeRole.CITIZEN: lambda _: _("Citizen"),
    AttendeeRole.COMPANION: lambda _: _("Companion or carer"),
    AttendeeRole.STAFF: lambda _: _("Staff"),
    AttendeeRole.INTERPRETER: lambda _: _("Interpreter"),
    AttendeeRole.SPEAKER: lambda _: _("Speaker"),
    AttendeeRole.PRESS: lambda _: _("Press"),
}


def role(of: AttendeeRole, _: Translate) -> str:
    return ROLES[of](_)
