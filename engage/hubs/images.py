"""Pictures of hubs and activities: emblems, covers. Kept under an address made of their content."""

import hashlib
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.core.images import ENDINGS, Broken, TooLarge, checked
from engage.core.refusal import Refusal
from engage.hubs.models import Image


class ImageRefused(Refusal):
    """A picture cannot be shown."""

    code: ClassVar[str] = "image_refused"


class NoImage(ImageRefused):
    """Neither JPEG, PNG, WebP nor GIF, or broken."""

    code = "no_image"


class ImageTooLarge(ImageRefused):
    """More than `engage.core.images.MOST_BYTES` or `MOST_PIXELS`."""

    code = "image_too_large"


@dataclass(frozen=True, slots=True)
class ShownImage:
    """A picture as a page shows it, without its content."""

    address: str
    width: int
    height: int


def store(session: Session, content: bytes) -> Image:
    """Keep a picture, freed of what cameras write beside it; the same one is kept once.

    :raises NoImage: when it is none, or does not go on like one
    :raises ImageTooLarge: when a page could not show it to everybody
    """
    try:
        picture = checked(content)
    except TooLarge:
        raise ImageTooLarge from None
    except Broken:
        raise NoImage from None
    digest = hashlib.sha256(picture.content).hexdigest()
    found = session.get(Image, digest)
    if found is None:
        found = Image(
            digest=digest,
            type=picture.type,
            width=picture.width,
            height=picture.height,
            content=picture.content,
        )
        session.add(found)
        session.flush()
    return found


def address(digest: str, kind: str) -> str:
    return f"/images/{digest}{ENDINGS[kind]}"


COLUMNS = (Image.digest, Image.type, Image.width, Image.height)
"""What `as_shown` takes, for reads that a picture is joined to."""


def as_shown(digest: str | None, kind: str, width: int, height: int) -> ShownImage | None:
    """A picture as a page shows it; None where none was there."""
    return ShownImage(address(digest, kind), width, height) if digest else None


def shown(session: Session, digest: str | None) -> ShownImage | None:
    """What a page needs to show a picture; None for none."""
    row = session.execute(select(*COLUMNS).where(Image.digest == digest)).first() if digest else None
    return as_shown(*row) if row else None


def content_of(session: Session, digest: str) -> tuple[bytes, str] | None:
    """A picture by its digest: content and media type."""
    row = session.execute(select(Image.content, Image.type).where(Image.digest == digest)).first()
    return (row[0], row[1]) if row else None
