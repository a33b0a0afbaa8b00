"""What the making of every item needs at hand: names, texts, findings, and translated expressions."""

import re
from dataclasses import dataclass

from engage.core.findings import Where
from engage.core.refusal import Refusal
from engage.i18n.text import LocalizedText
from engage.instruments.expressions.limesurvey import legacy_conditions, translate_condition, translate_stored
from engage.instruments.readers.limesurvey.model import Question, Survey
from engage.instruments.readers.limesurvey.notes import Notes, at
from engage.instruments.readers.limesurvey.texts import TextMaker
from engage.instruments.readers.limesurvey.variables import Names

_ALWAYS = frozenset({"", "1"})
_BRACES = re.compile(r"\{(.*)\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Context:
    survey: Survey
    names: Names
    texts: TextMaker
    notes: Notes

    def relevance(self, source: str, where: Where, question: Question | None, shown: str) -> str | None:
        """A condition in our expressions; None for always, and when it cannot be translated."""
        if source.strip() in _ALWAYS:
            return None
        try:
            return translate_condition(bare(source), variables=self.names.within(question))
        except Refusal as refusal:
            message = f"The condition “{source.strip()}” {_why(refusal)}; {shown} is always shown."
            self.notes.warning("relevance", message, at(where, "relevance"))
            return None

    def relevance_of(self, question: Question) -> str | None:
        """The same for a question, old conditions standing in where it has no relevance of its own."""
        if question.relevance.strip() in _ALWAYS and question.conditions:
            try:
                return legacy_conditions(question.conditions, self.names.within(question))
            except Refusal as refusal:
                message = f"The old conditions of {question.code} {_why(refusal)}; it is always shown."
                self.notes.warning("relevance", message, at(question.where, "conditions"))
                return None
        return self.relevance(question.relevance, question.where, question, question.code)

    def formula(self, source: str, question: Question, setting: str) -> str | None:
        """A value in our expressions; None, with a warning, when it cannot be translated."""
        try:
            return translate_stored(bare(source), variables=self.names.within(question))
        except Refusal as refusal:
            self._left_out(source, question, setting, refusal)
            return None

    def rule(self, source: str, question: Question, setting: str, own: str | None) -> str | None:
        """A rule in our expressions, `this` being `own`; None, with a warning, when it cannot be translated."""
        try:
            return translate_condition(bare(source), variables=self.names.within(question, own))
        except Refusal as refusal:
            self._left_out(source, question, setting, refusal)
            return None

    def _left_out(self, source: str, question: Question, setting: str, refusal: Refusal) -> None:
        message = f"“{setting}” of {question.code}, “{source.strip()}”, {_why(refusal)} and is left out."
        self.notes.warning("expression", message, at(question.where, setting))

    def attribute(self, question: Question, name: str) -> str:
        return question.attribute(name, self.survey.language)

    def attribute_text(self, question: Question, name: str) -> LocalizedText | None:
        """A setting that people read, in every language it is given in."""
        values = {tag or self.survey.language: text for tag, text in question.attributes.get(name, {}).items()}
        return self.texts.text(values, at(question.where, name), question)


def bare(source: str) -> str:
    """An expression without the braces around the whole of it."""
    match = _BRACES.fullmatch(source.strip())
    return match[1].strip() if match and "{" not in match[1] else source.strip()


def both(*conditions: str | None) -> str | None:
    """All conditions at once; None when there is none."""
    given = [condition for condition in conditions if condition]
    return given[0] if len(given) == 1 else " and ".join(f"({each})" for each in given) or None


def literal(text: str) -> str:
    """A text as a string in an expression."""
    if "'" not in text:
        return f"'{text}'"
    if '"' not in text:
        return f'"{text}"'
    parts = ', "\'", '.join(f"'{part}'" for part in text.split("'"))
    return f"concat({parts})"


def _why(refusal: Refusal) -> str:
    return f"could not be translated ({refusal})" if refusal.args else "could not be translated"
