"""The front door: any instrument file, whatever it is written in."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from engage.core.findings import Finding, Level
from engage.instruments.readers import workbook
from engage.instruments.readers.reading import Reading

LIMESURVEY = frozenset({".lss", ".tsv", ".txt"})
NATIVE = frozenset({".yaml", ".yml", ".json"})
SUFFIXES = workbook.SUFFIXES | LIMESURVEY | NATIVE
"""What can be brought: the ends of the file names."""

NO_LANGUAGES: Mapping[str, str] = MappingProxyType({})


def read(path: Path, *, languages: Mapping[str, str] = NO_LANGUAGES) -> Reading:
    """The instrument in a file and every finding about it; never an exception about the file's content.

    :param languages: BCP 47 tags of languages that the file names without one
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        return refused("unknown_format", f"Files ending in “{suffix}” are not read. {accepted()}")
    if not path.is_file():
        return refused("no_such_file", f"There is no file {path.name}.")
    if path.stat().st_size == 0:
        return refused("empty_file", f"The file {path.name} is empty. {accepted()}")
    if suffix in LIMESURVEY:
        from engage.instruments.readers import limesurvey

        return limesurvey.read(path, languages=languages)
    if suffix in NATIVE:
        from engage.instruments.readers import native

        return native.read(path)
    from engage.instruments.readers import xlsform

    return xlsform.read(path, languages=languages)


def accepted() -> str:
    """Which files are read, in a sentence."""
    return (
        "Bring an XLSForm (.xlsx, .xlsm, .xls, .csv, .md), a LimeSurvey file (.lss, .tsv, .txt) "
        "or an instrument in our own format (.yaml, .json)."
    )


def refused(code: str, message: str) -> Reading:
    """No instrument, for one reason."""
    return Reading(None, (Finding(Level.ERROR, code, message),))
