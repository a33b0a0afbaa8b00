"""What is wrong with entries of the library and files of them, and what their columns mean; for the console."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from engage.maturity.domain.kinds import ResourceKind
from engage.maturity.domain.library import LONGEST, Wrong
from engage.maturity.domain.library_file import MOST_ROWS, Finding

_WRONG = {
    Wrong.NEEDED: _l("This is missing."),
    Wrong.NOT_KNOWN: _l("This is none of: guide, toolkit, training."),
    Wrong.LANGUAGE: _l("This is no language tag. Write for example en, nb or de-AT."),
    Wrong.LINK: _l("This is no whole address of the web, such as https://example.org/guide."),
    Wrong.HELP: _l("Write an indicator, or an indicator, a colon and a level, such as INC-1:2."),
    Wrong.INDICATOR: _l("The model has no indicator of this name."),
    Wrong.LEVEL: _l("The model has no such level."),
    Wrong.THERE: _l("The library has this address already."),
    Wrong.TWICE: _l("An earlier line has the same address."),
    Wrong.YES_OR_NO: _l("Write yes or no, or leave it empty."),
    Wrong.CHARACTER: _l("There is a character in it that cannot be kept. Type it again."),
}
_FILE = {
    "not_utf8": _l("The file is not written in UTF-8. Save it as “CSV UTF-8”."),
    "not_a_table": _l("This is not a table. Save it as CSV."),
    "empty": _l("There is nothing to take in."),
    "missing_column": _l("This column is missing."),
    "unknown_column": _l("No such column is known."),
    "repeated_column": _l("This column is there twice."),
    "wrong_width": _l("The line has more or fewer cells than the head."),
    "too_many_rows": _l("These are too many lines. Split the file after %(most)d."),
    "hub": _l("This is no short name of a hub for which you may add entries."),
}
COLUMNS = (
    ("kind", _l("What it is."), tuple(map(str, ResourceKind))),
    (
        "title",
        _l("In the language of the thing itself. Other languages in columns of their own: title:de, title:nb."),
        (),
    ),
    (
        "summary",
        _l("One or two sentences: for whom it is, and what one can do with it. Other languages: summary:de."),
        (),
    ),
    ("language", _l("The language that the thing itself is in, by its tag: en, nb, de-AT."), ()),
    ("url", _l("Its address on the web."), ()),
    ("owner", _l("Who made it."), ()),
    ("licence", _l("How it may be used, for example CC BY 4.0."), ()),
    (
        "helps",
        _l("What it helps to reach: indicators, each with a level where it is made for one; semicolons between."),
        ("INC-1:2; INC-1:3; MAN-2",),
    ),
    ("hub", _l("The short name of the hub that keeps the entry, if it is not the one you choose below."), ()),
    ("published", _l("Whether everybody sees it; empty means yes."), ("yes", "no")),
)
"""Name, meaning, and what may stand there."""


def wrong(what: str, field: str = "") -> str:
    """What is wrong with a field or a cell, and what to do."""
    if what == Wrong.TOO_LONG:
        most = LONGEST.get(field.partition(":")[0], 0)
        return gettext("This is too long. Use at most %(max)d characters.", max=most)
    if what in _WRONG:
        return str(_WRONG[Wrong(what)])
    return str(_FILE[what]) % {"most": MOST_ROWS} if what == "too_many_rows" else str(_FILE[what])


def finding(found: Finding) -> str:
    return wrong(found.what, found.column)
