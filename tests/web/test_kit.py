"""The UI kit: what it weighs, what it must not contain, and that its colours can be read."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import hatch_build
from engage.web import kit

ASSETS = Path(kit.__file__).parent / "assets"
SHEETS = ("public.css", "public.rtl.css", "console.css", "console.rtl.css")
SCRIPTS = ("public.js", "console.js")


@pytest.fixture(scope="module", autouse=True)
def _built() -> None:
    hatch_build.build_kit(Path(hatch_build.__file__).parent)


def path(name: str) -> Path:
    return kit.FOLDER / Path(kit.asset(name)).name


@pytest.mark.parametrize("name", [*SHEETS, *SCRIPTS, "favicon.svg"])
def test_a_file_of_the_kit_has_an_address_with_a_hash_and_a_compressed_twin(name):
    stem, _, suffixes = name.partition(".")

    assert re.fullmatch(rf"/static/kit/{stem}\.[0-9a-f]{{10}}\.{re.escape(suffixes)}", kit.asset(name))
    twin = path(name).with_name(path(name).name + ".gz")
    assert gzip.decompress(twin.read_bytes()) == path(name).read_bytes()


def test_a_missing_kit_says_how_to_build_it(monkeypatch, tmp_path):
    monkeypatch.setattr(kit, "FOLDER", tmp_path)

    with pytest.raises(kit.KitMissingError, match="make install"):
        kit.asset("public.css")


def test_a_file_that_the_kit_does_not_have_is_named():
    with pytest.raises(kit.KitMissingError, match=r"nothing\.css"):
        kit.asset("nothing.css")


@pytest.mark.parametrize(
    ("name", "most"),
    [
        pytest.param("public.css", 14_000, id="style sheet of citizens' pages"),
        pytest.param("public.rtl.css", 14_000, id="the same, right to left"),
        pytest.param("public.js", 5_000, id="scripts of citizens' pages"),
    ],
)
def test_citizens_pages_stay_light_when_compressed(name, most):
    assert len(gzip.compress(path(name).read_bytes(), mtime=0)) <= most


@pytest.mark.parametrize("name", SHEETS)
@pytest.mark.parametrize("foreign", ["GDS Transport", "crest", "crown", "http", "url(", "@import", "@font-face"])
def test_style_sheets_carry_no_foreign_identity_and_ask_nobody_for_anything(name, foreign):
    assert foreign not in path(name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SCRIPTS)
@pytest.mark.parametrize("forbidden", ["innerHTML", "insertAdjacentHTML", "eval(", "new Function", ".style", "http"])
def test_scripts_write_text_only_and_need_no_exception_from_the_content_policy(name, forbidden):
    assert forbidden not in path(name).read_text(encoding="utf-8")


@pytest.mark.parametrize("sheet", sorted(ASSETS.glob("scss/*.scss")), ids=lambda sheet: sheet.name)
def test_our_own_rules_know_no_left_and_right(sheet):
    physical = r"(margin|padding|border)-(left|right)\b|(?<![\w-])(left|right):|text-align: (left|right)"

    assert not re.search(physical, sheet.read_text(encoding="utf-8"))


def test_the_sheet_for_right_to_left_scripts_is_turned_around():
    assert "padding-left:20px" in path("public.css").read_text(encoding="utf-8")
    assert "padding-right:20px" in path("public.rtl.css").read_text(encoding="utf-8")


def tokens(scheme: str) -> dict[str, str]:
    """The colours of `_tokens.scss`; the dark ones lie over the light ones."""
    light, dark = (ASSETS / "scss" / "_tokens.scss").read_text(encoding="utf-8").split("@media", 1)
    found = dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6})", light))
    theme = (ASSETS / "scss" / "_theme.scss").read_text(encoding="utf-8")
    found |= {f"--govuk-{name}-colour": value for name, value in re.findall(r"([\w-]+): (#[0-9a-f]{6})", theme)}
    return found | dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6})", dark)) if scheme == "dark" else found


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


GROUNDS = ("--eng-ground", "--eng-paper", "--eng-tint")


def pairs() -> Iterator[tuple[str, str, float]]:
    """(what is seen, on what, at least so much)"""
    for ground in GROUNDS:
        for text in ("ink", "quiet", "primary", "primary-strong", "error", "success"):
            yield f"--eng-{text}", ground, 4.5
        yield "--govuk-link-visited-colour", ground, 4.5
    for ground in ("--eng-ground", "--eng-paper"):
        yield "--eng-accent", ground, 4.5
        yield "--eng-line", ground, 3
    yield "--eng-on-primary", "--eng-primary", 4.5
    yield "--eng-on-primary", "--eng-primary-strong", 4.5
    yield "--eng-on-error", "--eng-error", 4.5
    yield "--eng-error", "--eng-error-tint", 4.5
    yield "--eng-success", "--eng-success-tint", 4.5
    for ground in ("notice", "error-tint", "success-tint"):
        yield "--eng-ink", f"--eng-{ground}", 4.5
    yield "--govuk-focus-text-colour", "--govuk-focus-colour", 4.5
    yield "--govuk-inverse-text-colour", "--govuk-success-colour", 4.5
    yield "--eng-focus-edge", "--eng-focus", 3
    for number in range(1, 8):
        yield f"--eng-fill-{number}", "--eng-ground", 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("seen", "ground", "least"), list(pairs()))
def test_everything_can_be_read_by_day_and_by_night(scheme, seen, ground, least):
    colours = tokens(scheme)

    assert contrast(colours[seen], colours[ground]) >= least
