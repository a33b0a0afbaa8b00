"""All rules over one language of an instrument."""

from collections.abc import Iterable, Iterator

from engage.core.findings import Level
from engage.i18n.text import TextState
from engage.i18n.variants import beside
from engage.instruments.domain.definition import Instrument
from engage.instruments.domain.linting import rules, wholes
from engage.instruments.domain.linting.findings import Pair, Term, TextFinding
from engage.instruments.domain.text_places import Place, places
from engage.instruments.domain.translating import state_of

RULES = (
    "placeholder_missing",
    "placeholder_unknown",
    "links",
    "markup",
    "tags",
    "numbers",
    "negation",
    "untranslated",
    "not_to_translate",
    "glossary",
    "option_count",
    "options_alike",
    "scale_order",
    "length",
    "address",
)
"""Every rule by its name."""

_LEVELS = (Level.ERROR, Level.WARNING, Level.NOTE)


def lint(instrument: Instrument, language: str, terms: Iterable[Term] = ()) -> tuple[TextFinding, ...]:
    """What somebody should look at in one language, the gravest first and then as texts stand.

    An easy-to-read variant says things in other words on purpose: only placeholders, links, figures, answer lists,
    scales and address are compared.
    """
    if language == instrument.source_language:
        return ()
    there = places(instrument)
    pairs = [_pair(place, language) for place in there if _both(place, language)]
    easy = beside(language) is not None
    found = [finding for pair in pairs for finding in _of_pair(pair, instrument, language, tuple(terms), easy=easy)]
    found += wholes.options(instrument, language)
    found += wholes.scales(instrument, language)
    found += wholes.forms_of_address(pairs, language)
    if not easy:
        found += wholes.lengths(pairs, language)
    order = {place.path: number for number, place in enumerate(there)}
    return tuple(sorted(found, key=lambda one: (_LEVELS.index(one.level), order.get(one.path, 0), one.rule)))


def _both(place: Place, language: str) -> bool:
    return place.text.has(place.text.source_language) and state_of(place.text, language) not in (None, TextState.STALE)


def _pair(place: Place, language: str) -> Pair:
    text = place.text.translations[language].text
    return Pair(place.path, place.kind, place.item, place.code, place.text.source, text)


def _of_pair(
    pair: Pair, instrument: Instrument, language: str, terms: tuple[Term, ...], *, easy: bool
) -> Iterator[TextFinding]:
    yield from rules.placeholders(pair, language)
    yield from rules.links(pair, language)
    yield from rules.numbers(pair, language)
    if easy:
        return
    kept = frozenset(word.casefold() for term in terms if term.everywhere for word in term.term.split())
    yield from rules.markup(pair, language)
    yield from rules.negation(pair, language, instrument.source_language)
    yield from rules.untranslated(pair, language, kept)
    yield from rules.glossary(pair, language, terms)
