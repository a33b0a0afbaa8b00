"""The same questions in several languages: what is worth a look, and how long people took."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from engage.results import service
from engage.results.domain.filters import LANGUAGE
from engage.results.domain.languages import FEWEST, Look, Missing, missing_rates, worth_a_look
from engage.surveys.models import Survey
from engage.surveys.sight import Seen


@dataclass(frozen=True, slots=True)
class Spoken:
    """One language of the answers."""

    tag: str
    responses: int
    median_seconds: float | None
    """None where no duration is known."""

    @property
    def enough(self) -> bool:
        """So many that differences say something."""
        return self.responses >= FEWEST


@dataclass(frozen=True, slots=True)
class Languages:
    spoken: tuple[Spoken, ...]
    looks: tuple[Look, ...]
    missing: tuple[Missing, ...]


def languages(session: Session, survey: Survey, *, seen: Seen = None) -> Languages:
    """All responses, language by language; those with the most responses first."""
    import polars as pl

    frame = service.filtered(session, survey, keys=(), seen=seen)
    by_tag = (
        frame.group_by(pl.col(LANGUAGE).cast(pl.String))
        .agg(pl.len().alias("n"), pl.col("_seconds").median())
        .drop_nulls(LANGUAGE)
        .sort(["n", LANGUAGE], descending=[True, False])
    )
    spoken = tuple(Spoken(tag, number, seconds) for tag, number, seconds in by_tag.iter_rows())
    whole = service.tables(session, survey, seen=seen).results.tables
    tables = {
        each.tag: service.tables(session, survey, where=((LANGUAGE, each.tag),), seen=seen).results.tables
        for each in spoken
    }
    return Languages(spoken, worth_a_look(whole, tables), missing_rates(whole, tables))
