"""Putting what somebody types into the controls of a page, as it can be done there: with scripts or without."""

from playwright.sync_api import Page

from tests.browser.answering import Typed

SET = """([name, typed]) => {
  for (const [input, values] of Object.entries(typed)) {
    const all = [...document.querySelectorAll('form#page [name="' + CSS.escape(input) + '"]')]
    for (const value of values) {
      const control = all.find(one => !['radio', 'checkbox'].includes(one.type) || one.value === value)
      if (!control) throw new Error(`${name}: the page offers no ${input} = ${value}`)
      const folded = control.closest('details')
      if (folded) folded.open = true
      const off = control.matches(':disabled') || !control.checkVisibility()
      if (off) throw new Error(`${name}: ${input} cannot be reached`)
      if (['radio', 'checkbox'].includes(control.type)) control.checked = true
      else control.value = value
      if (control.value !== value) throw new Error(`${name}: ${input} does not take ${value}`)
    }
  }
}"""


def fill_plainly(page: Page, name: str, typed: Typed) -> None:
    """Set controls that are in view and enabled; the browser sends them, or not, by its own rules."""
    page.evaluate(SET, [name, {key: list(values) for key, values in typed.items()}])


def fill_by_hand(page: Page, name: str, typed: Typed) -> None:
    """Press, type and choose as a person with scripts does: ranking by buttons, regions in two steps."""
    item = page.locator(f"form#page [data-item='{name}']").first
    ranked: dict[int, str] = {}
    for key, values in typed.items():
        for value in values:
            control = item.locator(f"[name='{key}']")
            kind = control.first.get_attribute("type")
            if kind in ("radio", "checkbox"):
                control.and_(page.locator(f"[value='{value}']")).check()
            elif control.evaluate("one => Boolean(one.closest('[data-ranking]'))"):
                ranked[int(value)] = key
            elif control.evaluate("one => one.matches('select[data-region]')"):
                _choose_region(page, control.get_attribute("id") or "", value)
            elif control.evaluate("one => one.tagName === 'SELECT'"):
                control.select_option(value)
            else:
                control.fill(value)
    for _, key in sorted(ranked.items()):
        _place(page, key)


def _place(page: Page, key: str) -> None:
    row = page.locator(f".eng-ranking__item:has([name='{key}'])")
    folded = page.locator(f"details:has([name='{key}'])")
    if folded.count() and folded.get_attribute("open") is None:
        folded.locator("summary").click()
    row.locator("[data-move='add']").click()


def _choose_region(page: Page, element: str, code: str) -> None:
    country = page.evaluate(
        "([id, code]) => { const all = [...document.getElementById(id + '-country').options];"
        " return all.map(one => one.value).filter(Boolean) }",
        [element, code],
    )
    for value in country:
        page.select_option(f"[id='{element}-country']", value)
        if page.locator(f"[id='{element}'] option[value='{code}']").count():
            break
    page.select_option(f"[id='{element}']", code)
