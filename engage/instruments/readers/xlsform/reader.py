"""An XLSForm becomes an instrument, with a finding for everything that does not come through whole."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from engage.core.findings import Where
from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import Instrument
from engage.instruments.readers.reading import Reading, slug_for
from engage.instruments.readers.workbook import SHEETS, Sheet, Unreadable, Workbook, read_workbook
from engage.instruments.readers.xlsform.choices import Choices, choices_of
from engage.instruments.readers.xlsform.collector import Collector
from engage.instruments.readers.xlsform.columns import Column, columns_of, records_of
from engage.instruments.readers.xlsform.entities import check_entities
from engage.instruments.readers.xlsform.expressions import Expressions
from engage.instruments.readers.xlsform.files import Files
from engage.instruments.readers.xlsform.head import own_tables, with_head
from engage.instruments.readers.xlsform.items import ItemReader
from engage.instruments.readers.xlsform.languages import languages_of
from engage.instruments.readers.xlsform.layout import Layout
from engage.instruments.readers.xlsform.matrix import form_matrices
from engage.instruments.readers.xlsform.names import check_repeats, find_stand_ins, names_of
from engage.instruments.readers.xlsform.offered import Offered
from engage.instruments.readers.xlsform.own_check import check_own
from engage.instruments.readers.xlsform.settings import Settings, settings_of
from engage.instruments.readers.xlsform.tables import Tables
from engage.instruments.readers.xlsform.texts import Texts
from engage.instruments.readers.xlsform.tree import Group, leave_out_without_lists, searched_and_shared, tree_of

MAX_OFFERED = 200_000
"""Options over all items: a long list used by many items grows without the file growing."""
_READ = frozenset({"survey", "choices", "settings", "external_choices"})
_WITHOUT_LANGUAGES = frozenset({"settings", "entities"})


def read(path: Path, *, languages: Mapping[str, str]) -> Reading:
    """The instrument in an XLSForm file, and every finding about it.

    :param languages: BCP 47 tags of languages that the file names without one; `default` for columns without a name
    """
    try:
        workbook = read_workbook(path)
    except Unreadable as error:
        return Reading(None, (error.finding,))
    return read_form(workbook, path.stem, languages, Files(path.parent, path.stem))


def read_form(workbook: Workbook, stem: str, languages: Mapping[str, str], files: Files | None = None) -> Reading:
    """The instrument in a workbook that is already read.

    :param stem: names the instrument when the settings do not
    :param files: the folder with lists in separate files
    """
    collector = Collector()
    collector.findings += workbook.findings
    survey = _survey(workbook, collector)
    if survey is None:
        return Reading(None, tuple(collector.findings))
    sheets = {name: workbook.sheet(name) for name in ("choices", "settings", "external_choices", "entities")}
    sheets = {"survey": survey, **sheets}
    columns = {name: columns_of(sheet, collector) if sheet else () for name, sheet in sheets.items()}
    _mention_sheets(workbook, survey, collector)
    _mention_columns(survey, columns["survey"], collector)
    settings = settings_of(sheets["settings"], columns["settings"], collector)
    texted = [(sheet, columns[name]) for name, sheet in sheets.items() if sheet and name not in _WITHOUT_LANGUAGES]
    spoken = languages_of(texted, settings.default_language, languages, collector)
    texts = Texts(spoken, collector, own=settings.own)
    choices, external = (
        choices_of(sheets[name], columns[name], texts, collector, duplicates=settings.duplicates)
        for name in ("choices", "external_choices")
    )
    form = _Form(workbook, settings, texts, choices, external, files or Files(), collector)
    try:
        root = tree_of(records_of(survey, columns["survey"]), collector)
    except Unreadable as error:
        return Reading(None, (*collector.findings, error.finding))
    check_repeats(root, settings.root, collector)
    check_entities(root, sheets["entities"], columns["entities"], collector)
    instrument = form.instrument(root, survey, stem)
    texts.report()
    return Reading(instrument, tuple(collector.findings), spoken.unnamed)


def _survey(workbook: Workbook, collector: Collector) -> Sheet | None:
    """The survey sheet; the only sheet of a workbook is one whatever its name."""
    sheet = workbook.sheet("survey")
    if sheet is None and len(workbook.sheets) == 1 and "type" in {h.lower() for h in workbook.sheets[0].headers}:
        sheet = workbook.sheets[0]
    if sheet is None or not (sheet.rows or sheet.headers):
        found = ", ".join(sheet.name for sheet in workbook.sheets) or "none"
        message = f"An XLSForm has a sheet named survey with rows in it. Sheets found: {found}."
        collector.error("no_survey_sheet", message, Where(sheet.name if sheet else None))
        return None
    if "type" not in {column.field for column in columns_of(sheet, Collector())}:
        message = "The sheet survey has no column named type."
        collector.error("missing_column", message, Where(sheet.name, sheet.header_row, "type"))
        return None
    if not sheet.rows:
        collector.error("no_questions", "The sheet survey has no rows.", Where(sheet.name))
        return None
    return sheet


def _mention_sheets(workbook: Workbook, survey: Sheet, collector: Collector) -> None:
    for sheet in workbook.sheets:
        name = sheet.name.strip().lower()
        if sheet is survey or name in _READ or not sheet.rows:
            continue
        if name in SHEETS:
            message = f"What the sheet {sheet.name} describes is not offered here. It is left out."
            collector.warning("sheet_left_out", message, Where(sheet.name))
        else:
            collector.note("sheet_not_read", f"The sheet {sheet.name} is not part of the form.", Where(sheet.name))


def _mention_columns(survey: Sheet, columns: tuple[Column, ...], collector: Collector) -> None:
    for column in columns:
        if not column.known and any(column.header in row.cells for row in survey.rows):
            message = f"Nothing is known of the column “{column.header}”. It is not read."
            collector.note("unknown_column", message, Where(survey.name, survey.header_row, column.header))


@dataclass(frozen=True, slots=True)
class _Form:
    """Everything of the form but its rows."""

    workbook: Workbook
    settings: Settings
    texts: Texts
    choices: Choices
    external: Choices
    files: Files
    collector: Collector

    def instrument(self, root: Group, survey: Sheet, stem: str) -> Instrument | None:
        collector, texts, settings = self.collector, self.texts, self.settings
        leave_out_without_lists(root, self.files.has)
        form_matrices(root)
        names = names_of(root)
        find_stand_ins(root, names)
        expressions = Expressions(names, collector)
        title = self._title(stem)
        near = {name: _near(self.workbook, name) for name in ("choices", "external_choices")}
        offered = Offered(
            texts, expressions, self.choices, self.external, self.files, collector, near, searched_and_shared(root)
        )
        sections = Layout(ItemReader(names, texts, expressions, offered, collector), title).sections(root)
        tables = Tables(self.choices, self.files, collector).of(root, expressions) | own_tables(self.workbook)
        self.choices.report_unused(collector)
        if not any(item.is_question for section in sections for item in section.items):
            collector.error("no_questions", "The form asks nothing.", Where(survey.name))
        total = sum(len(item.options) for section in sections for item in section.items)
        if total > MAX_OFFERED:
            message = f"All questions together offer {total} options; {MAX_OFFERED} are allowed."
            collector.error("too_many_options", message, Where(survey.name))
            return None
        if not sections:
            return None
        found = Instrument(
            name=slug_for(settings.form_id or stem, ()),
            title=title,
            source_language=texts.languages.source,
            languages=texts.languages.tags,
            sections=sections,
            tables=tables,
            names=dict(names.renamed),
        )
        if not settings.own:
            return found
        found = with_head(found, settings, texts, collector)
        check_own(found, collector)
        return found

    def _title(self, stem: str) -> LocalizedText:
        record = self.settings.record
        title = record and (self.texts.read(record, "engage::title") or self.texts.read(record, "form_title"))
        return title or self.texts.source(self.settings.form_id or stem)


def _near(workbook: Workbook, name: str) -> str:
    """Words about sheets whose names look like one that is missing."""
    if workbook.sheet(name):
        return ""
    titles = [sheet.name for sheet in workbook.sheets]
    found = difflib.get_close_matches(name, [title for title in titles if title not in SHEETS], n=3, cutoff=0.5)
    return f" There is no such sheet. Did you mean {', '.join(found)}?" if found else " There is no such sheet."
