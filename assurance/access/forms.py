"""Every form of a page sent back: with nothing in it, and with what nobody would type."""

from collections.abc import Iterator

from playwright.sync_api import Error, Page

from tests.browser.looking import findings, overflow

FORMS = """() => [...document.querySelectorAll('main form, form#page')]
  .filter(form => form.method === 'post' && form.checkVisibility())
  .filter(form => [...form.elements].some(one => !['hidden', 'submit', 'button'].includes(one.type)
    && one.tagName !== 'FIELDSET' && one.tagName !== 'BUTTON' && one.name))
  .map((form, number) => new URL(form.getAttribute('action') || location.href, location.href).pathname)"""

SENT = """([number, bad]) => {
  const form = [...document.querySelectorAll('main form, form#page')]
    .filter(form => form.method === 'post' && form.checkVisibility())
    .filter(form => [...form.elements].some(one => !['hidden', 'submit', 'button'].includes(one.type)
      && one.tagName !== 'FIELDSET' && one.tagName !== 'BUTTON' && one.name))[number]
  for (const one of form.elements) {
    if (['hidden', 'submit', 'button', 'fieldset', 'file'].includes(one.type)) continue
    if (['radio', 'checkbox'].includes(one.type)) one.checked = false
    else if (one.tagName === 'SELECT') one.selectedIndex = bad ? one.options.length - 1 : 0
    else {
      for (const name of ['maxlength', 'min', 'max', 'pattern', 'step']) one.removeAttribute(name)
      if (['number', 'date', 'time', 'datetime-local', 'email', 'url'].includes(one.type)) one.type = 'text'
      one.value = bad ? 'not @ a <date> 31.02.' : ''
    }
  }
  form.noValidate = true
  const buttons = [...form.elements].filter(one => one.tagName === 'BUTTON' && one.type === 'submit' && !one.disabled)
  const main = buttons.filter(one => one.matches('.govuk-button:not(.govuk-button--secondary, .eng-default)'))
  const asked = [...main, ...buttons].filter(one => !['stop', 'back', 'discard', 'refresh'].includes(one.value))
  form.requestSubmit(asked.find(one => !one.classList.contains('eng-default')) || buttons[0])
}"""

ANSWERED = """() => {
  const found = []
  if (!document.title.startsWith('Error')) found.push('the title does not begin with Error: ' + document.title)
  const summary = document.querySelector('[data-errors]')
  if (!summary) return [...found, 'there is no summary of what is wrong']
  if (document.activeElement !== summary && !summary.contains(document.activeElement))
    found.push('the summary has not got the focus')
  for (const link of summary.querySelectorAll('a')) {
    const id = link.hash.slice(1)
    const there = id && document.getElementById(decodeURIComponent(id))
    if (!there) { found.push('leads nowhere: ' + link.outerHTML.slice(0, 120)); continue }
    if (!there.matches('input:not([type=radio], [type=checkbox]), select, textarea')) continue
    if (there.getAttribute('aria-invalid') !== 'true')
      found.push('not marked as wrong: ' + there.outerHTML.slice(0, 120))
    if (!(there.getAttribute('aria-describedby') || '').trim())
      found.push('not described: ' + there.outerHTML.slice(0, 120))
  }
  return found
}"""

EMPTY, BAD = "sent empty", "sent with bad input"


def of_page(page: Page) -> list[str]:
    """Where its forms lead."""
    found: list[str] = page.evaluate(FORMS)
    return found


def sent(page: Page, address: str, number: int) -> Iterator[tuple[str, int, list[str]]]:
    """Each way of sending it: its name, the status, and what is wrong with the page that came."""
    for name in (EMPTY, BAD):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        if len(of_page(page)) <= number:
            continue
        try:
            with page.expect_navigation(timeout=15_000) as came:
                page.evaluate(SENT, [number, name == BAD])
        except Error as fault:
            yield name, 0, [f"nothing came: {str(fault).splitlines()[0]}"]
            continue
        status = came.value.status
        yield name, status, _looked_at(page, status)


def _looked_at(page: Page, status: int) -> list[str]:
    if status >= 500:
        return [f"answered with {status}"]
    if status not in (409, 422):
        return []
    page.wait_for_timeout(50)
    found: list[str] = page.evaluate(ANSWERED) if status == 422 else []
    found += findings(page)
    page.set_viewport_size({"width": 320, "height": 640})
    return found + overflow(page)
