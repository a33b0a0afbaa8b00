"""Who may do what: one table."""

from enum import StrEnum

from engage.web.permissions import Permission


class RoleName(StrEnum):
    NETWORK_ADMIN = "network-admin"
    COORDINATOR = "coordinator"
    ORGANISER = "organiser"
    ANALYST = "analyst"
    TRANSLATOR = "translator"
    ASSESSOR = "assessor"


_EDITS = {Permission.SURVEY_SEE, Permission.SURVEY_EDIT, Permission.PREVIEW, Permission.TRANSLATE}
_RESULTS = {Permission.RESULTS_SEE, Permission.RESULTS_EXPORT}

MAY: dict[RoleName, frozenset[Permission]] = {
    RoleName.NETWORK_ADMIN: frozenset(Permission) - {Permission.RESULTS_TEXTS},
    RoleName.COORDINATOR: frozenset({*_EDITS, *_RESULTS, Permission.SURVEY_FIELD, Permission.RESULTS_TEXTS}),
    RoleName.ORGANISER: frozenset({*_EDITS, *_RESULTS, Permission.SURVEY_FIELD, Permission.RESULTS_TEXTS}),
    # Sees figures; free texts may say who somebody is, and are for those who run the survey.
    RoleName.ANALYST: frozenset({Permission.SURVEY_SEE, Permission.PREVIEW, *_RESULTS}),
    # Sees the texts that they are asked for, and nothing else of the console.
    RoleName.TRANSLATOR: frozenset({Permission.TRANSLATE, Permission.PREVIEW}),
    RoleName.ASSESSOR: frozenset(),
}


def may(roles: set[RoleName], permission: Permission) -> bool:
    return any(permission in MAY[role] for role in roles)
