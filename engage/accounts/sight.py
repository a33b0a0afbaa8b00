"""Which hubs a person works for."""

from engage.accounts.models import Person


def hubs_of(person: Person) -> frozenset[int] | None:
    """The hubs of all roles of a person; None when a role is for the whole network."""
    hubs = [role.hub_id for role in person.scoped_roles]
    return None if None in hubs else frozenset(hub for hub in hubs if hub is not None)
