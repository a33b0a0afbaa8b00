"""Rules that look at several texts of one language: answer lists, lengths, forms of address."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from statistics import median

from engage.core.findings import Level
from engage.instruments.domain.definition import Instrument, Item, ItemType
from engage.instruments.domain.linting.findings import Pair, TextFinding
from engage.instruments.domain.linting.rules import PLACEHOLDER
from engage.instruments.domain.linting.words import address, end_of_scale

_LONG_ENOUGH = 25
"""Characters from which the length of a source says something."""
_TIMES = 2.2
"""So many times longer or shorter, against what is usual from one language to the other."""
_FEWEST = 8
"""Texts that make a usual length."""


def options(instrument: Instrument, language: str) -> Iterator[TextFinding]:
    """All answers of a question in one language, and no two of them alike."""
    for item in instrument.items:
        for kind, parts in (("options", item.options), ("rows", item.rows)):
            labelled = [part for part in parts if part.label.has(language)]
            wanted = [part for part in parts if part.label.has(instrument.source_language)]
            if labelled and len(labelled) < len(wanted):
                figures = {"here": str(len(labelled)), "source": str(len(wanted))}
                yield TextFinding("option_count", language, f"items.{item.name}.label", Level.ERROR, figures)
            yield from _alike(item, kind, instrument.source_language, language)


def _alike(item: Item, kind: str, source: str, language: str) -> Iterator[TextFinding]:
    parts = item.options if kind == "options" else item.rows
    by_words: dict[str, list[str]] = defaultdict(list)
    for part in parts:
        if part.label.has(language):
            by_words[part.label.translations[language].text.strip().casefold()].append(part.code)
    sources = {part.code: part.label.translations[source].text for part in parts if part.label.has(source)}
    for codes in by_words.values():
        if len(codes) > 1 and len({sources.get(code, code).strip().casefold() for code in codes}) == len(codes):
            figures = {"codes": ", ".join(codes)}
            yield TextFinding("options_alike", language, f"items.{item.name}.{kind}.{codes[-1]}", Level.ERROR, figures)


def scales(instrument: Instrument, language: str) -> Iterator[TextFinding]:
    """The labels of a scale in the same order as in the source: its low end stays its low end."""
    source = instrument.source_language
    for item in instrument.items:
        ends = [
            (end_of_scale(option.label.in_(source), source), end_of_scale(option.label.in_(language), language))
            for option in item.options
            if option.label.has(source) and option.label.has(language)
        ]
        if item.type is ItemType.SCALE and item.low_label and item.high_label:
            ends = [
                (end_of_scale(label.in_(source), source), end_of_scale(label.in_(language), language))
                for label in (item.low_label, item.high_label)
                if label.has(language)
            ]
        if _reversed(ends):
            yield TextFinding("scale_order", language, f"items.{item.name}.label", Level.ERROR)


def _reversed(ends: Sequence[tuple[int | None, int | None]]) -> bool:
    """Low labels where the source has high ones and the other way round, at both ends."""
    known = [(before, after) for before, after in ends if before and after]
    crossed = [pair for pair in known if pair[0] != pair[1]]
    return {before for before, _ in crossed} == {-1, 1} and len(crossed) > len(known) / 2


def lengths(pairs: Sequence[Pair], language: str) -> Iterator[TextFinding]:
    """Far longer or shorter than texts of this language usually are: something is missing or too much."""
    ratios = {
        pair.path: (len(PLACEHOLDER.sub("", pair.text)) + 5) / (len(PLACEHOLDER.sub("", pair.source)) + 5)
        for pair in pairs
        if len(pair.source) >= _LONG_ENOUGH
    }
    if len(ratios) < _FEWEST:
        return
    usual = median(ratios.values())
    for path, ratio in ratios.items():
        if not usual / _TIMES <= ratio <= usual * _TIMES:
            figures = {"percent": str(round(100 * ratio / usual))}
            yield TextFinding("length", language, path, Level.NOTE, figures)


def forms_of_address(pairs: Sequence[Pair], language: str) -> Iterator[TextFinding]:
    """One form of address everywhere: the rarer one is named."""
    forms = {pair.path: address(PLACEHOLDER.sub("", pair.text), language) for pair in pairs}
    count = Counter(form for form in forms.values() if form in ("formal", "informal"))
    usual = count.most_common(1)[0][0] if count else ""
    for path, form in forms.items():
        if form == "both" or (form is not None and usual and form != usual):
            yield TextFinding("address", language, path, Level.WARNING, {"form": form, "usual": usual or "both"})
