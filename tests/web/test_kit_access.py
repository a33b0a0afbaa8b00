"""What no script, sheet or template may do, so that pages ask for no steady hand, good eyes or quick reading."""

import re
from pathlib import Path

import pytest

from engage.web.kit import asset
from tests.web.test_kit import ASSETS, SHEETS, path

ENGAGE = Path(__file__).parents[2] / "engage"
SCRIPTS = sorted(ASSETS.glob("js/*.js"))
TEMPLATES = sorted(ENGAGE.glob("*/templates/**/*.html"))
HAND = r"""['"]((mouse|pointer|touch)(down|start|move)|drag\w*|drop|device(motion|orientation))['"]"""
LETTER = r"""event\.key(Code)? *[!=]==? *(['"].['"]|\d)"""


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda each: each.name)
def test_nothing_is_dragged_pressed_down_or_shaken(script: Path):
    """2.5.1, 2.5.2, 2.5.4, 2.5.7: everything is a click, which a key is too; being there (a kiosk) is only noticed."""
    found = re.findall(HAND, script.read_text(encoding="utf-8"))

    assert found == [] or (script.name == "kiosk.js" and "preventDefault" not in found)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda each: each.name)
def test_no_letter_alone_is_a_command(script: Path):
    """2.1.4: what somebody says to a computer that listens presses letters."""
    assert re.findall(LETTER, script.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("sheet", SHEETS)
def test_nothing_moves_blinks_or_needs_a_device_held_in_one_way(sheet: str):
    """1.3.4, 2.2.2, 2.3.1."""
    rules = path(sheet).read_text(encoding="utf-8").replace("animation:none", "").replace("transition:none", "")
    rules = rules.replace("scroll-behavior:auto", "")

    assert re.findall(r"@keyframes|animation|transition|orientation *:|scroll-behavior", rules) == []


@pytest.mark.parametrize(
    ("wrong", "allowed"),
    [
        pytest.param(r"<audio|<marquee|<blink|\bautoplay", "", id="what plays by itself"),
        pytest.param(r"<video", "events/templates/events/desk.html", id="films, but for the camera that reads tickets"),
        pytest.param(r"<(?!link|iframe|svg)\w+[^>]*\stitle=", "", id="words that only a mouse shows"),
        pytest.param(r"\saccesskey=", "", id="keys that are taken"),
        pytest.param(r'\stabindex="[1-9]', "", id="another order for keys than for eyes"),
        pytest.param(r"\son(click|change|paste|input|key\w+)=", "", id="work inside of markup"),
        pytest.param(r"(?<!<noscript>)<meta http-equiv=.refresh", "", id="pages that leave by themselves"),
    ],
)
def test_templates_have_none_of(wrong: str, allowed: str):
    """1.2.1–1.2.5, 1.4.2, 1.4.13, 2.1.4, 2.4.3, 2.2.1, 3.3.8."""
    found = [str(file.relative_to(ENGAGE)) for file in TEMPLATES if re.search(wrong, file.read_text(encoding="utf-8"))]

    assert [each for each in found if each != allowed] == []


def test_texts_stand_in_no_picture_of_the_product():
    """1.4.5: the only picture that comes with every page is the sign in the tab."""
    pictures = [file for file in ASSETS.rglob("*") if file.suffix in (".png", ".jpg", ".svg", ".gif", ".webp")]

    assert [file.name for file in pictures] == ["favicon.svg"]
    assert asset("favicon.svg")
    assert "<text" not in pictures[0].read_text(encoding="utf-8")


PLACES = r"\b(on|to) the (left|right)\b"
COLOURS = r"\b(green|red|blue|round|square) (button|box|mark|line|field)\b"
SENSES = rf"(?i){PLACES}|{COLOURS}|^(click )?here\.?$"


@pytest.mark.parametrize("catalogue", ["public", "console"])
def test_no_instruction_needs_to_see_where_or_in_which_colour_something_is(catalogue: str):
    """1.3.3, 2.4.4."""
    template = ENGAGE.parent / "translations" / f"{catalogue}.pot"
    messages = re.findall(r'^msgid "(.+)"$', template.read_text(encoding="utf-8"), flags=re.MULTILINE)

    assert [each for each in messages if re.search(SENSES, each)] == []
