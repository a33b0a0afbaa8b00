"""Who may do what: one table.

A role is held for a hub, with its regional and local parts, or for the network. Two roles differ by that: an analyst
of the network (an evaluator) sees the figures of the network and nothing else.
"""

from enum import StrEnum

from engage.web.permissions import Permission


class RoleName(StrEnum):
    NETWORK_ADMIN = "network-admin"
    COORDINATOR = "coordinator"
    ORGANISER = "organiser"
    ANALYST = "analyst"
    TRANSLATOR = "translator"
    ASSESSOR = "assessor"


class Duty(StrEnum):
    """A grant on one event or assessment, beside the roles."""

    DESK = "desk"
    NEEDS_READER = "needs-reader"
    FACILITATOR = "facilitator"
    EVIDENCE_CHECKER = "evidence-checker"
    CO_SIGNER = "co-signer"


_EDITS = {Permission.SURVEY_SEE, Permission.SURVEY_EDIT, Permission.PREVIEW, Permission.TRANSLATE}
_RESULTS = {Permission.RESULTS_SEE, Permission.RESULTS_EXPORT}
_ORGANISES = {
    *_EDITS,
    *_RESULTS,
    Permission.SURVEY_FIELD,
    Permission.SHEETS,
    Permission.RESULTS_TEXTS,
    Permission.ACTIVITY_SEE,
    Permission.ACTIVITY_EDIT,
    Permission.HUB_SEE,
    Permission.MAIL_SEE,
    Permission.MAIL_EDIT,
}

MAY: dict[RoleName, frozenset[Permission]] = {
    RoleName.NETWORK_ADMIN: frozenset(Permission) - {Permission.RESULTS_TEXTS},
    RoleName.COORDINATOR: frozenset(
        {*_ORGANISES, Permission.HUB_EDIT, Permission.PEOPLE, Permission.DATA_PROTECTION, Permission.FIGURES}
    ),
    RoleName.ORGANISER: frozenset(_ORGANISES),
    # Sees figures; free texts may say who somebody is, and are for those who run the survey.
    RoleName.ANALYST: frozenset({Permission.SURVEY_SEE, Permission.PREVIEW, Permission.ACTIVITY_SEE, *_RESULTS}),
    # Sees the texts that they are asked for, and nothing else of the console.
    RoleName.TRANSLATOR: frozenset({Permission.TRANSLATE, Permission.PREVIEW}),
    RoleName.ASSESSOR: frozenset(),
}
MAY_FOR_THE_NETWORK: dict[RoleName, frozenset[Permission]] = {
    **MAY,
    RoleName.ANALYST: frozenset({Permission.FIGURES}),
}
"""What the same roles may when held for the network."""
FOR_A_HUB = (
    RoleName.COORDINATOR,
    RoleName.ORGANISER,
    RoleName.ANALYST,
    RoleName.TRANSLATOR,
    RoleName.ASSESSOR,
)
"""Roles that are given for a hub, by its coordinators and by the network office."""
FOR_THE_NETWORK = (RoleName.NETWORK_ADMIN, RoleName.ANALYST, RoleName.TRANSLATOR)
"""Roles that are given for the network, by the network office alone."""
NEEDS_SECOND_FACTOR = frozenset({RoleName.NETWORK_ADMIN, RoleName.COORDINATOR})


def labels(role: RoleName, *, network: bool) -> frozenset[Permission]:
    """What a role may, held for a hub or for the network."""
    return (MAY_FOR_THE_NETWORK if network else MAY)[role]
