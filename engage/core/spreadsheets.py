"""Text in files that spreadsheets open: nothing that somebody wrote may act there."""

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")


def guarded(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula: an apostrophe before what would be one."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """What was written, from a cell made by `guarded`."""
    return cell[1:] if _GUARDED.match(cell) else cell
