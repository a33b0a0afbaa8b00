"""The document that describes the data keeps to the order of DDI-Codebook 2.5, and speaks every language."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from engage.instruments.domain.definition import DECLINED
from engage.results.exports import ddi
from engage.results.exports.ddi_elements import LANG, NAMESPACE
from tests.results.exports.everything import EVERYTHING, PEOPLE, text
from tests.results.reading import source_of

STUDY = ddi.Study(
    slug="everything",
    address="https://engage.example/surveys/everything",
    hubs=("Norway", "Sweden"),
    funders=("Funded by the European Union",),
    contact="hub@example.org",
    countries=("NO", "SE"),
    opens=date(2026, 11, 1),
    closes=date(2026, 11, 30),
    made=date(2026, 11, 22),
    version="1.0",
)
ORDER = {
    "codeBook": "docDscr stdyDscr fileDscr dataDscr otherMat",
    "docDscr": "citation",
    "stdyDscr": "citation studyAuthorization stdyInfo studyDevelopment method dataAccs othrStdyMat notes",
    "citation": "titlStmt rspStmt prodStmt distStmt serStmt verStmt biblCit holdings notes",
    "titlStmt": "titl subTitl altTitl parTitl IDNo",
    "rspStmt": "AuthEnty othId",
    "prodStmt": "producer copyright prodDate prodPlac software fundAg grantNo",
    "distStmt": "distrbtr contact depositr depDate distDate",
    "verStmt": "version verResp notes",
    "stdyInfo": "studyBudget subject abstract sumDscr qualityStatement notes exPostEvaluation",
    "sumDscr": "timePrd collDate nation geogCover geogUnit geoBndBox boundPoly anlyUnit universe dataKind",
    "method": "dataColl notes anlyInfo stdyClas",
    "dataColl": "timeMeth dataCollector collectorTraining frequenc sampProc sampleFrame targetSampleSize deviat "
    "collMode resInstru instrumentDevelopment sources collSitu actMin ConOps weight cleanOps",
    "anlyInfo": "respRate EstSmpErr dataAppr",
    "dataAccs": "typeOfAccess setAvail useStmt notes",
    "useStmt": "confDec specPerm restrctn contact citReq deposReq conditions disclaimer",
    "fileDscr": "fileTxt locMap notes",
    "fileTxt": "fileName fileCitation dataFingerprint fileCont fileStrc dimensns fileType format filePlac dataChck "
    "ProcStat dataMsng software verStmt",
    "dimensns": "caseQnty varQnty logRecL recPrCas recNumTot",
    "dataDscr": "varGrp nCubeGrp var nCube notes",
    "varGrp": "labl txt concept defntn universe notes",
    "var": "location labl imputation security embargo respUnit anlysUnit qstn valrng invalrng undocCod universe "
    "TotlResp sumStat txt stdCatgry catgryGrp catgry codInstr verStmt concept derivation varFormat geoMap catLevel "
    "notes",
    "qstn": "preQTxt qstnLit postQTxt forward backward ivuInstr",
    "valrng": "item range key notes",
    "invalrng": "item range key notes",
    "catgry": "catValu labl txt catStat mrow",
}
"""Children in the order of the schema, of every element that has any here."""


@pytest.fixture(scope="module")
def document() -> ET.Element:
    return ET.fromstring(ddi.document(source_of(EVERYTHING, PEOPLE), STUDY))


def plain(element: ET.Element) -> str:
    return element.tag.removeprefix(f"{{{NAMESPACE}}}")


def variable(document: ET.Element, name: str) -> ET.Element:
    return next(each for each in document.iter(f"{{{NAMESPACE}}}var") if each.get("name") == name)


def texts(element: ET.Element, path: str) -> dict[str | None, str | None]:
    """By language."""
    found = element.findall("/".join(f"{{{NAMESPACE}}}{step}" for step in path.split("/")))
    return {each.get(LANG): each.text for each in found}


def test_children_stand_in_the_order_of_the_schema(document: ET.Element) -> None:
    for element in document.iter():
        children = [plain(child) for child in element]
        if children:
            allowed = ORDER[plain(element)].split()
            assert set(children) <= set(allowed), plain(element)
            assert children == sorted(children, key=allowed.index), plain(element)


def test_identifiers_are_unique_and_every_reference_finds_one(document: ET.Element) -> None:
    ids = [each.get("ID") for each in document.iter() if each.get("ID")]
    assert len(ids) == len(set(ids))
    referred = {
        place for each in document.iter() for name in ("files", "var") for place in (each.get(name) or "").split()
    }
    assert referred <= set(ids)


def test_there_is_a_variable_for_each_column_of_each_file(document: ET.Element) -> None:
    source = source_of(EVERYTHING, PEOPLE)
    found = [(each.get("files"), each.get("name")) for each in document.iter(f"{{{NAMESPACE}}}var")]

    assert found == [("F1", name) for name in source.names("")] + [("F2", name) for name in source.names("treatments")]


def test_questions_and_answers_are_said_in_every_language(document: ET.Element) -> None:
    smoker = variable(document, "smoker")

    assert texts(smoker, "labl") == {"en": "Question smoker?", "de": "Frage smoker?"}
    questions = {each.get(LANG): texts(each, "qstnLit") for each in smoker if plain(each) == "qstn"}
    assert {tag: list(said.values()) for tag, said in questions.items()} == {
        "en": ["Question smoker?"], "de": ["Frage smoker?"],
    }  # fmt: skip
    categories = [each for each in smoker if plain(each) == "catgry"]
    assert [(texts(each, "catValu")[None], each.get("missing")) for each in categories] == [
        ("yes", "N"), ("no", "N"), (DECLINED, "Y"),
    ]  # fmt: skip
    assert texts(categories[0], "labl") == {"en": "Option yes", "de": "Option yes (de)"}
    assert texts(categories[2], "labl") == {"en": "Prefer not to say", "de": "Keine Angabe"}
    assert texts(document, "stdyDscr/citation/titlStmt/titl") == {"en": "Everything & more"}
    assert texts(document, "stdyDscr/citation/titlStmt/parTitl") == {"de": "Alles & mehr"}


def test_routing_limits_and_what_is_missing_are_said(document: ET.Element) -> None:
    treatment, age = variable(document, "treatment"), variable(document, "age")

    assert "${smoker} = 'yes'" in str(texts(treatment, "universe")["en"])
    limits = next(each for each in age.iter(f"{{{NAMESPACE}}}range"))
    assert (limits.get("min"), limits.get("max")) == ("0", "120")
    assert [each.get("VALUE") for each in age.iter(f"{{{NAMESPACE}}}item")] == [DECLINED]
    assert "article 9" in str(texts(age, "security")["en"])
    assert texts(variable(document, "smoker"), "concept") == {None: "smoking"}


def test_funders_hubs_disclosure_and_method_are_said_and_no_figure_of_answers(document: ET.Element) -> None:
    assert texts(document, "stdyDscr/citation/prodStmt/fundAg") == {None: "Funded by the European Union"}
    assert [each.text for each in document.iter(f"{{{NAMESPACE}}}AuthEnty")] == ["Norway", "Sweden"]
    assert "numbered editions" in str(texts(document, "stdyDscr/dataAccs/useStmt/confDec")["en"])
    assert "chose to answer" in str(texts(document, "stdyDscr/method/dataColl/sampProc")["en"])
    for counted in ("catStat", "sumStat", "caseQnty", "TotlResp"):
        assert list(document.iter(f"{{{NAMESPACE}}}{counted}")) == []


def test_what_xml_does_not_know_does_not_break_it() -> None:
    broken = replace(EVERYTHING, title=text("A\x0b & <b> \ud800"))
    found: Any = ET.fromstring(ddi.document(source_of(broken, []), STUDY))

    assert texts(found, "stdyDscr/citation/titlStmt/titl")["en"].startswith("A")
