"""Strings of the product in a language it does not ship."""

from io import BytesIO

import pytest
from babel.messages.pofile import read_po

from engage.web.additions.messages import Message, as_po, faults, forms_of, messages, plural_forms, translations_of


def test_every_string_of_citizens_pages_is_there_once():
    digests = [message.digest for message in messages()]

    assert len(digests) == len(set(digests)) > 100
    assert any(message.plural for message in messages())


@pytest.mark.parametrize(
    ("tag", "examples"),
    [
        pytest.param("ro", ["1", "0, 2, 3, 4", "20, 21, 22, 23"], id="Romanian has three"),
        pytest.param("pt-BR", ["0, 1", "2, 3, 4, 5"], id="Brazilian Portuguese counts nothing as one"),
        pytest.param("ja", ["0, 1, 2, 3"], id="Japanese has one"),
        pytest.param("ar", ["0", "1", "2", "3, 4, 5, 6", "100, 101, 102, 200", "11, 12, 13, 14"], id="Arabic has six"),
    ],
)
def test_each_plural_form_says_for_which_numbers_it_is(tag: str, examples: list[str]):
    assert [form.examples for form in plural_forms(tag)] == examples
    assert forms_of(Message("%(num)s day", "%(num)s days"), tag) == len(examples)
    assert forms_of(Message("Back"), tag) == 1


@pytest.mark.parametrize(
    ("message", "forms", "odd"),
    [
        (Message("Step %(at)s of %(steps)s"), ["Pasul %(at)s din %(steps)s"], []),
        (Message("Step %(at)s of %(steps)s"), ["Pasul %(at)s"], ["%(steps)s"]),
        (Message("{n} left"), ["{m} rămase"], ["{m}", "{n}"]),
        (Message("<b>Back</b>"), ["Înapoi"], ["</b", "<b"]),
        (Message("%(num)s day", "%(num)s days"), ["o zi", "%(num)s zile", "%(num)s de zile"], []),
        (Message("%(at)s"), ["%(at)s 100 %"], ["%"]),
        (Message("All"), ["100 % sigur"], ["%"]),
        (Message("Back"), ['" onfocus="alert(1)'], ['"']),
        (Message("Back"), ["Înapoi <!--"], ["<"]),
        (Message("Back"), ["\ue000Înapoi\ue001"], ["U+E000", "U+E001"]),
    ],
)
def test_placeholders_and_tags_are_the_same_as_in_english(message: Message, forms: list[str], odd: list[str]):
    assert faults(message, forms) == odd


def test_a_file_for_the_project_is_a_catalogue_of_the_language():
    forms = {one.digest: [f"ro {number}" for number in range(forms_of(one, "ro"))] for one in messages()}
    catalog = read_po(BytesIO(as_po("ro", forms)), locale="ro")

    assert len(list(catalog)) - 1 == len(messages())
    assert catalog.num_plurals == 3
    assert catalog.get("Continue").string == "ro 0"


def test_plurals_follow_the_language():
    message = next(one for one in messages() if one.plural)
    made = translations_of("ro", {message.digest: ["one", "few", "many"]})

    assert [made.ungettext(message.id, message.plural, n) for n in (1, 2, 20)] == ["one", "few", "many"]
