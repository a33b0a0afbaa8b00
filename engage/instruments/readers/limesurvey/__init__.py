"""Reading LimeSurvey's files: `.lss` (XML) and its tab-separated structure (`.tsv`, `.txt`)."""

from collections.abc import Mapping
from pathlib import Path

from engage.core.findings import Finding, Level
from engage.instruments.readers.limesurvey.lss import read_lss
from engage.instruments.readers.limesurvey.mapping import to_reading
from engage.instruments.readers.limesurvey.model import Unreadable
from engage.instruments.readers.limesurvey.tsv import read_tsv
from engage.instruments.readers.reading import Reading

_NO_CHOICE: Mapping[str, str] = {}


def read(path: Path, *, languages: Mapping[str, str] = _NO_CHOICE) -> Reading:
    """The instrument in a LimeSurvey file, with a finding for all that is lost or changed.

    `languages` gives BCP 47 tags for LimeSurvey codes that are none, or other ones than ours.
    A file of which nothing can be made gives one error and no instrument; only a file that cannot
    be opened raises (`OSError`).
    """
    try:
        survey = read_lss(path) if path.suffix.lower() == ".lss" else read_tsv(path)
        return to_reading(survey, languages, path.stem)
    except Unreadable as reason:
        return Reading(None, (Finding(Level.ERROR, reason.code, reason.message, reason.where),))
