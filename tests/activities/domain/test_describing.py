"""What must be right about what organisers say of an activity."""

from dataclasses import replace
from datetime import date

import pytest

from engage.activities.domain.describing import (
    Description,
    Held,
    PartnerName,
    Wrong,
    is_address,
    partners_in,
    slug_of,
    wrong_in_description,
    wrong_in_held,
)
from engage.activities.domain.kinds import ActivityKind

RIGHT = Held(kind=ActivityKind.WORKSHOP, title={"en": "A day"}, languages=("en",), starts_on=date(2026, 3, 1))


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        pytest.param({"title": {"en": " "}}, ("title-en", Wrong.NO_TITLE), id="no title"),
        pytest.param({"title": {"en": "x" * 201}}, ("title-en", Wrong.TOO_LONG), id="a title that is too long"),
        pytest.param({"languages": ()}, ("languages", Wrong.NO_LANGUAGE), id="no language"),
        pytest.param(
            {"languages": (), "title": {}}, ("languages", Wrong.NO_LANGUAGE), id="no language to have a title in"
        ),
        pytest.param({"languages": ("en", "not a tag")}, ("languages", Wrong.NOT_A_LANGUAGE), id="no tag"),
        pytest.param({"starts_on": None}, ("starts_on", Wrong.NO_START), id="no first day"),
        pytest.param({"starts_on": date(1970, 1, 1)}, ("starts_on", Wrong.TOO_EARLY), id="a slip of the year"),
        pytest.param({"ends_on": date(2026, 2, 28)}, ("ends_on", Wrong.ENDS_FIRST), id="an end before the beginning"),
        pytest.param({"counts": {"participants": -1}}, ("participants", Wrong.NOT_A_NUMBER), id="less than nobody"),
        pytest.param(
            {"counts": {"participants": 10, "non_organised": 11}},
            ("non_organised", Wrong.MORE_THAN_CAME),
            id="a part greater than the whole",
        ),
        pytest.param({"link": "javascript:alert(1)"}, ("link", Wrong.NOT_AN_ADDRESS), id="an address that acts"),
        pytest.param({"document": "report.pdf"}, ("document", Wrong.NOT_AN_ADDRESS), id="half an address"),
    ],
)
def test_of_an_activity_held_elsewhere_is_refused(changed, expected):
    assert list(wrong_in_held(RIGHT)) == []
    assert list(wrong_in_held(replace(RIGHT, **changed))) == [expected]


def test_a_cover_picture_needs_its_words_in_every_language_of_the_activity():
    given = Description(cover_text={"en": "A bridge", "de": " "})

    assert list(wrong_in_description(given, ("en", "de", "he"), covered=True)) == [
        ("alt-de", Wrong.NO_ALT),
        ("alt-he", Wrong.NO_ALT),
    ]
    assert list(wrong_in_description(given, ("en", "de", "he"), covered=False)) == []


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://example.org/a?b=c", True),
        ("http://example.org", True),
        ("https://", False),
        ("https://exa mple.org", False),
        ("https://user@example.org", False),
        ("data:text/html,x", False),
        ("https://[example", False),
        ("https://example.org/" + "x" * 500, False),
    ],
)
def test_only_whole_addresses_of_the_web_are_linked(address, expected):
    assert is_address(address) is expected


def test_partners_are_typed_one_a_line_with_or_without_an_address():
    typed = "Library of Example Town, https://library.example.org\n\n  Choir \nChoir\nA & B | http://ab.example.org/x"

    assert partners_in(typed) == (
        PartnerName("Library of Example Town", "https://library.example.org"),
        PartnerName("Choir"),
        PartnerName("A & B", "http://ab.example.org/x"),
    )


def test_a_place_in_addresses_is_made_of_the_title_and_is_its_own():
    assert slug_of("Åpen kveld: livet etter kreft!", ()) == "apen-kveld-livet-etter-kreft"
    assert slug_of("Første samtale i Tromsø", ()) == "forste-samtale-i-tromso"
    assert slug_of("שיחה", ()) == "activity"
    assert slug_of("A day", {"a-day", "a-day-2"}) == "a-day-3"
