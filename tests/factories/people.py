"""People who run the platform."""

import itertools
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from engage.accounts import service
from engage.accounts.models import Person
from engage.accounts.roles import RoleName
from engage.hubs import queries as hubs

PASSWORD = "a long and simple password"
_numbers = itertools.count(1)


def make_person(
    session: Session, role: RoleName, *, email: str = "", hub: str | None = None, hashed: str = "not a hash"
) -> Person:
    """An account of the default hub, unless another is named; `hub=""` and network-admin: of the network.

    Its password is not hashed (that is slow on purpose) unless `hashed` brings a real hash.
    """
    if hub is None:
        hub = "" if role is RoleName.NETWORK_ADMIN else hubs.DEFAULT_SLUG
    found = hubs.by_slug(session, hub) if hub else None
    person = service.add_person(
        session,
        email or f"{role.value}-{next(_numbers)}@example.org",
        PASSWORD,
        role,
        hub_id=found.id if found else None,
        hash_password=lambda _: hashed,
        now=datetime.now(UTC),
    )
    session.flush()
    return person
