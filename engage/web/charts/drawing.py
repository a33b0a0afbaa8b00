"""The sheet a chart is drawn on: shapes in units of a narrow screen, mirrored where people read from the right.

Colours are presentation attributes, so that a saved picture keeps them, and classes
(`engage/web/assets/scss/_charts.scss`), so that the page's style sheet can change them for dark and forced
colours. There is no style attribute and no script.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from engage.web.charts.measure import wrap

WIDTH = 360.0
"""Units: the width of the narrowest screen, so that text keeps its size there."""
SIZE = 14.0
"""Of all text: on a screen of 360 px with margins at least 12 px."""
LINE = 18.0

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parents[1] / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Colour:
    """A class and the fill it stands for on white."""

    name: str
    fill: str
    text: str = "#16252d"
    """What is written on it."""


BOX = Colour("eng-fill-box", "#9cbec1")
PLAIN = Colour("eng-fill", "#0a5c63", "#ffffff")
APART = Colour("eng-fill-apart", "#d3d9dc")
GROUPS = tuple(
    Colour(f"eng-fill-{number}", fill, "#ffffff")
    for number, fill in enumerate(("#0a5c63", "#c8641e", "#4b2e83", "#b0356b", "#2f6fb3", "#7a8a00", "#5a5a5a"), 1)
)
ENDS = tuple(
    Colour(f"eng-ends-{number}", fill, "#ffffff" if number in (1, 9) else "#16252d")
    for number, fill in enumerate(
        (
            "#8c510a", "#bf812d", "#dfc27d", "#f6e8c3", "#f5f5f5", "#c7eae5", "#80cdc1", "#4fa9a1", "#01665e",
        ),
        1,
    )
)  # fmt: skip
"""Brown to teal, after ColorBrewer's BrBG (C. Brewer), for scales with two ends."""
LEVELS = tuple(
    Colour(f"eng-level-{number}", fill, "#ffffff" if number > 2 else "#16252d")
    for number, fill in enumerate(("#f1f5f5", "#c3d8da", "#8db6bb", "#387a81", "#0a5c63"))
)
"""One hue that grows darker with the level."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A `rect`, `line`, `text`, `mark` (a diamond around x, y), `circle` (radius: width), `outline` (closed), `path`
    (open) or `land` (path data moved to x, y and made smaller by the factor width)."""

    kind: str
    css: str
    x: float
    y: float
    width: float = 0.0
    height: float = 0.0
    text: str = ""
    anchor: str = "start"
    lang: str = ""
    fill: str = "currentColor"
    points: str = ""
    """Of an outline or a path: "x,y x,y …"; of land: SVG path data."""


@dataclass(slots=True)
class Sheet:
    direction: str = "ltr"
    height: float = 0.0
    shapes: list[Shape] = field(default_factory=list)

    def bar(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        x = self._mirrored(x + width) if self._flip else x
        self.shapes.append(Shape("rect", colour.name, _r(x), _r(y), _r(max(width, 0)), _r(height), fill=colour.fill))

    def line(self, x: float, y: float, to_x: float, to_y: float, css: str) -> None:
        x, to_x = self._mirrored(x), self._mirrored(to_x)
        self.shapes.append(Shape("line", css, _r(x), _r(y), _r(to_x), _r(to_y)))

    def mark(self, x: float, y: float, css: str) -> None:
        self.shapes.append(Shape("mark", css, _r(self._mirrored(x)), _r(y)))

    def circle(self, x: float, y: float, radius: float, css: str, fill: str = "none") -> None:
        self.shapes.append(Shape("circle", css, _r(self._mirrored(x)), _r(y), _r(radius), fill=fill))

    def outline(self, points: Sequence[tuple[float, float]], css: str) -> None:
        """A line through points and back to the first."""
        there = " ".join(f"{_r(self._mirrored(x))},{_r(y)}" for x, y in points)
        self.shapes.append(Shape("outline", css, 0, 0, points=there))

    def path(self, points: Sequence[tuple[float, float]], css: str) -> None:
        """A line through points."""
        there = " ".join(f"{_r(self._mirrored(x))},{_r(y)}" for x, y in points)
        self.shapes.append(Shape("path", css, 0, 0, points=there))

    def land(self, x: float, y: float, data: str, factor: float, colour: Colour) -> None:
        """A piece of a map, from its path data; east stays on the right in every direction of writing."""
        self.shapes.append(Shape("land", colour.name, _r(x), _r(y), round(factor, 5), fill=colour.fill, points=data))

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        anchor: str = "start",
        lang: str = "",
        css: str = "eng-chart__label",
        fill: str = "currentColor",
    ) -> None:
        """One line; `y` is its base line. `start` is where reading starts, on the right in right-to-left."""
        self.shapes.append(
            Shape("text", css, _r(self._mirrored(x)), _r(y), text=text, anchor=anchor, lang=lang, fill=fill)
        )

    def paragraph(self, x: float, y: float, text: str, room: float, *, anchor: str = "start", lang: str = "") -> float:
        """Wrapped lines from base line `y`; gives the base line that would come next."""
        for line in wrap(text, SIZE, room):
            self.text(x, y, line, anchor=anchor, lang=lang)
            y += LINE
        return y

    @property
    def _flip(self) -> bool:
        return self.direction == "rtl"

    def _mirrored(self, x: float) -> float:
        return WIDTH - x if self._flip else x


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart with its words, before it is put into a page or into a file."""

    sheet: Sheet | None
    """None where there is nothing to draw: the caption says why."""
    title: str
    description: str
    """What the picture shows, for who does not see it."""
    caption: Sequence[str]
    """The title again, then who answered and how to read the chart."""
    lang: str = ""
    """Of the title, where that is not the page's."""

    def figure(self) -> Markup:
        """As it stands in a page."""
        return figure(self.sheet, title=self.title, description=self.description, caption=self.caption, lang=self.lang)

    def __html__(self) -> str:
        return str(self.figure())

    __str__ = __html__


def figure(sheet: Sheet | None, *, title: str, description: str, caption: Sequence[str], lang: str = "") -> Markup:
    """The chart with its caption; without a sheet only the caption."""
    return Markup(  # noqa: S704 -- made by a template that escapes
        template("web/charts/figure.html").render(
            sheet=sheet,
            title=title,
            description=description,
            caption=caption,
            lang=lang,
            width=_r(WIDTH),
            size=_r(SIZE),
        )
    )


def template(name: str) -> Template:
    """One of the templates that charts are written with, in pages and in files."""
    return _TEMPLATES.get_template(name)


def _r(value: float) -> float | int:
    """Two decimals are finer than any screen; whole numbers without a point."""
    rounded = round(float(value), 2)
    return int(rounded) if rounded.is_integer() else rounded
