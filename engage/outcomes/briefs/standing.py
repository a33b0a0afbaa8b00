"""Where a policy brief stands today: in which languages it is whole, and what keeps it from everybody."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from engage.i18n.locales import nearest
from engage.outcomes.briefs import keeping
from engage.outcomes.briefs.resting import Rests, rests
from engage.outcomes.domain.briefs import Draft, Part, Where, Wrong, hindrances, missing
from engage.outcomes.models import PolicyBrief


@dataclass(frozen=True, slots=True)
class Standing:
    """A brief with all it rests on today."""

    brief: PolicyBrief
    draft: Draft
    rests: Rests
    missing: Mapping[str, Sequence[Part]]
    """By language: what is there in another one only."""

    @property
    def whole(self) -> tuple[str, ...]:
        """The languages in which it can be read."""
        return tuple(tag for tag, parts in self.missing.items() if not parts)

    @property
    def readable(self) -> bool:
        """Whether everybody can read it: published, and nothing it rests on was taken back."""
        return self.brief.published_at is not None and not self.rests.gone and bool(self.whole)

    def why_not(self, pages: Mapping[str, int]) -> tuple[Wrong, ...]:
        """What keeps it from everybody.

        :param pages: how many its PDF has in each language in which it is whole
        """
        return tuple(hindrances(self.draft, whole=self.whole, taken_back=bool(self.rests.gone), pages=pages))


def standing(session: Session, brief: PolicyBrief, spoken: Collection[str]) -> Standing:
    """Where a brief stands.

    :param spoken: the languages of this instance: its own words are part of every brief
    """
    return standings(session, [brief], spoken)[0]


def standings(session: Session, briefs: Sequence[PolicyBrief], spoken: Collection[str]) -> list[Standing]:
    """The same of several; two statements for all of them."""
    found = rests(session, briefs)
    return [_standing(brief, found[brief.id], spoken) for brief in briefs]


def _standing(brief: PolicyBrief, found: Rests, spoken: Collection[str]) -> Standing:
    draft = keeping.read(brief)
    own = [Part(where, [getattr(draft, where.value)]) for where in (Where.TITLE, Where.LEAD, Where.ASKS)]
    parts = [*own, *found.parts()]
    served = [tag for tag in draft.languages if nearest(tag, tuple(spoken))]
    return Standing(brief, draft, found, {tag: missing(parts, tag) for tag in served})
