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
_RESULTS = {
    Permission.RESULTS_SEE,
    Permission.RESULTS_EXPORT,
    Permission.RESULTS_DECIDE,
    Permission.RESULTS_CODE,
}
_ORGANISES = {
    *_EDITS,
    *_RESULTS,
    Permission.SURVEY_FIELD,
    Permission.SHEETS,
    Permission.REACH,
    Permission.RESULTS_TEXTS,
    Permission.RESULTS_PUBLISH,
    Permission.ACTIVITY_SEE,
    Permission.ACTIVITY_EDIT,
    Permission.EVENT_SEE,
    Permission.EVENT_EDIT,
    Permission.EVENT_PEOPLE,
    Permission.EVENT_DESK,
    Permission.EVENT_REPORT,
    Permission.MATURITY_SEE,
    Permission.MATURITY_EDIT,
    Permission.LIBRARY_EDIT,
    Permission.OUTCOME_SEE,
    Permission.OUTCOME_EDIT,
    Permission.TOPICS,
    Permission.HUB_SEE,
    Permission.MAIL_SEE,
    Permission.MAIL_EDIT,
}

_HUBS_OWN = {
    Permission.MATURITY_SEE,
    Permission.MATURITY_EDIT,
    Permission.MATURITY_FACILITATE,
    Permission.MATURITY_CHECK,
    Permission.MATURITY_SIGN,
    Permission.MATURITY_CO_SIGN,
}
"""A hub's assessment is its own: the network office sees aggregates."""

MAY: dict[RoleName, frozenset[Permission]] = {
    RoleName.NETWORK_ADMIN: frozenset(Permission)
    - {Permission.RESULTS_TEXTS, Permission.RESULTS_CODE, Permission.EVENT_NEEDS}
    - _HUBS_OWN,
    RoleName.COORDINATOR: frozenset(
        {
            *_ORGANISES,
            Permission.MATURITY_FACILITATE,
            Permission.MATURITY_SIGN,
            Permission.HUB_EDIT,
            Permission.PEOPLE,
            Permission.DATA_PROTECTION,
            Permission.FIGURES,
            Permission.HAND_OVER,
        }
    ),
    RoleName.ORGANISER: frozenset(_ORGANISES),
    # Sees figures; free texts may say who somebody is, and are for those who run the survey.
    RoleName.ANALYST: frozenset(
        {
            Permission.SURVEY_SEE,
            Permission.PREVIEW,
            Permission.ACTIVITY_SEE,
            Permission.EVENT_SEE,
            Permission.MATURITY_SEE,
            Permission.OUTCOME_SEE,
            *_RESULTS,
        }
    ),
    # Sees the texts that they are asked for, and nothing else of the console.
    RoleName.TRANSLATOR: frozenset({Permission.TRANSLATE, Permission.PREVIEW}),
    RoleName.ASSESSOR: frozenset({Permission.MATURITY_SEE, Permission.MATURITY_EDIT}),
}
MAY_FOR_THE_NETWORK: dict[RoleName, frozenset[Permission]] = {
    **MAY,
    RoleName.ANALYST: frozenset({Permission.FIGURES, Permission.MATURITY_NETWORK}),
}
"""What the same roles may when held for the network."""
BY_DUTY: dict[Duty, frozenset[Permission]] = {
    Duty.DESK: frozenset({Permission.EVENT_DESK}),
    Duty.NEEDS_READER: frozenset({Permission.EVENT_NEEDS}),
    Duty.FACILITATOR: frozenset({Permission.EVENT_REPORT, Permission.MATURITY_SEE, Permission.MATURITY_FACILITATE}),
    Duty.EVIDENCE_CHECKER: frozenset({Permission.MATURITY_SEE, Permission.MATURITY_CHECK}),
    Duty.CO_SIGNER: frozenset({Permission.MATURITY_SEE, Permission.MATURITY_CO_SIGN}),
}
"""What a duty on one thing allows there, whatever roles somebody has."""
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
