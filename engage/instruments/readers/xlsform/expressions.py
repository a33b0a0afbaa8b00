"""Expression cells: checked one by one, references turned to the names used here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from engage.core.findings import Where
from engage.instruments.expressions.errors import ExpressionError
from engage.instruments.expressions.evaluator import compile_expression
from engage.instruments.readers.xlsform.collector import Collector
from engage.instruments.readers.xlsform.columns import EXPRESSIONS, Record
from engage.instruments.readers.xlsform.names import REFERENCE, Names, Unresolved
from engage.instruments.readers.xlsform.tree import Group, Row

_YES = frozenset({"yes", "true", "true()"})
_NO = frozenset({"no", "false", "false()"})
_SMART = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "‚": "'", "\u00a0": " ", "–": "-"})
_TABLE = re.compile(r"\b(instance|pulldata)\(\s*['\"]([^'\"]+)['\"]\s*[,)]")
_PATH = re.compile(r"\$\{[^{}]*\}\s*[\[/]")
_LAST_SAVED = "last-saved#"
_DYNAMIC = re.compile(r"\$\{|[A-Za-z][\w\-:]*\(.*\)", re.S)


@dataclass(frozen=True, slots=True)
class Lookup:
    """A cell that looks something up in a list."""

    record: Record
    column: str
    from_file: bool
    """By pulldata(), which reads separate files only."""


@dataclass(slots=True)
class Expressions:
    """Reads expression cells. `tables` gathers the lists that expressions look up."""

    names: Names
    collector: Collector
    tables: dict[str, Lookup] = field(default_factory=dict)
    """List name -> the first cell that looks it up."""
    _keys: frozenset[str] = field(init=False)
    _repeated: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self._keys = self.names.all_keys
        self._repeated = self.names.repeated

    def read(self, record: Record, column: str, group: Group) -> str | None:
        """The expression in a cell; yes and no become true() and false(). None when empty or wrong."""
        text = record[column]
        if not text:
            return None
        if text.lower() in _YES:
            return "true()"
        if text.lower() in _NO:
            return "false()"
        return self.check(text, record, column, group)

    def check(self, text: str, record: Record, column: str, group: Group) -> str | None:
        """The expression with the names used here, or None with a finding at the cell."""
        source = self.references(text, record, column, group)
        if _LAST_SAVED in text and source is not None:
            message = "Answers of an earlier response (last-saved) are not kept here, so nothing can refer to them."
            self.collector.error("last_saved", message, record.where(column))
            return None
        if source is None:
            return None
        try:
            return self._compile(source, record, column)
        except ExpressionError as error:
            if _PATH.search(source):
                message = "Paths that begin at an answer, as in ${list}[1]/item, are not offered here."
                self.collector.error("path_after_reference", message, record.where(column))
                return None
            self.collector.error(error.code, f"The expression is not understood: {error}.", record.where(column))
            return None

    def _compile(self, source: str, record: Record, column: str) -> str:
        """Compile as it stands, and where that fails, with typographic quotation marks made plain."""
        plain = source.translate(_SMART)
        try:
            compile_expression(source, names=self._keys, repeated=self._repeated)
        except ExpressionError:
            if plain == source:
                raise
            compile_expression(plain, names=self._keys, repeated=self._repeated)
            source = plain
        for function, name in _TABLE.findall(source):
            self.tables.setdefault(name, Lookup(record, column, from_file=function == "pulldata"))
        return source

    def look(self, text: str, where: Where, group: Group) -> None:
        """Say it when a name in a text that is not kept means nothing."""
        for name in REFERENCE.findall(text):
            try:
                self.names.resolve(name, group)
            except Unresolved as error:
                self.collector.error(error.code, str(error), where)

    def references(self, text: str, record: Record, column: str, group: Group) -> str | None:
        """The text with `${name}` as it is called here; None when one of them names nothing."""
        sound = True

        def here(match: re.Match[str]) -> str:
            nonlocal sound
            name = match[1].removeprefix(_LAST_SAVED)
            try:
                found, left_out = self.names.resolve(name, group)
                if self.names.is_note(name, group):
                    message = f"“{name}” is a note and holds no answer: what refers to it finds nothing."
                    self.collector.warning("reference_to_note", message, record.where(column))
                    return "''" if column in EXPRESSIONS else ""
            except Unresolved as error:
                sound = False
                self.collector.error(error.code, str(error), record.where(column))
                return match[0]
            if left_out:
                self.collector.warning("reference_to_left_out", _what_is_found(name, left_out), record.where(column))
            return f"${{{found}}}"

        result = REFERENCE.sub(here, text)
        return result if sound else None


def _what_is_found(name: str, thing: Row | Group) -> str:
    if isinstance(thing, Group):
        return f"“{name}” is a group and holds no answer: what refers to it finds nothing."
    if thing.record["type"].lower() == "today":
        return f"“{name}” is not collected: what refers to it finds the day on which it is worked out."
    return f"“{name}” is left out of the form: what refers to it finds nothing."


def is_dynamic(default: str) -> bool:
    """Whether a default is an expression rather than a value."""
    return bool(_DYNAMIC.search(default)) and not default.lower().startswith(("http:", "https:"))


def both(first: str | None, second: str | None) -> str | None:
    """True when both are; an absent expression is always true."""
    if first and second:
        return f"({first}) and ({second})"
    return first or second


def literal(text: str) -> str:
    """A text as an XPath string, whatever quotation marks it holds."""
    if "'" not in text:
        return f"'{text}'"
    if '"' not in text:
        return f'"{text}"'
    parts = ', "\'", '.join(f"'{part}'" for part in text.split("'"))
    return f"concat({parts})"
