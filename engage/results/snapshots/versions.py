"""What the columns of a survey mean: its versions, read as one and each for itself."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from engage.instruments.document import from_document
from engage.instruments.domain.merging import Merged, merged
from engage.results.snapshots.columns import Kept, kept
from engage.surveys import fielding
from engage.surveys import queries as surveys
from engage.surveys.models import Survey

MOST_HELD = 32


@dataclass(frozen=True, slots=True)
class Version:
    number: int
    kept: tuple[Kept, ...]
    heads: Mapping[str, str]
    """Variable of the merged versions -> item of this one."""


@dataclass(frozen=True, slots=True)
class Versions:
    """All that were in the field."""

    merged: Merged
    newest: int
    """Its number."""
    one: Mapping[int, Version]
    """By id."""
    kept: tuple[Kept, ...]
    """The columns of the merged versions, those of all national editions too."""
    name: str = ""
    """Changes whenever one of them does."""


_held: OrderedDict[str, Versions] = OrderedDict()
_lock = threading.Lock()


def read(session: Session, survey: Survey) -> Versions:
    """The versions of a survey. They are taken apart anew only when one has changed.

    :raises NothingToPublish: when the survey has no version
    """
    found = surveys.read_versions(session, survey.instrument_id)
    if not found:
        raise fielding.NothingToPublish
    documents = [(each.id, each.number, each.document) for each in found]
    name = hashlib.sha256(repr(documents).encode()).hexdigest()
    with _lock:
        known = _held.get(name)
    if known is None:
        known = _read(name, documents)
        with _lock:
            _held[name] = known
            while len(_held) > MOST_HELD:
                _held.popitem(last=False)
    return known


def _read(name: str, documents: list[tuple[int, int, dict[str, object]]]) -> Versions:
    instruments = [(id_, number, from_document(document)) for id_, number, document in documents]
    joined = merged([(number, instrument) for _, number, instrument in instruments])
    one = {}
    for id_, number, instrument in instruments:
        names = joined.names.get(number, {})
        heads = {names.get(item.name, item.name): item.name for item in instrument.items}
        one[id_] = Version(number, kept(instrument), heads)
    return Versions(joined, documents[-1][1], one, kept(joined.instrument), name)
