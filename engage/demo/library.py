"""The demonstration's library: guides, toolkits and trainings, all invented and saying so."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib.resources import files
from typing import Any

from sqlalchemy.orm import Session

from engage.core.located import from_yaml, read_text
from engage.hubs import queries as hubs
from engage.maturity.domain.library import Entry, read_helps
from engage.maturity.library import keeping
from engage.maturity.modelling.keeping import BUNDLED


def entries() -> Sequence[tuple[str, Entry]]:
    """What `library.yaml` says: the short name of the hub that keeps each entry (empty: the network), and the entry."""
    given: list[Mapping[str, Any]] = from_yaml(read_text((files(__package__) / "library.yaml").read_bytes())).value
    return [
        (
            each.get("hub", ""),
            Entry(
                kind=each["kind"],
                language=each["language"],
                titles=each["title"],
                summaries=each["summary"],
                url=each["url"],
                owner=each["owner"],
                licence=each["licence"],
                helps=read_helps(each["helps"])[0],
            ),
        )
        for each in given
    ]


def load(session: Session, *, now: datetime) -> int:
    """Put the entries into the library that are not there yet, and say how many."""
    there, number = keeping.addresses(session), 0
    for slug, entry in entries():
        if entry.url not in there:
            keeper = hubs.by_slug(session, slug) if slug else None
            keeping.add(session, entry, model=BUNDLED, hub_id=keeper.id if keeper else None, now=now)
            number += 1
    return number
