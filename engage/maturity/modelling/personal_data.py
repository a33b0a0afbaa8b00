"""What translations of models keep of those who write them."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts.models import Person
from engage.maturity.models import ModelTextHand
from engage.privacy.registry import Basis, Keeps, Sought, Whose


def _hands(session: Session, sought: Sought) -> Sequence[ModelTextHand]:
    """A model belongs to no hub: what was done on it is found by the network office."""
    if not sought.address or sought.hubs is not None:
        return ()
    wanted = select(Person.id).where(Person.email == sought.address)
    return session.scalars(select(ModelTextHand).where(ModelTextHand.by_id.in_(wanted))).all()


def _export(session: Session, sought: Sought) -> list[dict[str, Any]]:
    return [
        {"model": each.model_id, "place": each.place, "language": each.language, "at": each.at.isoformat()}
        for each in _hands(session, sought)
    ]


def _erase(session: Session, sought: Sought) -> int:
    """The translation stays, and loses its author."""
    found = _hands(session, sought)
    for each in found:
        each.by_id = None
    session.flush()
    return len(found)


def kept(what: Callable[..., str], why: Callable[..., str], how_long: Callable[..., str]) -> Keeps:
    """The entry of the registry, with words that the console has."""
    return Keeps(
        "maturity model work",
        what=what,
        whose=Whose.TEAMS,
        why=why,
        basis=Basis.INTEREST,
        how_long=how_long,
        tables=("maturity_text_hand",),
        find=lambda session, sought: len(_hands(session, sought)),
        export=_export,
        erase=_erase,
    )
