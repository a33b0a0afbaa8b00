"""Taking from a form what belongs to the items of one section."""

from collections.abc import Sequence

from flask import request

from engage.instruments.domain.definition import Item, Section
from engage.instruments.domain.journey import Journey, Raw
from engage.instruments.rendering import inputs
from engage.instruments.rendering.inputs import CURRENT, SEEN
from engage.surveys.views import uploads


def shown_items(journey: Journey, section: Section) -> list[Item]:
    """The items that were on the page that sent this form: relevant before, or opened by a script."""
    seen = set(request.form.getlist(SEEN))
    return [item for item in section.items if item.is_question and (journey.relevant(item) or item.name in seen)]


def kept_up_to_date() -> bool:
    """Whether a script had shown all that the answers open before this form was sent."""
    return request.form.get(CURRENT) == "1"


def changes(items: Sequence[Item], raw: Raw) -> Raw:
    """Raw values by key, also the invalid ones; an input that was shown and not sent is empty.

    Of files, which no page can send again, only what is new or taken away (`raw`: what was kept before).
    """
    return {**inputs.changes(items, request.form), **uploads.changes(items, raw)}
