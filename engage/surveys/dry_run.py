"""`engage survey simulate --dry-run`: every path walked, nothing stored."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from engage.instruments.document import from_document
from engage.surveys import fielding, queries
from engage.surveys.domain.walking import MOST_WALKS, Walked, Watch, walk

SECONDS = 60.0
"""After so long no new walk begins."""
_MOST_NAMED = 20


def walked(session: Session, slug: str, *, today: date, seed: int, watch: Watch, enough: Callable[[], bool]) -> Walked:
    """Walk the newest version of a survey, published or not.

    :raises NoSuchSurvey: when there is none at this address
    :raises NothingToPublish: when it has no version
    """
    survey = fielding.find(session, slug)
    version = queries.newest_version(session, survey.instrument_id)
    if version is None:
        raise fielding.NothingToPublish
    return walk(from_document(version.document), today=today, seed=seed, watch=watch, enough=enough)


def document(found: Walked) -> dict[str, Any]:
    """What `--json` prints: every figure of `Walked`, minutes to one decimal."""
    written = asdict(found)
    written["minutes"] = {
        tag: {name: round(value, 1) for name, value in length.items()} for tag, length in written["minutes"].items()
    }
    return written


def lines(found: Walked) -> Iterator[str]:
    """The same for people."""
    yield f"{found.paths} different paths on {found.walks} walks, {found.items} items asked or shown."
    yield f"{found.conditions_both} of {found.conditions} conditions were true once and false once."
    yield f"{found.options_taken} of {found.options} options were chosen at least once."
    if not found.whole:
        yield f"Not everything was walked: it ends after {SECONDS:g} seconds or {MOST_WALKS} walks."
    for name in found.unreachable:
        yield f"unreachable: {name}: no answers lead to it"
    for name in found.unreached:
        yield f"not reached: {name}: whether any answers lead to it cannot be decided"
    for name, count in found.dead_ends.items():
        yield f"dead end: {name}: asks for an answer and takes none ({count} walks ended here)"
    for name, codes in list(found.options_left.items())[:_MOST_NAMED]:
        yield f"never chosen: {name}: {', '.join(codes[:_MOST_NAMED])}"
    for tag, length in found.minutes.items():
        yield f"{tag}: {length.shortest:.0f} to {length.longest:.0f} minutes, usually {length.typical:.0f}"
