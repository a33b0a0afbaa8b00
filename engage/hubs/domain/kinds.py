"""What a hub is, where it stands, and what its members are to it."""

from enum import StrEnum


class HubScope(StrEnum):
    NETWORK = "network"
    NATIONAL = "national"
    REGIONAL = "regional"
    LOCAL = "local"


class LifeCycle(StrEnum):
    """Where a hub stands. Shown, and never needed for anything else."""

    MAPPED = "mapped"
    PREPARING = "preparing"
    APPLIED = "applied"
    APPROVED = "approved"
    ACTIVE = "active"
    SUSPENDED = "suspended"


class MemberRole(StrEnum):
    """What an organisation is to a hub."""

    LEAD = "lead"
    MEMBER = "member"
    PATIENTS = "patients"
    """Speaks for patients and families."""
    RESEARCH = "research"
    CARE = "care"
    AUTHORITY = "authority"
    SUPPORTER = "supporter"


FARTHEST_FIRST = (
    LifeCycle.ACTIVE,
    LifeCycle.APPROVED,
    LifeCycle.APPLIED,
    LifeCycle.PREPARING,
    LifeCycle.MAPPED,
    LifeCycle.SUSPENDED,
)
"""Of several hubs of a country, the one that has come farthest is what the map shows."""
_WITHIN = {
    HubScope.NETWORK: frozenset(HubScope),
    HubScope.NATIONAL: frozenset((HubScope.REGIONAL, HubScope.LOCAL)),
    HubScope.REGIONAL: frozenset((HubScope.LOCAL,)),
    HubScope.LOCAL: frozenset[HubScope](),
}


def may_be_part(scope: HubScope, of: HubScope) -> bool:
    """Whether a hub can be a part of another: a part reaches less far than the whole."""
    return scope in _WITHIN[of]
