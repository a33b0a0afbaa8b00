"""Pictures of an instrument: stored by name, shown under an address made of their content."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.core.images import ENDINGS, Broken, TooLarge, checked
from engage.core.refusal import Refusal
from engage.instruments.document import from_document
from engage.instruments.domain.pictures import Shown, named_pictures
from engage.instruments.models import InstrumentVersion
from engage.instruments.picture_models import Picture

LONGEST_NAME = 200


class PictureRefused(Refusal):
    """A picture cannot be shown; `name` says which."""

    code: ClassVar[str] = "picture_refused"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class NoPicture(PictureRefused):
    """Neither JPEG, PNG, WebP nor GIF, or broken."""

    code = "no_picture"


class PictureTooLarge(PictureRefused):
    """Too many bytes, or too many pixels."""

    code = "picture_too_large"


def store_picture(session: Session, instrument_id: int, name: str, content: bytes, now: datetime) -> Picture:
    """Keep a picture under the name by which the instrument calls it, freed of what cameras write beside it.

    The same picture under the same name is kept once. A new one takes the place of the old, except in versions that
    were published before.

    :raises NoPicture: when it is none, or does not go on like one
    :raises PictureTooLarge: when a page could not show it to everybody
    """
    name = name[:LONGEST_NAME]
    try:
        picture = checked(content)
    except TooLarge:
        raise PictureTooLarge(name) from None
    except Broken:
        raise NoPicture(name) from None
    digest = hashlib.sha256(picture.content).hexdigest()
    where = (Picture.instrument_id == instrument_id, Picture.name == name, Picture.digest == digest)
    found = session.scalar(select(Picture).where(*where))
    if found is not None:
        found.stored_at = now
        return found
    kept = Picture(
        instrument_id=instrument_id,
        name=name,
        digest=digest,
        type=picture.type,
        size=len(picture.content),
        width=picture.width,
        height=picture.height,
        content=picture.content,
        stored_at=now,
    )
    session.add(kept)
    session.flush()
    return kept


def shown(session: Session, instrument_id: int, as_of: datetime | None = None) -> dict[str, Shown]:
    """The pictures of an instrument by name: the newest, or those there were when a version was published.

    What came later shows in a version only where it had nothing.
    """
    columns = (Picture.name, Picture.digest, Picture.type, Picture.width, Picture.height, Picture.stored_at)
    rows = session.execute(
        select(*columns).where(Picture.instrument_id == instrument_id).order_by(Picture.stored_at, Picture.id)
    ).all()
    found: dict[str, Shown] = {}
    for name, digest, kind, width, height, stored_at in rows:
        if as_of is None or stored_at <= as_of or name not in found:
            found[name] = Shown(address(digest, kind), width, height)
    return found


def address(digest: str, kind: str) -> str:
    return f"/pictures/{digest}{ENDINGS[kind]}"


def content_of(session: Session, digest: str) -> tuple[bytes, str] | None:
    """A picture by its digest: content and media type."""
    row = session.execute(select(Picture.content, Picture.type).where(Picture.digest == digest).limit(1)).first()
    return (row[0], row[1]) if row else None


@dataclass(frozen=True, slots=True)
class Listed:
    """A name, and what is there under it."""

    name: str
    items: tuple[str, ...]
    """Which name it; empty for a picture that nothing shows."""
    picture: Shown | None


def listed(session: Session, instrument_id: int) -> tuple[Listed, ...] | None:
    """What the newest version of an instrument names, the missing first, then pictures that it does not name.

    None when there is no such instrument.
    """
    document = session.scalar(
        select(InstrumentVersion.document)
        .where(InstrumentVersion.instrument_id == instrument_id)
        .order_by(InstrumentVersion.number.desc())
        .limit(1)
    )
    if document is None:
        return None
    there = shown(session, instrument_id)
    named = _named(document)
    rows = [Listed(name, items, there.get(name)) for name, items in named.items()]
    rows += [Listed(name, (), picture) for name, picture in there.items() if name not in named]
    return tuple(sorted(rows, key=lambda row: (row.picture is not None, not row.items)))


def _named(document: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return named_pictures(from_document(document))
