"""Sentences about activities for organisers."""

from flask_babel import gettext

from engage.activities.domain import describing
from engage.activities.domain.csv_file import MOST_ROWS, Finding
from engage.activities.domain.describing import Wrong
from engage.i18n.locales import endonym


def wrong(name: str, what: Wrong) -> str:
    """What is wrong with a field of a form, and what to do."""
    stem, _, tag = name.partition("-")
    match what:
        case Wrong.NO_TITLE:
            return gettext("Enter the name of the funder.") if stem == "funder" else gettext("Write a title.")
        case Wrong.TOO_LONG:
            return gettext("This is too long. Use at most %(max)d characters.", max=_most(stem))
        case Wrong.NO_LANGUAGE:
            return gettext("Choose the languages in which people could take part.")
        case Wrong.NOT_A_LANGUAGE:
            return gettext("Write languages by their tags, for example ro or de-AT.")
        case Wrong.TOO_MANY:
            return gettext("These are too many.")
        case Wrong.NO_START:
            return gettext("Enter the day on which it began or will begin.")
        case Wrong.NOT_A_DATE:
            return gettext("Enter a date, for example 2026-11-20.")
        case Wrong.TOO_EARLY:
            return gettext("This is too long ago. Enter a day after 1989.")
        case Wrong.ENDS_FIRST:
            return gettext("The end comes before the beginning. Choose a later day.")
        case Wrong.NOT_A_NUMBER:
            return gettext("Enter a whole number, for example 40.")
        case Wrong.MORE_THAN_CAME:
            return gettext("These are more than the people who took part.")
        case Wrong.NOT_AN_ADDRESS:
            return gettext("Enter a whole address of the web, for example https://example.org/report.")
        case Wrong.NOT_KNOWN:
            return gettext("Choose one of these.")
        case Wrong.NOT_YOUR_HUB:
            return gettext("Choose a hub whose activities you may edit.")
        case Wrong.NO_ALT:
            if tag:
                return gettext(
                    "Say in %(language)s what the picture shows, for people who do not see it.",
                    language=isolated(endonym(tag)),
                )
            return gettext("Say what the picture shows, for people who do not see it.")


def _most(stem: str) -> int:
    return {
        "title": describing.LONGEST_TITLE,
        "alt": describing.LONGEST_ALT,
        "groups": describing.LONGEST_GROUPS,
        "partners": describing.LONGEST_NAME,
        "funder": describing.LONGEST_NAME,
    }.get(stem, describing.LONGEST_SUMMARY)


def isolated(name: str) -> str:
    """A name that may be written from the right, so that it leaves the sentence around it in order."""
    return f"\N{FIRST STRONG ISOLATE}{name}\N{POP DIRECTIONAL ISOLATE}"


def finding(found: Finding) -> str:
    """What is wrong in a file, and what to do."""
    known = ", ".join(found.known)
    match found.code:
        case "not_utf8":
            return gettext("The file is not in UTF-8. Save it as “CSV UTF-8”.")
        case "not_a_table":
            return gettext("From here on this is no table. Save it as CSV from your spreadsheet.")
        case "empty":
            return gettext("There is no activity in the file.")
        case "missing_column":
            return gettext("The column “%(column)s” is missing.", column=found.column)
        case "unknown_column":
            return gettext(
                "There is no column “%(column)s”. The columns are: %(known)s.", column=found.column, known=known
            )
        case "repeated_column":
            return gettext("The column “%(column)s” is there twice.", column=found.column)
        case "wrong_width":
            return gettext("This line has more or fewer cells than the head of the table.")
        case "too_many_rows":
            return gettext("A file may have at most %(max)d activities. Split it.", max=MOST_ROWS)
        case Wrong.NOT_KNOWN:
            return gettext("“%(value)s” is not known here. Write one of: %(known)s.", value=found.value, known=known)
    return wrong(found.column.replace(":", "-"), Wrong(found.code))


def image_refused(code: str) -> str:
    if code == "image_too_large":
        return gettext("This picture is too large. It may have at most 4 megabytes and 40 million pixels.")
    return gettext("This is no picture that we can show. Take a JPEG, PNG, WebP or GIF.")
