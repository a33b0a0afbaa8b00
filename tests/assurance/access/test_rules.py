"""What the crawl asks of every page beside axe: it finds what it is meant to find."""

import pytest

from assurance.access import rules
from tests.support.html import parse

RADIOS = '<input type="radio" name="a" value="1"><input type="radio" name="a" value="2">'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param(f"<fieldset><legend>Which?</legend>{RADIOS}</fieldset>", 0, id="legend first"),
        pytest.param(f'<div role="radiogroup" aria-labelledby="x">{RADIOS}</div>', 0, id="named group"),
        pytest.param(f"<table><tr><th>Which?</th><td>{RADIOS}</td></tr></table>", 0, id="row of a matrix"),
        pytest.param(f"<fieldset><p>Which?</p>{RADIOS}</fieldset>", 1, id="no legend"),
        pytest.param(RADIOS, 1, id="no group"),
        pytest.param('<input type="radio" name="a">', 0, id="one alone"),
    ],
)
def test_answers_stand_in_a_group_with_their_question(html: str, expected: int):
    assert len(list(rules.ungrouped(parse(html)))) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param('type="email" autocomplete="email"', 0, id="said"),
        pytest.param('type="tel" autocomplete="off"', 0, id="forbidden, on a device of many"),
        pytest.param('type="email"', 1, id="not said"),
        pytest.param('type="text"', 0, id="nothing of one's own"),
    ],
)
def test_a_field_for_ones_own_address_says_what_a_browser_may_fill_in(given: str, expected: int):
    assert len(list(rules.unfilled(parse(f"<input name='a' {given}>")))) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param('<main></main><aside class="eng-contact"></aside>', 0, id="after the content"),
        pytest.param('<aside class="eng-contact"></aside><main></main>', 1, id="before it"),
        pytest.param('<footer><a href="/en/privacy">P</a><a href="/en/accessibility">A</a></footer>', 0, id="as ever"),
        pytest.param('<footer><a href="/en/accessibility">A</a><a href="/en/privacy">P</a></footer>', 1, id="turned"),
    ],
)
def test_help_is_always_in_the_same_place(html: str, expected: int):
    assert len(list(rules.moved_help(parse(html)))) == expected
