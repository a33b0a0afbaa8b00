"""The options a question offers: its list, answers shown in labels, and `or_other`."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engage.instruments.domain.definition import ItemType, Option
from engage.instruments.readers.xlsform.choices import Choices
from engage.instruments.readers.xlsform.collector import Collector
from engage.instruments.readers.xlsform.expressions import Expressions
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
    collector: Collector

    def options(self, row: Row) -> tuple[Option, ...]:
        kind, where = row.kind, row.record.where("type")
        if not kind.list_name:
            self.collector.error("missing_list", f"“{row.name}” names no list of options.", where)
            return ()
        found = self.choices.get(kind.list_name)
        if found is None:
            message = f"The list “{kind.list_name}” is not in the sheet choices."
            self.collector.error("unknown_list", message, where)
            return ()
        spaced = [option.code for option in found.options if " " in option.code or "\n" in option.code]
        if spaced and kind.type is not ItemType.SINGLE:
            message = f"The option “{spaced[0]}” of the list “{kind.list_name}” has a space in its name."
            self.collector.error("option_with_space", message, where)
        options = tuple(self._with_references(option, row) for option in found.options)
        return self._with_other(row, options) if kind.or_other else options

    def _with_references(self, option: Option, row: Row) -> Option:
        """A label that shows an answer; what is wrong with it is said where the list is used."""
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
