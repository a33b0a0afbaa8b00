"""The macros: markup that assistive technology understands, and no sentence of their own."""

import re
from html.parser import HTMLParser
from pathlib import Path

import jinja2
import pytest

from engage.web import kit

TEMPLATES = Path(kit.__file__).parent / "templates"
IMPORTS = "{% import 'kit/forms.html' as f %}{% import 'kit/page.html' as p %}"


class Markup(HTMLParser):
    """The elements of a fragment, in order, and its text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += f" {data}"

    def all(self, *tags: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag in tags]

    def values(self, attribute: str) -> list[str]:
        return [value for _, attributes in self.elements if (value := attributes.get(attribute))]


def render(source: str, **values: object) -> Markup:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined
    )
    return Markup(environment.from_string(IMPORTS + source).render(values))


OPTIONS = [{"value": 1, "label": "A"}, {"divider": "O"}, {"value": 2, "label": "B", "hint": "H"}]

CONTROLS = [
    pytest.param("{{ f.input('a/b', 'L', hint='H', error='E', error_prefix='P') }}", id="input"),
    pytest.param("{{ f.input('a', 'L', prefix='X', suffix='Y', error='E') }}", id="input between signs"),
    pytest.param("{{ f.password('a', 'L', error='E') }}", id="password"),
    pytest.param(
        "{{ f.textarea('a', 'L', hint='H', error='E', count={'limit': 9, 'text': 'T', 'left': 'l', 'over': 'o'}) }}",
        id="textarea",
    ),
    pytest.param("{{ f.select('a', 'L', [{'value': 1, 'label': 'A'}], 1, hint='H', error='E') }}", id="select"),
    pytest.param("{{ f.radios('a', 'L', options, 1, hint='H', error='E') }}", id="radios"),
    pytest.param("{{ f.checkboxes('a', 'L', options, [1], hint='H', error='E') }}", id="checkboxes"),
    pytest.param("{{ f.checkbox('a', 'L', hint='H', error='E') }}", id="one box"),
    pytest.param("{{ f.file_upload('a', 'L', hint='H', error='E') }}", id="file"),
]


@pytest.mark.parametrize("source", CONTROLS)
def test_every_control_has_a_label_and_every_description_is_there(source):
    page = render(source, options=OPTIONS)
    ids = page.values("id")
    described = " ".join(page.values("aria-describedby")).split()

    assert len(ids) == len(set(ids))
    assert described
    assert set(described) <= set(ids)
    assert any(name.endswith("-error") for name in described)
    assert {control["id"] for control in page.all("input", "textarea", "select")} == set(page.values("for")) & set(ids)
    for place, (tag, _) in enumerate(page.elements):
        assert tag != "fieldset" or page.elements[place + 1][0] == "legend"


@pytest.mark.parametrize("source", CONTROLS)
def test_wrong_controls_say_so_except_radios_which_may_not(source):
    for control in render(source, options=OPTIONS).all("input", "textarea", "select"):
        assert control.get("aria-invalid") == (None if control.get("type") == "radio" else "true")


@pytest.mark.parametrize("source", CONTROLS)
def test_a_hostile_text_stays_a_text(source):
    hostile = '"><script>alert(1)</script>'
    page = render(source.replace("'L'", "hostile").replace("'E'", "hostile"), options=OPTIONS, hostile=hostile)

    assert not page.all("script")
    assert hostile in page.text


PARTS = [
    *CONTROLS,
    pytest.param("{{ f.button('A') }}{{ f.link_button('B') }}{{ f.default_button('page') }}", id="buttons"),
    pytest.param("{{ f.csrf('t') }}{{ f.error_summary([('#i-a', 'E'), ('', 'F')], 'T') }}", id="errors"),
    pytest.param("{{ p.skip_link('S') }}{{ p.back_link('B', '/') }}{{ p.notice('N', 'error') }}", id="links"),
    pytest.param("{{ p.panel('T', 'N') }}", id="panel"),
    pytest.param("{{ p.details('S', 'T') }}{{ p.tag('T', 'error') }}{{ p.progress('P', 2, 5) }}", id="details"),
    pytest.param(
        "{{ p.summary_list([{'key': 'K', 'value': 'V', 'actions': [{'href': '/', 'text': 'C'}]}, "
        "{'key': 'K', 'lines': ['V', 'W']}]) }}",
        id="summary list",
    ),
    pytest.param(
        "{{ p.pagination([{'number': 1, 'href': '/', 'label': 'L', 'current': true}, none], 'N', "
        "next={'href': '/', 'text': 'X'}) }}",
        id="pagination",
    ),
    pytest.param(
        "{{ p.contact('T', 'W', '1', 'm', {'intro': 'I', 'name': 'N', 'phone': '2'}) }}"
        "{{ p.facts([('A', 'B')]) }}{{ p.empty('T', 'X', '/', 'A') }}",
        id="contact, facts and an empty page",
    ),
]


@pytest.mark.parametrize("source", PARTS)
def test_macros_hold_no_words_of_their_own(source):
    assert not re.search(r"\w{2,}", render(source, options=OPTIONS).text)


def test_enter_presses_the_default_button_that_nobody_sees():
    (button,) = render("{{ f.default_button('page', 'next') }}").all("button")

    assert (button["form"], button["tabindex"], button["aria-hidden"]) == ("page", "-1", "true")
