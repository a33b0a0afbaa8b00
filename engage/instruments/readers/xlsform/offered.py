"""The options a question offers: its list, answers shown in labels, and `or_other`."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from engage.instruments.domain.definition import ItemType, Option
from engage.instruments.readers.xlsform.choices import COLUMN, Choices
from engage.instruments.readers.xlsform.collector import Collector
from engage.instruments.readers.xlsform.columns import parse_header
from engage.instruments.readers.xlsform.expressions import Expressions
from engage.instruments.readers.xlsform.files import Files, Table, UnreadableList
from engage.instruments.readers.xlsform.parameters import parameters_of
from engage.instruments.readers.xlsform.texts import Texts
from engage.instruments.readers.xlsform.tree import Row

OTHER: Mapping[str, str] = {
    "en": "Other",
    "nb": "Annet",
    "sv": "Annat",
    "de": "Andere",
    "fr": "Autre",
    "it": "Altro",
    "pl": "Inne",
    "he": "אחר",
}
"""What `or_other` offers: XLSForm writes it in English only."""


@dataclass(frozen=True, slots=True)
class Offered:
    texts: Texts
    expressions: Expressions
    choices: Choices
    external: Choices
    files: Files
    collector: Collector
    near: Mapping[str, str] = field(default_factory=dict)
    """Sheet -> words about sheets whose names look like it."""
    searched_and_shared: frozenset[str] = frozenset()
    """Lists that one question uses with search() and another without."""
    _from: dict[tuple[str, str, str], tuple[Option, ...]] = field(default_factory=dict)

    def options(self, row: Row) -> tuple[Option, ...]:
        kind, where = row.kind, row.record.where("type")
        if not kind.list_name:
            self.collector.error("missing_list", f"“{row.name}” names no list of options.", where)
            return ()
        if kind.from_file:
            return self._from_file(row)
        choices, sheet = (self.external, "external_choices") if kind.external else (self.choices, "choices")
        found = choices.get(kind.list_name)
        if found is None and self.texts.own:
            return ()  # an item that offers nothing writes no list
        if found is None:
            message = f"The list “{kind.list_name}” is not in the sheet {sheet}.{self.near.get(sheet, '')}"
            self.collector.error("unknown_list", message, where)
            return ()
        for place, text in found.media:
            self.expressions.look(text, place, row.parent)
        spaced = [option.code for option in found.options if " " in option.code or "\n" in option.code]
        if spaced and kind.type is not ItemType.SINGLE:
            message = f"The option “{spaced[0]}” of the list “{kind.list_name}” has a space in its name."
            self.collector.error("option_with_space", message, where)
        options = tuple(self._with_references(option, row) for option in found.options)
        if not row.record["choice_filter"] and not self.texts.own:
            options = self._without_doubles(options, row)
        return self._with_other(row, options) if kind.or_other else options

    def _without_doubles(self, options: tuple[Option, ...], row: Row) -> tuple[Option, ...]:
        """Without a filter that chooses between them, two options of one name are one."""
        first = {option.code: option for option in reversed(options)}
        kept = tuple(option for option in options if first[option.code] is option)
        if len(kept) < len(options):
            message = f"“{row.name}” offers one name several times without a filter. The first of each is offered."
            self.collector.warning("doubled_option", message, row.record.where("type"))
        return kept

    def _from_file(self, row: Row) -> tuple[Option, ...]:
        """The options in a separate file: one a row, named and labelled by two of its columns."""
        name, where = row.kind.list_name, row.record.where("type")
        parameters = parameters_of(row.record, Collector())
        usual = ("id", "title") if name.lower().endswith(".geojson") else ("name", "label")
        value, label = parameters.get("value", usual[0]), parameters.get("label", usual[1])
        try:
            table = self.files.table(name)
        except UnreadableList as error:
            self.collector.error("unreadable_list", f"The file {name} cannot be read: {error}.", where)
            return ()
        if table is None:
            return ()
        key = (name, value, label)
        if key not in self._from:
            self._from[key] = self._options_of(table, value, label)
        if not self._from[key]:
            message = f"The file {name} has no column “{value}” that names options."
            self.collector.error("missing_column", message, where)
        return self._from[key]

    def _options_of(self, table: Table, value: str, label: str) -> tuple[Option, ...]:
        headers = dict.fromkeys(header for line in table for header in line)
        languages = {header: tag for header in headers if (tag := self._language(header, label))}
        further = [header for header in headers if header not in (value, *languages) and COLUMN.match(header)]
        return tuple(
            Option(
                code=line[value],
                label=self.texts.of({tag: line[header] for header, tag in languages.items() if header in line})
                if any(header in line for header in languages)
                else self.texts.source(line[value]),
                attributes={header: line[header] for header in further if header in line},
            )
            for line in table
            if line.get(value)
        )

    def _language(self, header: str, label: str) -> str | None:
        """The language of a column with labels: `label`, `label::French (fr)`."""
        languages = self.texts.languages
        if header == label:
            return languages.source
        column = parse_header(header)
        return languages.by_name.get(column.language) if column.field == label and column.language else None

    def _with_references(self, option: Option, row: Row) -> Option:
        """A label or condition that names an answer; what is wrong with it is said where the list is used."""
        if option.relevance:
            condition = self.expressions.check(option.relevance, row.record, "type", row.parent)
            option = replace(option, relevance=condition)
        if not any("${" in translation.text for _, translation in option.label):
            return option
        texts = {
            tag: self.expressions.references(translation.text, row.record, "type", row.parent) or translation.text
            for tag, translation in option.label
        }
        return replace(option, label=self.texts.of(texts))

    def _with_other(self, row: Row, options: tuple[Option, ...]) -> tuple[Option, ...]:
        if row.record["choice_filter"]:
            message = "or_other and choice_filter do not go together: the filter would hide “Other”."
            self.collector.error("or_other_with_filter", message, row.record.where("type"))
        if any(option.code == "other" for option in options):
            return tuple(replace(option, other=option.other or option.code == "other") for option in options)
        languages = self.texts.languages
        labels = {tag: OTHER[key] for tag in languages.tags if (key := tag.split("-")[0]) in OTHER}
        missing = [tag for tag in languages.tags if tag not in labels]
        if missing:
            message = f"“Other” is not translated into {', '.join(missing)}. Add the option to the list instead."
            self.collector.warning("or_other_label", message, row.record.where("type"))
        labels.setdefault(languages.source, OTHER["en"])
        return (*options, Option(code="other", label=self.texts.of(labels), other=True, fixed=True))
