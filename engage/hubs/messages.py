"""Refusals and findings of hubs as sentences."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from engage.hubs.domain.member_file import MemberFinding
from engage.hubs.images import ImageTooLarge, NoImage
from engage.hubs.service import NotAPart, SlugTaken

REFUSALS = {
    SlugTaken.code: _l("Another hub has this place in addresses. Choose another one."),
    NotAPart.code: _l("A part must reach less far than the hub it belongs to. Choose another hub or another reach."),
    NoImage.code: _l("This is no picture that we can show. Take a JPEG, PNG, WebP or GIF."),
    ImageTooLarge.code: _l("This picture is too large. It may have at most 4 megabytes and 40 million pixels."),
}


def member_finding(finding: MemberFinding) -> str:
    """What is wrong in a line of a CSV of organisations, and what to do."""
    value = finding.value
    match finding.code:
        case "too_large":
            return gettext("The file is larger than 1 megabyte. Divide it.")
        case "not_utf8":
            return gettext("The file is not in UTF-8. Save it with this encoding.")
        case "not_csv" | "empty":
            return gettext("There is no table in this file. Look at the example and save yours as CSV.")
        case "no_head":
            return gettext("The first line must name the columns: name and role. It says: %(value)s", value=value)
        case "too_many":
            return gettext("There are more than 2,000 lines. Divide the file.")
        case "unknown_column":
            return gettext("There is no column “%(value)s”. There is name, role, city and website.", value=value)
        case "unknown_role":
            return gettext("“%(value)s” is no role. Look below which there are.", value=value)
        case "wrong_name":
            return gettext("Every line needs the name of an organisation, with at most 200 characters.")
        case "wrong_website":
            return gettext("“%(value)s” is no web address. It begins with https://", value=value)
        case _:
            return gettext("“%(value)s” is too long.", value=value)
