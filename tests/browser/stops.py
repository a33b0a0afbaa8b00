"""Where the tab key stops on a page, and whether one sees it: a mark around it, in view, under nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

MOST_STOPS = 200
OF_PARTS, PARTS = ("date", "time", "datetime-local", "month", "week"), 6
"""A day, a month, a year and the calendar beside them: each is a stop in the same field."""

FOCUSED = """() => {
  const one = document.activeElement
  const outlined = style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
  const marked = style => outlined(style) || style.boxShadow !== 'none'
  const label = one.labels && one.labels[0]
  const drawnOn = [...one.querySelectorAll('path, circle')].some(each => getComputedStyle(each).filter !== 'none')
  const seen = marked(getComputedStyle(one)) || (label && marked(getComputedStyle(label, '::after'))) || drawnOn
  const drawn = label && one.matches('[type=radio], [type=checkbox]') ? label : one
  const box = drawn.getBoundingClientRect()
  const within = {
    left: Math.max(box.left, 0), right: Math.min(box.right, innerWidth),
    top: Math.max(box.top, 0), bottom: Math.min(box.bottom, innerHeight)
  }
  let under = ''
  if (within.right > within.left && within.bottom > within.top) {
    const line = one.getClientRects()[0] || box
    const points = [
      [(within.left + within.right) / 2, (within.top + within.bottom) / 2],
      [within.left + 3, within.top + 3], [within.right - 3, within.bottom - 3],
      [line.left + line.width / 2, line.top + line.height / 2]
    ]
    const above = points.map(([x, y]) => document.elementFromPoint(x, y)).filter(Boolean)
    const own = hit => hit === one || one.contains(hit) || hit.contains(one)
      || (label && (label.contains(hit) || hit.contains(label)))
    if (above.length && !above.some(own)) under = above[0].outerHTML.slice(0, 80)
  }
  const all = [...document.querySelectorAll('*')]
  return {
    place: all.indexOf(one), tag: one.tagName, type: one.type || '', name: one.name || '', value: one.value || '',
    checked: Boolean(one.checked), text: one.outerHTML.slice(0, 100),
    apart: one.matches('[data-declined], [data-exclusive], [data-other-of], [name^=_language]'),
    chosen: one.type === 'checkbox' ? document.querySelectorAll(`[name="${CSS.escape(one.name)}"]:checked`).length : 0,
    seen: Boolean(seen), inView: box.bottom > 0 && box.top < innerHeight, under
  }
}"""


FRAME = "IFRAME"


class Stuck(AssertionError):
    """The tab key does not lead on."""


@dataclass(frozen=True)
class Stop:
    """An element that has the focus."""

    text: str
    faults: list[str]


def walk_through(page: Page, *, most: int = MOST_STOPS) -> Iterator[Stop]:
    """Each stop from here to the end of the page, or as many as are wanted.

    :raises Stuck: where two presses lead nowhere
    """
    last = -1
    for _ in range(most):
        page.keyboard.press("Tab")
        here = _focused(page)
        if here["tag"] == "BODY":
            return
        for _ in range(PARTS if here["type"] in OF_PARTS else 1):
            if here["place"] != last or here["tag"] == FRAME:
                break
            page.keyboard.press("Tab")
            here = _focused(page)
        else:
            if here["place"] == last:
                raise Stuck(f"stuck at {here['text']}")
        last = here["place"]
        yield Stop(here["text"], list(_faults(here)))


def _focused(page: Page) -> dict[str, Any]:
    """What has the focus; where that is a page within the page, what shows of it is what shows there."""
    here: dict[str, Any] = page.evaluate(FOCUSED)
    if here["tag"] == FRAME:
        frame = page.evaluate_handle("document.activeElement").as_element()
        inside = frame.content_frame() if frame else None
        if inside:
            shown = inside.evaluate(FOCUSED)
            here |= {name: shown[name] for name in ("seen", "under")}
    return here


def _faults(here: dict[str, Any]) -> Iterator[str]:
    if not here["seen"]:
        yield f"the focus does not show at {here['text']}"
    if not here["inView"]:
        yield f"the focus is out of view at {here['text']}"
    if here["under"]:
        yield f"{here['under']} hides the focused {here['text']}"
