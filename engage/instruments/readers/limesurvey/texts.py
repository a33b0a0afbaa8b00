"""LimeSurvey's HTML texts in all languages as our localized Markdown, answers piped in included."""

import html
import re
from collections import Counter
from collections.abc import Mapping

from engage.core.findings import Where
from engage.core.refusal import Refusal
from engage.i18n.text import LocalizedText, Translation
from engage.instruments.domain.definition import Item, ItemType
from engage.instruments.expressions.limesurvey import translate_stored
from engage.instruments.readers.limesurvey.fixed import Words, in_language
from engage.instruments.readers.limesurvey.model import MAX_TEXT, Question, Survey, Texts
from engage.instruments.readers.limesurvey.notes import Notes, at
from engage.instruments.readers.limesurvey.variables import Names
from engage.instruments.readers.markup import converted, to_markdown


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PIPED = re.compile(r"\{(?=\S)((?:[^{}\"']|\"[^\"{}]*\"|'[^'{}]*')*?)(?<=\S)\}")
_TAGS = re.compile(r"</?(?:span|p|br|b|i|u|strong|em|font|div|small)\b[^>]*>", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_SCRIPT = re.compile(r"<\s*script\b", re.IGNORECASE)
_DIRECT = re.compile(r"\$\{[^{}]+\}")
_WRITTEN_IN = re.compile(r"(src\s*=\s*[\"']data:)[^\"'<>]*", re.IGNORECASE)
_SLOT = re.compile("\ue100(\\d+)\ue101")
_TOLD = 5
"""Expressions told in one finding; a text of a demonstration may show hundreds."""
_OF_THE_SYSTEM = _words(
    "SAVEDID SITENAME ADMINNAME ADMINEMAIL SURVEYDESCRIPTION EXPIRY EXPIRY-DMY EXPIRY-MDY TOKEN SID LANG "
    "SURVEYURL OPTOUTURL FIRSTNAME LASTNAME EMAIL QID GID SGQ ASSESSMENTS PERC TOTALQUESTIONS REFURL IPADDR"
)


class TextMaker:
    """Makes the texts of one survey.

    Expressions that a text shows become calculation items; whoever lists the items collects them
    with `take_calculations` and puts them before the item that shows them.
    """

    def __init__(self, survey: Survey, tags: Mapping[str, str], names: Names, notes: Notes) -> None:
        self.tags = tags
        self.source = tags[survey.language]
        self.untranslated: Counter[str] = Counter()
        self._unknown_words: set[str] = set()
        self._title = survey.texts.get("surveyls_title", {})
        self._names = names
        self._notes = notes
        self.taken: set[str] = set()
        """Names that calculations and notes made here must not take."""
        self._calculated: dict[str, str] = {}
        self._pending: list[Item] = []

    def reserve(self, names: set[str]) -> None:
        self.taken |= names

    def text(self, texts: Texts, where: Where, question: Question | None = None) -> LocalizedText | None:
        """The text in every language that has one; None where none has."""
        found = {tag: self._written(texts.get(code, ""), code, where, question) for code, tag in self.tags.items()}
        return self._localized(found)

    def label(self, texts: Texts, where: Where, question: Question | None = None) -> LocalizedText:
        """The same for a text that has to be there, even if empty."""
        return self.text(texts, where, question) or LocalizedText(self.source, {self.source: Translation("")})

    def words(self, words: Words) -> LocalizedText:
        """Words that LimeSurvey supplies itself; English stands in where a language is not known."""
        english = in_language(words, "en") or ""
        found = {}
        for tag in self.tags.values():
            known = in_language(words, tag)
            if known is None:
                self._unknown_words.add(tag)
            if known is not None or tag == self.source:
                found[tag] = known or english
        return LocalizedText(self.source, {tag: Translation(text) for tag, text in found.items()})

    def joined(self, *parts: LocalizedText | None, by: str = " – ") -> LocalizedText | None:
        """Several texts as one, in every language any of them has."""
        given = [part for part in parts if part]
        tags = [tag for tag in self.tags.values() if any(part.has(tag) for part in given)]
        found = {tag: by.join(part.in_(tag) for part in given if part.in_(tag)) for tag in tags}
        return LocalizedText(self.source, {t: Translation(text) for t, text in found.items()}) if found else None

    def take_calculations(self) -> list[Item]:
        taken, self._pending = self._pending, []
        return taken

    def report(self) -> None:
        """One finding per language for what is not translated."""
        for tag, count in sorted(self.untranslated.items()):
            message = f"{count} texts are not translated into {tag}; the source language is shown there."
            self._notes.note("untranslated", message, Where())
        for tag in sorted(self._unknown_words):
            message = f"Standard answers such as Yes and No are not known in {tag}; please translate them."
            self._notes.note("standard_answers", message, Where())

    def _localized(self, found: Mapping[str, str]) -> LocalizedText | None:
        if not any(found.values()):
            return None
        if found.get(self.source):
            self.untranslated.update(tag for tag, text in found.items() if not text)
        return LocalizedText(self.source, {tag: Translation(text) for tag, text in found.items() if text})

    def _written(self, source: str, code: str, where: Where, question: Question | None) -> str:
        if not source.strip():
            return ""
        source = self._bounded(source, where)
        slots: list[str] = []
        missing: dict[str, None] = {}

        def slot(match: re.Match[str]) -> str:
            slots.append(self._piped(match[1], code, question, missing))
            return f"\ue100{len(slots) - 1}\ue101"

        text, lost = converted(_PIPED.sub(slot, source))
        where = at(where, code) if len(self.tags) > 1 else where
        if _SCRIPT.search(source):
            self._notes.warning("script", "A script in this text is left out, with whatever it did.", where)
        if lost := tuple(each for each in lost if each != "script"):
            more = f" and {len(lost) - _TOLD} more" if len(lost) > _TOLD else ""
            told = ", ".join(_SLOT.sub("…", each) for each in lost[:_TOLD])
            message = f"Only the words of this text are kept. Lost: {told}{more}."
            self._notes.note("markup", message, where)
        self._tell_missing(list(missing), where)
        return _SLOT.sub(lambda match: slots[int(match[1])], text).strip()

    def _piped(self, source: str, code: str, question: Question | None, missing: dict[str, None]) -> str:
        """`${name}` for an answer or expression shown in a text; nothing, and one more missing, if there is none."""
        expression = html.unescape(_TAGS.sub("", source)).replace("\xa0", " ").strip()
        name = expression.removeprefix("INSERTANS:").removesuffix(".shown")
        if expression == "SURVEYNAME":
            return to_markdown(self._title.get(code, ""))[0]
        direct = self._names.expression(name, question)
        if direct and _DIRECT.fullmatch(direct):
            return direct
        if not _LETTER.search(expression):
            return f"{{{expression}}}"
        if expression.startswith("TOKEN:") or expression in _OF_THE_SYSTEM:
            missing[f"{{{expression}}} is not known about respondents here"] = None
            return ""
        try:
            variables = self._names.within(question)
            formula = self._names.expression(expression, question) or translate_stored(expression, variables=variables)
        except Refusal as refusal:
            missing[f"{{{expression}}} could not be translated ({refusal})"] = None
            return ""
        return f"${{{self._calculation(formula, question)}}}"

    def _bounded(self, source: str, where: Where) -> str:
        """The text without pictures written into it, cut where LimeSurvey itself would cut it."""
        source = _WRITTEN_IN.sub(r"\1", source)
        if len(source) <= MAX_TEXT:
            return source
        message = f"The text has more than {MAX_TEXT} characters; what stands further is left out."
        self._notes.warning("text_too_long", message, where)
        return source[:MAX_TEXT]

    def _tell_missing(self, missing: list[str], where: Where) -> None:
        if missing:
            more = f"; and {len(missing) - _TOLD} more" if len(missing) > _TOLD else ""
            told = "; ".join(missing[:_TOLD])
            message = f"This text shows what cannot be shown, nothing stands there: {told}{more}."
            self._notes.warning("piping", message, where)

    def _calculation(self, formula: str, question: Question | None) -> str:
        if formula not in self._calculated:
            stem = self._names.item(question) if question else "text"
            name = unique(f"{stem}_shown", self.taken)
            self.taken.add(name)
            self._calculated[formula] = name
            empty = LocalizedText(self.source, {self.source: Translation("")})
            self._pending.append(Item(name=name, type=ItemType.CALCULATION, label=empty, calculation=formula))
        return self._calculated[formula]


def unique(name: str, taken: set[str]) -> str:
    """The name, with a number where it is taken."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}_{number}"
    return free
