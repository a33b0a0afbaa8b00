"""Rules that look at one text and its translation."""

import re
from collections import Counter
from collections.abc import Iterator

from engage.core.findings import Level
from engage.instruments.domain.linting.findings import Pair, Term, TextFinding
from engage.instruments.domain.linting.words import half_negates, negations

PLACEHOLDER = re.compile(r"\$\{\s*([^{}\s]{1,100})\s*\}")
_ADDRESS = re.compile(r"https?://[^\s)>\"'\]]+|mailto:[^\s)>\"'\]]+|[\w.+-]+@[\w-]+\.[\w.]+\w")
_LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
_MARKS = {
    "**": re.compile(r"\*\*(?=\S)[^*\n]+?\*\*"),
    "-": re.compile(r"^\s{0,3}[-*+]\s", re.MULTILINE),
    "1.": re.compile(r"^\s{0,3}\d+[.)]\s", re.MULTILINE),
    "#": re.compile(r"^\s{0,3}#{1,6}\s", re.MULTILINE),
    "`": re.compile(r"`[^`\n]+`"),
}
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*[^<>]*>")
_NUMBER = re.compile(r"\d+")
_SHORTEST_SENTENCE = 3


def placeholders(pair: Pair, language: str) -> Iterator[TextFinding]:
    """Answers that are shown back must be shown in every language, and under their own names."""
    wanted, found = set(PLACEHOLDER.findall(pair.source)), set(PLACEHOLDER.findall(pair.text))
    if lost := wanted - found:
        yield _finding("placeholder_missing", pair, language, Level.ERROR, names=_list(lost))
    if new := found - wanted:
        yield _finding("placeholder_unknown", pair, language, Level.ERROR, names=_list(new))


def links(pair: Pair, language: str) -> Iterator[TextFinding]:
    """A link must not get lost. Its address may lead to a page in the other language."""
    wanted, found = _targets(pair.source), _targets(pair.text)
    if len(wanted) != len(found):
        yield _finding("links", pair, language, Level.WARNING, source=str(len(wanted)), here=str(len(found)))


def _targets(text: str) -> set[str]:
    return {target.rstrip(".,;:") for target in (*_LINK.findall(text), *_ADDRESS.findall(text))}


def markup(pair: Pair, language: str) -> Iterator[TextFinding]:
    """Emphasis, lists, headings and tags as often as in the source."""
    for mark, pattern in _MARKS.items():
        wanted, found = len(pattern.findall(pair.source)), len(pattern.findall(pair.text))
        if wanted != found:
            yield _finding("markup", pair, language, Level.WARNING, mark=mark, source=str(wanted), here=str(found))
    wanted_tags, found_tags = Counter(_TAG.findall(pair.source)), Counter(_TAG.findall(pair.text))
    if wanted_tags != found_tags:
        odd = (wanted_tags - found_tags) + (found_tags - wanted_tags)
        yield _finding("tags", pair, language, Level.WARNING, names=_list(odd))


def numbers(pair: Pair, language: str) -> Iterator[TextFinding]:
    """Figures must be the same: ends of scales, ages, amounts, telephone numbers."""
    wanted, found = Counter(_NUMBER.findall(pair.source)), Counter(_NUMBER.findall(pair.text))
    lost = wanted - found
    if lost and found - wanted:
        yield _finding("numbers", pair, language, Level.WARNING, names=_list(lost), here=_list(found - wanted))


def negation(pair: Pair, language: str, source_language: str) -> Iterator[TextFinding]:
    """A "not" that came or went turns an answer round. Looks at single sentences that are asked or answered."""
    if pair.kind not in ("label", "option", "row", "low_label", "high_label"):
        return
    if len(re.findall(r"[.!?](?:\s|$)", pair.source)) > 1:
        return
    before, after = negations(pair.source, source_language), negations(pair.text, language)
    if before is None or after is None or (before > 0) == (after > 0):
        return
    unnegated, its_language = (pair.text, language) if before else (pair.source, source_language)
    if half_negates(unnegated, its_language):
        return
    yield _finding("negation", pair, language, Level.NOTE, source=str(before), here=str(after))


def untranslated(pair: Pair, language: str, kept: frozenset[str]) -> Iterator[TextFinding]:
    """The same words as the source. Names and short words that languages share are no finding."""
    if pair.source.strip() != pair.text.strip():
        return
    words = re.findall(r"[^\W\d_]+", PLACEHOLDER.sub("", _ADDRESS.sub("", pair.source)))
    own = [word for word in words if word.casefold() not in kept]
    if len(own) >= _SHORTEST_SENTENCE and any(word.islower() or not word.isascii() for word in own):
        yield _finding("untranslated", pair, language, Level.WARNING)


def glossary(pair: Pair, language: str, terms: tuple[Term, ...]) -> Iterator[TextFinding]:
    """Terms are said as the glossary says. Endings may differ: languages inflect."""
    for term in terms:
        if not _says(pair.source, term.term):
            continue
        if term.everywhere and term.term not in pair.text:
            yield _finding("not_to_translate", pair, language, Level.WARNING, term=term.term)
        elif not term.everywhere and not _says_stem(pair.text, term.translation):
            yield _finding("glossary", pair, language, Level.WARNING, term=term.term, translation=term.translation)


def _says(text: str, term: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(term)}(?:s|es)?(?!\w)", text, re.IGNORECASE) is not None


def _says_stem(text: str, translation: str) -> bool:
    """Whether each word of a translation is there, whatever its ending; prefixes of a word do no harm (Hebrew)."""
    folded = text.casefold()
    return all(word[: max(3, len(word) - 2)].casefold() in folded for word in translation.split())


def _finding(rule: str, pair: Pair, language: str, level: Level, **figures: str) -> TextFinding:
    return TextFinding(rule, language, pair.path, level, figures)


def _list(names: object) -> str:
    return ", ".join(sorted(map(str, names)))  # type: ignore[call-overload]
