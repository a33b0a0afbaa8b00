"""What a survey asked, as DDI-Codebook 2.5: for archives, data catalogues and statistics programs.

One document a survey, all versions merged, every language with `xml:lang`. It describes the files that the export of
responses makes: a variable a column, under the column's name. There are no frequencies and no numbers of cases in
it: what is published are protected figures, and the document may go to places where they are compared.

Elements stand in the order of the schema (ddi:codebook:2_5).
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engage.instruments.domain.definition import Instrument
from engage.results.exports import ddi_variables
from engage.results.exports.cells import words
from engage.results.exports.ddi_elements import LANG, NAMESPACE, in_each, under
from engage.results.exports.source import Source

DISCLOSURE = (
    "Counts and percentages are published in numbered editions only, protected: no base below 10, counts under 10 "
    "hidden together with what would give them away, counts rounded to 5, at most two questions crossed. This document "
    "holds no frequencies. Names of responses are random and new in each file; within a file neither names nor order "
    "say when or in which sequence people answered. What people wrote is left out or redacted, depending on who "
    "receives the file."
)
DECISIONS = "Decisions to leave responses out are recorded (_counted); none is deleted for its quality."
MODES = (
    "Self-administered on the web; where offered by telephone, with a helper or on paper. "
    "The variable _channel says which."
)
OPEN_SURVEY = "People chose to answer; the responses are no random sample unless the weights say how one was drawn."


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """What is known of a survey besides its questionnaire."""

    slug: str
    address: str
    hubs: Sequence[str]
    """Names, the lead first."""
    funders: Sequence[str] = ()
    contact: str = ""
    countries: Sequence[str] = ()
    opens: date | None = None
    closes: date | None = None
    made: date
    version: str
    """Of the product that writes this."""


def document(source: Source, study: Study) -> bytes:
    """The document, in UTF-8."""
    return _Writer(source, study).document()


class _Writer:
    def __init__(self, source: Source, study: Study) -> None:
        self._source, self._study = source, study
        self._instrument: Instrument = source.instrument
        self._tags = source.instrument.languages

    def document(self) -> bytes:
        ET.register_namespace("", NAMESPACE)
        root = ET.Element(
            f"{{{NAMESPACE}}}codeBook",
            {"version": "2.5", "ID": _id(f"study-{self._study.slug}"), LANG: self._instrument.source_language},
        )
        self._about_document(root)
        self._study_description(root)
        for number, name in enumerate(("", *self._source.fields.lists), 1):
            self._file(root, number, name)
        ddi_variables.describe(root, self._source)
        ET.indent(root, " ")
        return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"

    # -- the study

    def _about_document(self, root: ET.Element) -> None:
        citation = under(under(root, "docDscr"), "citation")
        self._titles(citation)
        made = under(citation, "prodStmt")
        under(made, "prodDate", self._study.made.isoformat(), date=self._study.made.isoformat())
        under(made, "software", "Engage", version=self._study.version)

    def _titles(self, citation: ET.Element) -> None:
        titles = under(citation, "titlStmt")
        source = self._instrument.source_language
        under(titles, "titl", words(self._instrument.title, source), lang=source)
        for tag in self._tags:
            if tag != source and self._instrument.title.has(tag):
                under(titles, "parTitl", words(self._instrument.title, tag), lang=tag)
        under(titles, "IDNo", self._study.slug, agency="Engage")

    def _study_description(self, root: ET.Element) -> None:
        study, described = self._study, under(root, "stdyDscr")
        citation = under(described, "citation")
        self._titles(citation)
        responsible = under(citation, "rspStmt")
        for hub in study.hubs:
            under(responsible, "AuthEnty", hub)
        produced = under(citation, "prodStmt")
        for hub in study.hubs[:1]:
            under(produced, "producer", hub)
        under(produced, "software", "Engage", version=study.version)
        for funder in study.funders:
            under(produced, "fundAg", funder)
        distribution = under(citation, "distStmt")
        if study.contact:
            under(distribution, "contact", study.contact)
        under(under(citation, "verStmt"), "version", f"Questionnaire, versions 1 to {self._source.newest}")
        under(citation, "holdings", study.address, URI=study.address)
        self._information(described)
        self._method(described)
        use = under(under(described, "dataAccs"), "useStmt")
        under(use, "confDec", DISCLOSURE, lang="en")

    def _information(self, described: ET.Element) -> None:
        study, information = self._study, under(described, "stdyInfo")
        about = self._instrument.about
        for text in (self._instrument.welcome, about.purpose if about else None):
            in_each(information, "abstract", text, self._tags)
        summary = under(information, "sumDscr")
        for event, day in (("start", study.opens), ("end", study.closes)):
            if day is not None:
                under(summary, "collDate", day.isoformat(), date=day.isoformat(), event=event)
        for code in study.countries:
            under(summary, "nation", code, abbr=code)
        under(summary, "anlyUnit", "Individual", lang="en")
        for country, age in self._instrument.minimum_age.items():
            where = "" if country == "*" else f" ({country})"
            under(summary, "universe", f"People aged {age} or older{where}", lang="en")
        under(summary, "dataKind", "Survey data", lang="en")

    def _method(self, described: ET.Element) -> None:
        method = under(described, "method")
        collected = under(method, "dataColl")
        for hub in self._study.hubs[:1]:
            under(collected, "dataCollector", hub)
        under(collected, "sampProc", OPEN_SURVEY, lang="en")
        under(collected, "collMode", MODES, lang="en")
        under(collected, "resInstru", "Structured questionnaire", lang="en")
        for weighting in self._source.weightings:
            under(collected, "weight", f"_weight_{weighting.name}: {_weighted(weighting.found or {})}", lang="en")
        under(
            under(method, "anlyInfo"),
            "dataAppr",
            DECISIONS,
            lang="en",
        )

    def _file(self, root: ET.Element, number: int, of_list: str) -> None:
        described = under(root, "fileDscr", ID=f"F{number}")
        text = under(described, "fileTxt")
        under(text, "fileName", f"{self._study.slug}{f'-{of_list}' if of_list else ''}".replace("/", "-"))
        content = f"A line for each entry of the list {of_list}" if of_list else "A line for each response"
        under(text, "fileCont", content, lang="en")
        under(under(text, "dimensns"), "varQnty", str(len(self._source.names(of_list))))


def _weighted(found: Mapping[str, object]) -> str:
    margins = found.get("margins")
    names = [str(each["name"]) for each in margins] if isinstance(margins, list) else []
    return f"raked to {', '.join(names)}" if names else "design weights"


def _id(text: str) -> str:
    return re.sub(r"[^\w.-]", "-", text)
