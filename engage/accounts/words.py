"""Words for roles and duties, in every language of the interface: pages and mails say them."""

from collections.abc import Callable

from engage.accounts.roles import Duty, RoleName

Translate = Callable[[str], str]


def role(_: Translate, name: str) -> str:
    """What a role is called."""
    return {
        RoleName.NETWORK_ADMIN: _("Network office"),
        RoleName.COORDINATOR: _("Coordinator"),
        RoleName.ORGANISER: _("Organiser"),
        RoleName.ANALYST: _("Analyst"),
        RoleName.TRANSLATOR: _("Translator"),
        RoleName.ASSESSOR: _("Assessor"),
    }[RoleName(name)]


def may(_: Translate, name: str, *, network: bool = False) -> str:
    """What people with a role do, in a sentence."""
    if network and name == RoleName.ANALYST:
        return _("Sees figures of the whole network, and nothing of single hubs or people.")
    return {
        RoleName.NETWORK_ADMIN: _("Adds hubs, gives every role, keeps the platform running. Reads no free texts."),
        RoleName.COORDINATOR: _("Does all that organisers do, says what the hub is, and invites people."),
        RoleName.ORGANISER: _("Writes, publishes and evaluates surveys, and says what the hub's activities are."),
        RoleName.ANALYST: _("Sees and exports results, without free texts."),
        RoleName.TRANSLATOR: _("Translates the texts that somebody asks them for."),
        RoleName.ASSESSOR: _("Takes part in self-assessments."),
    }[RoleName(name)]


def duty(_: Translate, name: str) -> str:
    """What a duty on one event or assessment is called."""
    return {
        Duty.DESK: _("Desk"),
        Duty.NEEDS_READER: _("Reads special needs"),
        Duty.FACILITATOR: _("Facilitator"),
        Duty.EVIDENCE_CHECKER: _("Checks evidence"),
        Duty.CO_SIGNER: _("Co-signs"),
    }[Duty(name)]


SEPARATOR = "@"


def role_code(name: RoleName, hub: str) -> str:
    """A role and a hub's name (empty: the network) as one value of a mail."""
    return f"{name.value}{SEPARATOR}{hub}"


def role_in_mail(_: Translate, code: str) -> str:
    """The opposite of `role_code`, in words: "Organiser: Hub Norway"."""
    name, _separator, hub = code.partition(SEPARATOR)
    return f"{role(_, name)}: {hub or _('the whole network')}"
