"""Use cases around hubs. Their life-cycle comes with a later issue."""

from sqlalchemy.orm import Session

from engage.hubs.models import Hub


def add(session: Session, *, slug: str, name: str, country: str) -> Hub:
    """A hub of one country."""
    hub = Hub(slug=slug, name=name, country=country, support={})
    session.add(hub)
    session.flush()
    return hub
