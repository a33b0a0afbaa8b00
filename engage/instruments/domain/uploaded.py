"""What a draft keeps of a file that was sent: where it lies and what it is, never its content."""

import re
from dataclasses import dataclass
from typing import Any

from engage.instruments.domain.definition import FILE_TYPES, Item
from engage.instruments.domain.inputs import one
from engage.instruments.domain.journey import ItemOnPath, Journey
from engage.instruments.domain.problems import Part, Problem

ENDINGS = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "text/plain": ".txt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.oasis.opendocument.text": ".odt",
}
"""The ending of each media type that a file item may take."""


_ID, _BYTES = re.compile("[0-9a-f]{32}"), re.compile("[0-9]{1,12}")
"""Any text of a draft is looked at, also one that somebody typed to look like a file."""


@dataclass(frozen=True, slots=True)
class Uploaded:
    """One file that was sent."""

    id: str
    """128 random bits, hexadecimal."""
    type: str
    """Its media type, found in its content."""
    bytes: int
    name: str
    cleaned: bool = False
    """Something that may tell who or where was taken out of it."""

    def to_raw(self) -> str:
        """As it stands among the raw answers of a draft."""
        return f"{self.id} {self.bytes} {self.type} {int(self.cleaned)} {self.name}"

    def to_answer(self) -> dict[str, Any]:
        """As it stands among the answers of a response."""
        return {"file": self.id, "name": self.name, "type": self.type, "bytes": self.bytes}


def from_raw(value: str) -> Uploaded | None:
    """What `to_raw` wrote; None when it did not."""
    parts = value.split(" ", 4)
    if len(parts) != 5 or not _ID.fullmatch(parts[0]) or not _BYTES.fullmatch(parts[1]):
        return None
    return Uploaded(id=parts[0], type=parts[2], bytes=int(parts[1]), name=parts[4], cleaned=parts[3] == "1")


def accepted(item: Item) -> tuple[str, ...]:
    """The endings that a file item takes, `.jpeg` told as `.jpg`."""
    endings = tuple(ending for ending in FILE_TYPES if ending in item.accept) or FILE_TYPES
    return tuple(dict.fromkeys(".jpg" if ending == ".jpeg" else ending for ending in endings))


def megabytes(item: Item, most: float) -> float:
    """What one file of an item may weigh, in millions of bytes: its own limit, and the product's besides."""
    return min(item.max_megabytes or most, most)


def file(journey: Journey, asked: ItemOnPath) -> Part:
    """A file was checked when it came; here only that it is one, and of a kind that the item takes."""
    item = asked.item
    value = one(journey.raw, item.name)
    if not value:
        return {}, []
    found = from_raw(value)
    if found is None or ENDINGS.get(found.type) not in accepted(item):
        return {}, [Problem(item.name, "file_type", {"endings": accepted(item)})]
    return {item.name: found.to_answer()}, []
