"""When two changed the same of a country: both versions side by side, and the author chooses."""

from collections.abc import Callable

from engage.instruments.domain.definition import Instrument
from engage.instruments.views import country_form
from engage.instruments.views.conflicts import others
from engage.instruments.views.country_form import Values
from engage.instruments.views.page import Page
from engage.instruments.working import Overtaken
from engage.web.console import render


def conflict_page(
    page: Page,
    error: Overtaken,
    values: Callable[[Instrument], Values],
    before: Values,
    after: Values,
    *,
    target: str,
    heading: str,
) -> str:
    """What it is now and what was wanted, for each field that both changed. Fields that only one of them changed are
    taken from whoever did."""
    now = values(error.copy.instrument)
    mine = [field for field in after if after[field] != before[field] and after[field] != now[field]]
    both = [field for field in mine if now[field] != before[field]]
    page.copy = error.copy
    return render(
        "instruments/editor/conflict.html",
        page=page,
        target=target,
        heading=heading,
        others=others(error),
        seen=country_form.seen(now),
        typed=country_form.seen({**now, **{field: after[field] for field in mine}}),
        fields=[
            {
                "name": field,
                "id": field.replace(".", "-"),
                "title": country_form.title(field),
                "now": country_form.shown(now[field], after[field]),
                "mine": country_form.shown(after[field], now[field]),
                "text": after[field] if "." in field else None,
                "lang": field.partition(".")[2],
            }
            for field in both
        ],
    )
