"""The settings sheet: title, identifier, default language."""

from dataclasses import dataclass

from engage.instruments.readers.workbook import Sheet
from engage.instruments.readers.xlsform.collector import Collector
from engage.instruments.readers.xlsform.columns import Column, Record, records_of
from engage.instruments.readers.xlsform.own import FORMAT, OWN_VALUES, PREFIX, flag

_USED = frozenset({"form_id", "default_language", "allow_choice_duplicates", "version", "name"})
_ENCRYPTION = frozenset({"public_key", "submission_url"})


@dataclass(frozen=True, slots=True)
class Settings:
    form_id: str = ""
    default_language: str = ""
    version: str = ""
    record: Record | None = None
    """For the title, which may be in several languages, and for what only our own files say."""

    @property
    def own(self) -> bool:
        """Whether the file was written here."""
        return bool(self.record and self.record[FORMAT])

    @property
    def duplicates(self) -> bool:
        """Whether a list may hold one name several times."""
        return bool(self.record and flag(self.record["allow_choice_duplicates"]))

    @property
    def root(self) -> str:
        """What the whole form is called, where it says so."""
        return self.record["name"] if self.record else ""


def settings_of(sheet: Sheet | None, columns: tuple[Column, ...], collector: Collector) -> Settings:
    """The first row of the sheet; what has no meaning here is noted."""
    records = records_of(sheet, columns) if sheet else []
    if not records:
        return Settings()
    record = records[0]
    for later in records[1:]:
        collector.note("settings_row_ignored", "Only the first row of settings is read.", later.where())
    for header in record.extra:
        if header.startswith(f"{PREFIX}::"):
            continue
        if header.lower() in _ENCRYPTION:
            message = f"{header}: responses are kept encrypted by this platform in its own way and sent nowhere else."
            collector.warning("setting_ignored", message, record.where(header))
        else:
            collector.note("setting_ignored", f"The setting {header} has no effect here.", record.where(header))
    for field in sorted(record.values.keys() - _USED - OWN_VALUES):
        collector.note("setting_ignored", f"The setting {field} has no effect here.", record.where(field))
    return Settings(record["form_id"], record["default_language"], record["version"], record)
