"""The choices sheet: lists of response options."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from engage.core.findings import Where
from engage.instruments.domain.definition import Option
from engage.instruments.readers.workbook import Sheet
from engage.instruments.readers.xlsform.collector import Collector
from engage.instruments.readers.xlsform.columns import MEDIA, Column, Record, records_of
from engage.instruments.readers.xlsform.texts import Texts

_COLUMN = re.compile(r"^[^\W\d][\w.\-]*$")


@dataclass(frozen=True, slots=True)
class ChoiceList:
    options: tuple[Option, ...]
    where: Where


@dataclass(slots=True)
class Choices:
    lists: Mapping[str, ChoiceList]
    used: set[str] = field(default_factory=set)

    def get(self, name: str) -> ChoiceList | None:
        self.used.add(name)
        return self.lists.get(name)

    def table(self, name: str) -> tuple[Mapping[str, str], ...] | None:
        """The list as rows that expressions look up: name, label (in the source language), further columns.

        `itextId` holds the label as well, so that `jr:itext(…/itextId)` finds it.
        """
        found = self.get(name)
        if found is None:
            return None
        return tuple(
            {
                **option.attributes,
                "name": option.code,
                "label": option.label.in_(option.label.source_language),
                "itextId": option.label.in_(option.label.source_language),
            }
            for option in found.options
        )

    def report_unused(self, collector: Collector) -> None:
        unused = {name: found for name, found in self.lists.items() if name not in self.used}
        if unused:
            message = f"No question uses these lists. They are left out: {', '.join(unused)}."
            collector.note("list_not_used", message, next(iter(unused.values())).where)


def choices_of(sheet: Sheet | None, columns: tuple[Column, ...], texts: Texts, collector: Collector) -> Choices:
    """All lists of the sheet, in the order of their rows; a row without list or name is an error."""
    gathered: dict[str, list[Record]] = {}
    for record in records_of(sheet, columns) if sheet else []:
        if record["list_name"] and record["name"]:
            gathered.setdefault(record["list_name"], []).append(record)
        elif record["list_name"] or record["name"]:
            missing = "name" if record["list_name"] else "list_name"
            collector.error(f"missing_{missing}", f"The option has no {missing}.", record.where(missing))
        else:
            collector.note("option_without_list", "The row belongs to no list. It is left out.", record.where())
    return Choices({name: _list(name, records, texts, collector) for name, records in gathered.items()})


def _list(name: str, records: list[Record], texts: Texts, collector: Collector) -> ChoiceList:
    first_rows: dict[str, int] = {}
    kept: list[Record] = []
    options: list[Option] = []
    for record in records:
        code = record["name"]
        first = first_rows.setdefault(code, record.number)
        if first != record.number:
            message = f"The list “{name}” offers “{code}” already in row {first}. This row is left out."
            collector.warning("duplicate_option", message, record.where("name"))
            continue
        kept.append(record)
        options.append(_option(record, texts, collector))
    _mention_media(name, kept, collector)
    return ChoiceList(tuple(options), records[0].where("list_name"))


def _option(record: Record, texts: Texts, collector: Collector) -> Option:
    label = texts.read(record, "label")
    if label is None:
        message = f"The option “{record['name']}” has no label. Its name is shown instead."
        collector.warning("option_without_label", message, record.where("label"))
        label = texts.source(record["name"])
    return Option(code=record["name"], label=label, attributes=_attributes(record))


def _mention_media(name: str, records: list[Record], collector: Collector) -> None:
    for medium in sorted(MEDIA):
        shown = [record for record in records if medium in record.texts]
        if shown:
            rows = ", ".join(str(record.number) for record in shown)
            message = f"The options of “{name}” are shown without their {medium} (rows {rows})."
            collector.warning("media_left_out", message, shown[0].where(medium))


def _attributes(record: Record) -> dict[str, str]:
    """Further columns, by their header; those that no expression could name are not kept."""
    return {header: text for header, text in record.extra.items() if _COLUMN.match(header)}
