"""What was noticed while writing: findings in sentences, each with a link to its place."""

from dataclasses import dataclass

from engage.instruments.domain.definition import Instrument


@dataclass(frozen=True, slots=True)
class Check:
    level: str
    where: str
    text: str
    href: str | None


def checks(instrument: Instrument, instrument_id: int) -> list[Check]:
    return []


def minutes(instrument: Instrument) -> list[tuple[str, str, str]]:
    """Language, its name and how long answering takes."""
    return []
