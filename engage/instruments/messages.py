"""What is wrong with an answer, in a sentence that says what to do."""

from collections.abc import Callable
from typing import Any

from flask_babel import format_decimal, gettext, ngettext

from engage.instruments.domain.checks import Problem
from engage.instruments.domain.definition import Cell, Item, ItemType


def sentence(problem: Problem, item: Item, language: str) -> str:
    """The instrument's own words where it has them, else ours, in the language of the interface."""
    if problem.message and problem.message.in_(language):
        return problem.message.in_(language)
    return SENTENCES[problem.code](item, problem.figures)


def _number(value: Any) -> str:
    return str(format_decimal(value))


def _required(item: Item, figures: Any) -> str:  # noqa: ARG001
    match item.type:
        case ItemType.MATRIX if item.cell in (Cell.INTEGER, Cell.DECIMAL):
            return gettext("Write a number in figures, for example 12.")
        case ItemType.MATRIX if item.cell is Cell.TEXT:
            return gettext("Write an answer.")
        case ItemType.SINGLE | ItemType.MULTIPLE | ItemType.SCALE | ItemType.MATRIX | ItemType.REGION:
            return gettext("Choose an answer.")
        case ItemType.COUNTRY | ItemType.LANGUAGE:
            return gettext("Choose an answer.")
        case ItemType.YEAR:
            return gettext("Write a year in four figures, for example 1961.")
        case ItemType.DATE_RANGE:
            return gettext("Write a date as day, month and year, for example 21.11.2026.")
        case ItemType.DURATION:
            return gettext("Write how long it was. Fields that you leave empty count as none.")
        case ItemType.FILE:
            return gettext("Choose a file.")
        case ItemType.CONSENT:
            return gettext("Tick the box if you agree. Without it we cannot go on.")
        case ItemType.RANKING:
            return gettext("Give at least one place.")
        case ItemType.ALLOCATION:
            return gettext("Share out the points, or put the list in order.")
    return gettext("Write an answer.")


def _too_many(item: Item, figures: Any) -> str:  # noqa: ARG001
    return ngettext(
        "Choose at most %(num)s. Clear some of your answers.",
        "Choose at most %(num)s. Clear some of your answers.",
        figures["maximum"],
    )


def _total(item: Item, figures: Any) -> str:  # noqa: ARG001
    if figures["left"] > 0:
        return ngettext(
            "The points must add up to %(total)s. %(num)s point is left.",
            "The points must add up to %(total)s. %(num)s points are left.",
            figures["left"],
            total=figures["total"],
        )
    return ngettext(
        "The points must add up to %(total)s. You gave %(num)s too many.",
        "The points must add up to %(total)s. You gave %(num)s too many.",
        -figures["left"],
        total=figures["total"],
    )


def _too_long(item: Item, figures: Any) -> str:  # noqa: ARG001
    return ngettext("Write at most %(num)s character.", "Write at most %(num)s characters.", figures["maximum"])


SENTENCES: dict[str, Callable[[Item, Any], str]] = {
    "required": _required,
    "not_a_number": lambda _, __: gettext("Write a number in figures, for example 12."),
    "not_an_integer": lambda _, __: gettext("Write a whole number, for example 12."),
    "too_small": lambda _, f: gettext("Write %(minimum)s or more.", minimum=_number(f["minimum"])),
    "too_large": lambda _, f: gettext("Write %(maximum)s or less.", maximum=_number(f["maximum"])),
    "not_an_option": lambda _, __: gettext("Choose one of the answers on this page."),
    "exclusive": lambda _, __: gettext(
        "One of your answers does not go together with the others. Clear it, or the others."
    ),
    "too_many": _too_many,
    "too_few": lambda _, f: ngettext("Choose at least %(num)s.", "Choose at least %(num)s.", f["minimum"]),
    "too_long": _too_long,
    "pattern": lambda _, __: gettext("This is not in the form that is asked for."),
    "not_a_year": lambda _, __: gettext("Write a year in four figures, for example 1961."),
    "year_too_early": lambda _, f: gettext("Write %(year)s or a later year.", year=f["minimum"]),
    "year_too_late": lambda _, f: gettext("Write %(year)s or an earlier year.", year=f["maximum"]),
    "not_a_count": lambda _, __: gettext("Write a whole number in figures, for example 2. Leave it empty for none."),
    "range_incomplete": lambda _, __: gettext("Write the other day too, or leave both empty."),
    "ends_before_start": lambda _, __: gettext("The end is before the start. Write the same day or a later one."),
    "other_missing": lambda _, __: gettext("Please say which, in your own words."),
    "file_type": lambda _, f: gettext("Choose a file of one of these kinds: %(kinds)s.", kinds=", ".join(f["endings"])),
    "file_too_large": lambda _, f: gettext(
        "The file is larger than %(number)s megabytes. Choose a smaller one.", number=_number(f["megabytes"])
    ),
    "file_empty": lambda _, __: gettext("The file is empty. Choose another one."),
    "file_unsafe": lambda _, __: gettext(
        "The file cannot be read, or holds programs. Save it anew without them, or choose another one."
    ),
    "files_full": lambda _, f: gettext(
        "All your files together are larger than %(number)s megabytes. Remove one, or choose a smaller one.",
        number=_number(f["megabytes"]),
    ),
    "not_a_date": lambda _, __: gettext("Write a date as day, month and year, for example 21.11.2026."),
    "not_a_time": lambda _, __: gettext("Write a time as hours and minutes, for example 14:30."),
    "place_twice": lambda _, f: gettext("You gave place %(place)s twice. Give each place once.", place=f["place"]),
    "place_missing": lambda _, f: gettext("Place %(place)s is missing. Number from 1 without gaps.", place=f["place"]),
    "not_points": lambda _, f: gettext("Write points as a whole number from 0 to %(total)s.", total=f["total"]),
    "total": _total,
    "constraint": lambda _, __: gettext("This answer does not fit. Please check it."),
}
