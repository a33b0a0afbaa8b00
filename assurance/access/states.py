"""One page in every state that the system or a person can put it in, and what is wrong in each."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser.looking import findings, overflow
from tests.browser.stops import Stuck, walk_through

Found = list[str]
WIDE, NARROW, HALF = (1280, 900), (320, 256), (640, 450)
"""320 × 256 is 1280 × 1024 at 400 %, 640 × 450 is the half of what is seen at 100 % (WCAG 1.4.10)."""

SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-block-end: 2em !important }"""
"""What WCAG 1.4.12 lets people set."""
STANDARD_TEXT = 16

CLIPPED = """() => {
  const found = []
  const cuts = one => ['hidden', 'clip'].includes(one)
  for (const one of document.querySelectorAll('body *')) {
    if (!one.firstChild || one.closest('svg') || !one.checkVisibility()) continue
    const style = getComputedStyle(one)
    const box = one.getBoundingClientRect()
    if (box.width < 3 || box.height < 3 || style.clipPath !== 'none') continue
    const high = cuts(style.overflowY) && one.scrollHeight > one.clientHeight + 2
    const wide = cuts(style.overflowX) && one.scrollWidth > one.clientWidth + 2
    if (high || wide) found.push('text is cut off: ' + one.outerHTML.slice(0, 140))
  }
  return found.slice(0, 5)
}"""

UNMARKED = """() => {
  const found = []
  for (const one of document.querySelectorAll('main button, main select, main textarea, main input')) {
    if (!one.checkVisibility() || ['hidden', 'file', 'range', 'color'].includes(one.type)) continue
    const marks = style => (style.borderTopStyle !== 'none' && parseFloat(style.borderTopWidth) >= 1)
      || style.outlineStyle !== 'none' || style.textDecorationLine !== 'none' || style.appearance !== 'none'
      || (style.borderBottomStyle !== 'none' && parseFloat(style.borderBottomWidth) >= 1)
    const label = one.labels && one.labels[0]
    const drawn = label && (marks(getComputedStyle(label, '::before')) || marks(getComputedStyle(label)))
    if (!marks(getComputedStyle(one)) && !drawn) {
      found.push('nothing marks it in forced colours: ' + one.outerHTML.slice(0, 140))
    }
  }
  return found.slice(0, 5)
}"""

MOVING = """() => {
  const found = document.getAnimations().map(one => 'moves: ' + one.effect.target.outerHTML.slice(0, 140))
  for (const one of document.querySelectorAll('body *')) {
    const style = getComputedStyle(one)
    const long = parts => parts.split(',').some(part => parseFloat(part) > 0.01)
    if (long(style.transitionDuration) || style.scrollBehavior === 'smooth') {
      found.push('would move: ' + one.outerHTML.slice(0, 140))
    }
  }
  return found.slice(0, 5)
}"""

TURNED = """async sheets => {
  document.documentElement.dir = 'rtl'
  const linked = document.querySelector('link[rel=stylesheet]')
  const sheet = sheets[linked.href.includes('console.') ? 'console' : 'public']
  await new Promise(done => { linked.onload = linked.onerror = done; linked.href = sheet })
}"""

UNROLLED = """() => {
  // What is rolled out of sight in a pane of its own, axe takes for hidden by what comes after it.
  for (const one of document.querySelectorAll('body *')) {
    if (getComputedStyle(one).position !== 'sticky') continue
    for (const each of [one, ...one.querySelectorAll('*')]) {
      if (['auto', 'scroll'].includes(getComputedStyle(each).overflowY)) each.style.setProperty('overflow', 'visible')
      each.style.setProperty('max-height', 'none')
    }
    one.style.setProperty('position', 'static')
  }
}"""

BEFORE_THE_CONTENT = """() => {
  scrollTo(0, 0)
  document.activeElement.blur()
  const shell = document.querySelector('.eng-shell')  // the console's frame is gone through on its first page
  if (shell && location.pathname !== '/console/') document.getElementById('main').focus()
}"""


@dataclass(frozen=True)
class State:
    name: str
    look: Callable[[Page], Found]


def _sized(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})


def _as_served(page: Page) -> Found:
    _sized(page, WIDE)
    found = overflow(page)
    page.evaluate(UNROLLED)
    return found + findings(page)


def _unfolded(page: Page) -> None:
    page.evaluate("document.querySelectorAll('main details:not([name])').forEach(each => { each.open = true })")


def _at_400(page: Page) -> Found:
    _sized(page, NARROW)
    _unfolded(page)
    return findings(page) + overflow(page)


def _at_200(page: Page) -> Found:
    _sized(page, HALF)
    return overflow(page) + _clipped(page)


def _clipped(page: Page) -> Found:
    found: Found = page.evaluate(CLIPPED)
    return found


def _with_style(page: Page, style: str, *sizes: tuple[int, int]) -> Found:
    added = page.add_style_tag(content=style)
    found = []
    for size in sizes:
        _sized(page, size)
        found += overflow(page) + _clipped(page)
    added.evaluate("one => one.remove()")
    return found


def _twice(page: Page) -> Found:
    """As browsers do it that are told to show larger text: media queries in rem follow."""
    session = page.context.new_cdp_session(page)
    _sized(page, WIDE)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 2 * STANDARD_TEXT}})
    page.wait_for_timeout(50)
    found = overflow(page) + _clipped(page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": STANDARD_TEXT}})
    session.detach()
    return found


def _spaced(page: Page) -> Found:
    return _with_style(page, SPACED, WIDE, (360, 640))


def _dark(page: Page) -> Found:
    _sized(page, WIDE)
    page.emulate_media(color_scheme="dark")
    found = findings(page, only=("color-contrast", "link-in-text-block"))
    page.emulate_media(color_scheme="light")
    return found


def _forced(page: Page) -> Found:
    page.emulate_media(forced_colors="active")
    found: Found = page.evaluate(UNMARKED)
    page.emulate_media(forced_colors="none")
    return found


def _still(page: Page) -> Found:
    page.emulate_media(reduced_motion="reduce")
    found: Found = page.evaluate(MOVING)
    return found


def _by_keys(page: Page) -> Found:
    """Every stop shows the focus, in view and under nothing; none is a trap."""
    _sized(page, (360, 640))
    page.evaluate(BEFORE_THE_CONTENT)
    try:
        return [fault for stop in walk_through(page) for fault in stop.faults]
    except Stuck as stuck:
        return [str(stuck)]


STATES = (
    State("200 %", _at_200),
    State("text twice as large", _twice),
    State("text spacing", _spaced),
    State("forced colours", _forced),
    State("reduced motion", _still),
    State("by keys on a phone", _by_keys),
    State("400 %, all unfolded", _at_400),
    State("as served", _as_served),
    State("dark", _dark),
)
SHORT = (STATES[6],)
"""For a page that another role has been shown in every state: what differs between roles."""
RIGHT_TO_LEFT = "right to left"


def looked_at(page: Page, states: tuple[State, ...] = STATES) -> Iterator[tuple[str, Found]]:
    for state in states:
        yield state.name, state.look(page)


def turned(page: Page, sheets: Mapping[str, str]) -> Found:
    """The page from right to left; one that is served so already is not turned.

    :param sheets: addresses of the style sheets for it, by their names
    """
    if page.locator("html").get_attribute("dir") != "rtl":
        page.evaluate(TURNED, dict(sheets))
    found = []
    for size in (WIDE, NARROW):
        _sized(page, size)
        found += overflow(page) + _clipped(page)
    return found
