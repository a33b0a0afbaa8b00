"""A file written here may say what no other XLSForm can, so it is held to the rules of our own format."""

from engage.core.findings import Level, Where
from engage.instruments.document import to_document
from engage.instruments.document_texts import called
from engage.instruments.domain.definition import Instrument
from engage.instruments.readers.native_meaning import meaning_problems
from engage.instruments.readers.native_structure import structure_problems
from engage.instruments.readers.xlsform.collector import Collector
from engage.instruments.schema import violations

MOST = 50
"""Findings that are said one by one."""


def check_own(instrument: Instrument, collector: Collector) -> None:
    """An error for whatever our own format would refuse: names that come twice, numbers out of bounds, bad patterns."""
    document = to_document(instrument)
    found = [(violation.code, violation.message, violation.path) for violation in violations(document)]
    if not found:
        problems = [*structure_problems(document, instrument), *meaning_problems(document, instrument)]
        found = [(each.code, each.message, each.steps) for each in problems if each.level is Level.ERROR]
    for code, message, steps in found[:MOST]:
        collector.error(code, message, Where("survey", None, called(document, steps) or None))
