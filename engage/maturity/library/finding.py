"""Finding in the library: what helps with a next step, and what somebody searches for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.db.folding import fold
from engage.i18n.locales import nearest
from engage.maturity.domain.library import ANY
from engage.maturity.library.keeping import helps, summary, title
from engage.maturity.models_after import LibraryItem

MOST_FOR_A_STEP = 5


def published(session: Session) -> Sequence[LibraryItem]:
    """What everybody may see, the newest first."""
    asked = (
        select(LibraryItem).where(LibraryItem.published).order_by(LibraryItem.added_on.desc(), LibraryItem.id.desc())
    )
    return session.scalars(asked).all()


def for_steps(
    session: Session, key: str, wanted: Mapping[str, int], language: str
) -> Mapping[str, Sequence[LibraryItem]]:
    """What helps to reach levels of several indicators, each at most five; one statement.

    What is made for the level comes before what helps with the indicator as a whole; within each, what is in the
    reader's language first, then English, then others.

    :param key: of the model
    :param wanted: the level to be reached by indicator
    """
    items = published(session)
    return {indicator: _of_step(items, key, indicator, level, language) for indicator, level in wanted.items()}


def _of_step(
    items: Iterable[LibraryItem], key: str, indicator: str, level: int, language: str
) -> Sequence[LibraryItem]:
    ranked = []
    for item in items:
        levels = {each.level for each in helps(item, key) if each.indicator == indicator}
        if levels & {level, ANY}:
            ranked.append(((level not in levels, _distance(item.language, language)), item))
    return [item for _rank, item in sorted(ranked, key=lambda pair: pair[0])][:MOST_FOR_A_STEP]


def _distance(language: str, wanted: str) -> int:
    if nearest(wanted, (language,)) is not None:
        return 0
    return 1 if nearest("en", (language,)) is not None else 2


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for; empty: everything."""

    words: str = ""
    kind: str = ""
    language: str = ""
    about: str = ""
    """A dimension or an indicator, by its id."""
    level: int | None = None

    @property
    def narrows(self) -> bool:
        return bool(self.words or self.kind or self.language or self.about or self.level is not None)


def found(
    items: Iterable[LibraryItem], wanted: Wanted, *, key: str, dimensions: Mapping[str, Iterable[str]]
) -> list[LibraryItem]:
    """Those that are wanted, in the same order.

    :param key: of the model
    :param dimensions: the indicators of each dimension
    """
    words = (fold(wanted.words) or "").split()
    about = set(dimensions.get(wanted.about, ())) | {wanted.about}

    def fits(item: LibraryItem) -> bool:
        if wanted.kind and item.kind != wanted.kind:
            return False
        if wanted.language and item.language != wanted.language:
            return False
        if wanted.about or wanted.level is not None:
            of_it = [each for each in helps(item, key) if not wanted.about or each.indicator in about]
            if not any(wanted.level is None or each.level in (wanted.level, ANY) for each in of_it):
                return False
        return all(word in _said(item) for word in words)

    return [item for item in items if fits(item)]


def _said(item: LibraryItem) -> str:
    words = [said.text for text in (title(item), summary(item)) for _tag, said in text]
    return fold(" ".join([*words, item.owner])) or ""
