"""Texts of the file in all its languages."""

import html
import re
from collections.abc import Mapping

from engage.core.findings import Where
from engage.i18n.text import LocalizedText, Translation
from engage.instruments.readers.xlsform.collector import Collector
from engage.instruments.readers.xlsform.columns import Record
from engage.instruments.readers.xlsform.expressions import Expressions
from engage.instruments.readers.xlsform.languages import Languages
from engage.instruments.readers.xlsform.tree import Group

_TAG = re.compile(
    r"</?(?:span|font|b|i|u|s|em|strong|small|big|mark|sub|sup|p|div|center|h[1-6]|a|ul|ol|li|img|hr|table|tr|td|th)"
    r"(?:\s[^<>]*)?/?>",
    re.I,
)
_BREAK = re.compile(r"<br\s*/?>", re.I)
_CODE = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.I | re.S)
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|amp|lt|gt|quot|apos|nbsp);", re.I)


class Texts:
    """Makes localized texts of a record's columns, and says once what it took out of them."""

    def __init__(self, languages: Languages, collector: Collector, *, own: bool = False) -> None:
        """:param own: the file was written here, its texts hold no HTML"""
        self.languages = languages
        self.own = own
        self.shown: dict[str, Where] = {}
        """Names of pictures -> the first cell that shows one."""
        self._collector = collector
        self._html: list[Where] = []

    def read(self, record: Record, field: str) -> LocalizedText | None:
        """The texts of a field. A column with a language goes before one without."""
        found: dict[str, str] = {}
        for name in sorted(record.texts.get(field, {}), key=lambda name: name is None):
            text = self._plain(record.texts[field][name], record.where(field))
            if text:
                found.setdefault(self.languages.by_name.get(name, self.languages.source), text)
        return self.of(found) if found else None

    def with_references(
        self, record: Record, field: str, expressions: Expressions, group: Group
    ) -> LocalizedText | None:
        """The same, with every `${name}` checked and called what it is called here."""
        text = self.read(record, field)
        if text is None or not any("${" in translation.text for _, translation in text):
            return text
        return self.of(
            {
                tag: expressions.references(translation.text, record, field, group) or translation.text
                for tag, translation in text
            }
        )

    def of(self, texts: Mapping[str, str]) -> LocalizedText:
        ordered = sorted(texts, key=lambda tag: tag != self.languages.source)
        return LocalizedText(self.languages.source, {tag: Translation(texts[tag]) for tag in ordered})

    def source(self, text: str) -> LocalizedText:
        return self.of({self.languages.source: text})

    def instead(self, name: str) -> LocalizedText:
        """What stands for a text that is missing: the name, or nothing in a file that was written here."""
        return self.source("" if self.own else name)

    def pictures(self, record: Record) -> dict[str, str]:
        """The names of the pictures in the column image, by language."""
        found: dict[str, str] = {}
        cells = record.texts.get("image", {})
        for name in sorted(cells, key=lambda name: name is None):
            picture = cells[name].removeprefix("jr://images/").strip()
            if picture:
                found.setdefault(self.languages.by_name.get(name, self.languages.source), picture)
                self.shown.setdefault(picture, record.where("image"))
        return found

    def report(self) -> None:
        """The one note about HTML in the file, and the one about its pictures."""
        if self.shown:
            message = f"The form shows pictures that are brought by themselves: {', '.join(self.shown)}."
            self._collector.note("pictures", message, next(iter(self.shown.values())))
        if self._html:
            message = f"Texts hold HTML ({len(self._html)} cells). Only its text is kept; **bold** and *italic* work."
            self._collector.note("html_removed", message, self._html[0])

    def _plain(self, text: str, where: Where) -> str:
        if self.own:
            return text
        plain = _TAG.sub("", _BREAK.sub("\n", _CODE.sub("", text)))
        if plain != text:
            self._html.append(where)
            plain = _ENTITY.sub(lambda match: html.unescape(match[0]), plain)
        return plain.strip()
