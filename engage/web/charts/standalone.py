"""A chart as a file of its own: with its title, who answered, and where it is from; as SVG and as PNG.

The PNG is made of the SVG by Typst with the fonts that ship with the product, so that every machine draws the same.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from engage.web.charts.drawing import LINE, SIZE, WIDTH, Drawn, Sheet, template
from engage.web.charts.measure import wrap

if TYPE_CHECKING:
    import typst

MARGIN = 20.0
TITLE = 17.0
SMALL = 12.0
_PIXELS_PER_INCH = 216.0
"""At 72 units an inch: three pixels a unit, sharp on paper at 12 cm wide."""
_TURNED = {"start": "end", "end": "start"}
_FRAME = re.compile(r'viewBox="[^"]*" width="[^"]*" height="[^"]*"')
_FROM_THE_RIGHT = ("\u202b", "\u202c")


def svg(drawn: Drawn, *, source: Sequence[str], language: str, direction: str) -> str:
    """A whole SVG document; it needs neither a style sheet nor a script.

    :param source: lines that say where the figures are from and when
    :param language: BCP 47, of the words
    """
    return _document(drawn, source, language, direction)


def png(drawn: Drawn, *, source: Sequence[str], language: str, direction: str) -> bytes:
    """The same as a picture, 1,200 pixels wide."""
    import typst  # loaded where a picture is wanted

    # What draws pictures knows no `direction` in SVG: anchors are turned, and marks around a text say how it runs.
    drawing = _document(drawn, source, language, direction, turned=direction == "rtl")
    page = (
        "#set page(width: auto, height: auto, margin: 0pt)\n"
        '#image(bytes(sys.inputs.drawing), format: "svg", width: 400pt)'
    )
    made: bytes = typst.compile(
        page.encode(), font_paths=_fonts(), format="png", ppi=_PIXELS_PER_INCH, sys_inputs={"drawing": drawing}
    )
    return made


def bare(sheet: Sheet, *, language: str, direction: str) -> str:
    """The picture without its words, as SVG for a document that Typst sets: they stand beside it as text."""
    whole = _document(Drawn(sheet, "", "", [""]), (), language, direction, turned=direction == "rtl")
    return _FRAME.sub(f'viewBox="{MARGIN} {MARGIN + 14} {WIDTH} {sheet.height}"', whole, count=1)


@lru_cache(maxsize=1)
def _fonts() -> "typst.Fonts":
    import typst

    with as_file(files("engage.web.typesetting")) as folder:
        return typst.Fonts(include_system_fonts=False, font_paths=[str(folder / "fonts")])


def _document(drawn: Drawn, source: Sequence[str], language: str, direction: str, *, turned: bool = False) -> str:
    title = wrap(drawn.title, TITLE * 1.08, WIDTH)  # it is bold
    notes = [line for part in drawn.caption[1:] for line in wrap(part, SIZE, WIDTH)]
    lines = [line for part in source for line in wrap(part, SMALL, WIDTH)]
    top = MARGIN + len(title) * 22 + len(notes) * LINE + 14
    sheet = drawn.sheet or Sheet(direction)
    bottom = top + sheet.height + 14
    return template("web/charts/document.html").render(
        drawn=drawn,
        sheet=sheet,
        language=language,
        direction=direction,
        turned=_TURNED if turned else {},
        marks=_FROM_THE_RIGHT if turned else ("", ""),
        edge=WIDTH + MARGIN if direction == "rtl" else MARGIN,
        title=title,
        notes=notes,
        lines=lines,
        top=top,
        bottom=bottom,
        width=WIDTH + 2 * MARGIN,
        height=bottom + len(lines) * 16 + MARGIN - 6,
        margin=MARGIN,
        size=SIZE,
        title_size=TITLE,
        small=SMALL,
        line=LINE,
    )
