"""What a policy brief says, what must be right about it, and in which languages all of it is there."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from engage.i18n.locales import nearest

Texts = Mapping[str, str]
"""The words of one text by language."""
MOST_PAGES = 2
MOST_LANGUAGES, MOST_OUTCOMES, MOST_FIGURES = 12, 6, 3
LONGEST = {"title": 120, "lead": 600, "asks": 1200}


class Wrong(StrEnum):
    """What can be wrong with what somebody wrote, or what keeps a brief from everybody."""

    NO_LANGUAGE = "no_language"
    TOO_MANY_LANGUAGES = "too_many_languages"
    NO_TITLE = "no_title"
    TOO_LONG = "too_long"
    TOO_MANY_OUTCOMES = "too_many_outcomes"
    TWICE = "twice"
    """A figure that stands at another place already."""
    NO_ASKS = "no_asks"
    NO_OUTCOME = "no_outcome"
    NOTHING_WHOLE = "nothing_whole"
    """In no language is everything there."""
    TAKEN_BACK = "taken_back"
    """An outcome or an edition of results that it rests on was taken back."""
    TOO_MANY_PAGES = "too_many_pages"


@dataclass(frozen=True, slots=True)
class FigureOf:
    """A published table: of one item, in one edition of a survey's results."""

    survey: str
    edition: int
    item: str

    @property
    def code(self) -> str:
        """As forms say it; no slug holds a colon."""
        return f"{self.survey}:{self.edition}:{self.item}"


@dataclass(frozen=True, slots=True)
class Draft:
    """A brief as its authors write it."""

    languages: tuple[str, ...]
    """The one it is written in comes first."""
    title: Texts
    lead: Texts = field(default_factory=dict)
    asks: Texts = field(default_factory=dict)
    """One request a line."""
    outcomes: tuple[int, ...] = ()
    figures: tuple[FigureOf, ...] = ()

    @property
    def source(self) -> str:
        return self.languages[0] if self.languages else ""


Problem = tuple[str, Wrong]
"""The name of a field, and what is wrong with it."""


def problems(draft: Draft) -> Iterator[Problem]:
    """What keeps a brief from being kept at all; each text has a field for each language (`title-en`)."""
    if not draft.languages:
        yield "languages", Wrong.NO_LANGUAGE
    elif not draft.title.get(draft.source, "").strip():
        yield f"title-{draft.source}", Wrong.NO_TITLE
    if len(draft.languages) > MOST_LANGUAGES:
        yield "languages", Wrong.TOO_MANY_LANGUAGES
    for name, most in LONGEST.items():
        for tag, text in getattr(draft, name).items():
            if len(text) > most:
                yield f"{name}-{tag}", Wrong.TOO_LONG
    if len(draft.outcomes) > MOST_OUTCOMES:
        yield "outcomes", Wrong.TOO_MANY_OUTCOMES
    for number, figure in enumerate(draft.figures, start=1):
        if figure in draft.figures[: number - 1]:
            yield f"figure-{number}", Wrong.TWICE


class Where(StrEnum):
    """Where a text stands."""

    TITLE = "title"
    LEAD = "lead"
    ASKS = "asks"
    OUTCOME = "outcome"
    FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a brief with all its texts."""

    where: Where
    texts: Sequence[Texts]
    names: Texts = field(default_factory=dict)
    """What it is called: the title of an outcome, the question of a figure."""


def missing(parts: Iterable[Part], language: str) -> list[Part]:
    """The parts of which something is said in another language and not in this one."""
    return [each for each in parts if any(_lacks(texts, language) for texts in each.texts)]


def _lacks(texts: Texts, language: str) -> bool:
    """Numbers and signs are the same in every language."""
    written = tuple(tag for tag, text in texts.items() if any(letter.isalpha() for letter in text))
    return bool(written) and nearest(language, written) is None


def requests(asks: str) -> list[str]:
    """What is asked of the reader, one a line; marks that people put before lines are left out."""
    return [line for each in asks.split("\n") if (line := each.strip().removeprefix("-").removeprefix("•").strip())]


def hindrances(draft: Draft, *, whole: Collection[str], taken_back: bool, pages: Mapping[str, int]) -> Iterator[Wrong]:
    """What keeps a brief from everybody.

    :param whole: the languages in which everything is there
    :param taken_back: whether something it rests on was taken back
    :param pages: how many its PDF has by language
    """
    if not draft.outcomes:
        yield Wrong.NO_OUTCOME
    if not any(text.strip() for text in draft.asks.values()):
        yield Wrong.NO_ASKS
    if taken_back:
        yield Wrong.TAKEN_BACK
    if not whole:
        yield Wrong.NOTHING_WHOLE
    if any(number > MOST_PAGES for number in pages.values()):
        yield Wrong.TOO_MANY_PAGES
