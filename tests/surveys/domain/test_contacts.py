"""Lists of contacts: what columns mean, and which rows cannot be used."""

import pytest

from engage.surveys.domain.contacts import Known, Part, Wrong, check, folded, guessed, is_mail

KNOWN = Known(
    languages={"en": "en", "de": "de", "deutsch": "de"},
    fallback="en",
    countries={"de": "DE", "germany": "DE"},
    there={"known@example.org"},
)
BY_MAIL = {Part.EMAIL: "Mail", Part.NAME: "Name", Part.LANGUAGE: "Language", Part.COUNTRY: "Country"}


@pytest.mark.parametrize(
    ("header", "part"),
    [
        pytest.param("E-Mail", Part.EMAIL, id="de mail"),
        pytest.param("E-post", Part.EMAIL, id="sv mail"),
        pytest.param("Courriel", Part.EMAIL, id="fr mail"),
        pytest.param("דוא״ל", Part.EMAIL, id="he mail"),
        pytest.param("Imię i nazwisko", Part.NAME, id="pl name"),
        pytest.param("Språk", Part.LANGUAGE, id="nb language"),
        pytest.param("Język", Part.LANGUAGE, id="pl language"),
        pytest.param("PAYS", Part.COUNTRY, id="fr country"),
        pytest.param("Straße", Part.STREET, id="de street"),
        pytest.param("Code postal", Part.PLACE, id="fr place"),
    ],
)
def test_a_column_is_known_by_its_name_in_the_languages_of_the_product(header, part):
    assert guessed(["Something", header]) == {part: header}


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        pytest.param({"Mail": "nobody"}, Wrong.NO_MAIL, id="no address"),
        pytest.param({"Mail": "a@b.org, c@d.org"}, Wrong.NO_MAIL, id="two addresses"),
        pytest.param({"Mail": "Ada <a@b.org>"}, Wrong.NO_MAIL, id="with a name"),
        pytest.param({"Mail": "a@b.org\nBcc: c@d.org"}, Wrong.NO_MAIL, id="a header inside"),
        pytest.param({"Mail": "ADA@example.org"}, Wrong.TWICE, id="further up, in capitals"),
        pytest.param({"Mail": "Known@example.org"}, Wrong.KNOWN, id="on the list already"),
        pytest.param({"Mail": "x@example.org", "Language": "fr"}, Wrong.LANGUAGE, id="a language it is not in"),
        pytest.param({"Mail": "x@example.org", "Country": "Mars"}, Wrong.COUNTRY, id="no country"),
        pytest.param({"Mail": "x@example.org", "Name": "x" * 201}, Wrong.TOO_LONG, id="too long"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_by_its_number_and_reason(cells, wrong):
    found = check([(2, {"Mail": "ada@example.org"}), (7, cells)], BY_MAIL, KNOWN, letters=False)

    assert [each.email for each in found.contacts] == ["ada@example.org"]
    assert [(each.row, each.what) for each in found.bad] == [(7, wrong)]


def test_languages_and_countries_are_read_by_their_names_and_empty_ones_have_the_survey_s():
    rows = [(2, {"Mail": "a@b.org", "Language": "Deutsch", "Country": "germany"}), (3, {"Mail": "c@d.org"})]

    found = check(rows, BY_MAIL, KNOWN, letters=False).contacts

    assert [(each.language, each.country) for each in found] == [("de", "DE"), ("en", "")]


def test_a_letter_needs_a_name_and_an_address_and_no_mail_address():
    columns = {Part.NAME: "Name", Part.STREET: "Street", Part.PLACE: "Town", Part.EMAIL: "Mail"}
    rows = [
        (2, {"Name": "Ada", "Street": "Storgata 1", "Town": "0155 Oslo", "Mail": "a@b.org"}),
        (3, {"Name": "Grace"}),
        (4, {"Name": "ADA", "Street": "Storgata 1", "Town": "0155 Oslo"}),
        (5, {}),
    ]

    found = check(rows, columns, KNOWN, letters=True)

    assert [(each.email, each.address) for each in found.contacts] == [(None, "Storgata 1\n0155 Oslo")]
    assert [(each.row, each.what) for each in found.bad] == [(3, Wrong.NO_POST), (4, Wrong.TWICE)]


def test_names_are_compared_without_accents_and_signs():
    assert folded("  Adresse-E_Mail ") == "adresse e mail"
    assert folded("Łódź") == "lodz"


@pytest.mark.parametrize("address", ["a@b", "@b.org", "a b@c.org", "a@b.org ", "a\u202e@b.org", f"{'a' * 250}@b.org"])
def test_what_is_no_mail_address(address):
    assert not is_mail(address)
