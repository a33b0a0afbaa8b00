"""What reading a file gives."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from engage.core.findings import Finding, Level
from engage.instruments.domain.definition import RESERVED_SLUGS, Instrument


@dataclass(frozen=True, slots=True)
class Reading:
    """The instrument, unless nothing can be made of the file, and everything worth saying about it."""

    instrument: Instrument | None
    findings: tuple[Finding, ...] = ()
    unnamed_languages: tuple[str, ...] = ()
    """Languages named without a code: the organiser is asked for a BCP 47 tag of each."""

    @property
    def ok(self) -> bool:
        return self.instrument is not None and all(f.level is not Level.ERROR for f in self.findings)


def slug_for(name: str, taken: Collection[str]) -> str:
    """A section's place in addresses: lower case ASCII, unique, never a word of the product."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40] or "section"
    slug, number = stem, 1
    while slug in taken or slug in RESERVED_SLUGS:
        number += 1
        slug = f"{stem}-{number}"
    return slug
