"""Forms of the panel: one person, a pasted list."""

from collections.abc import Collection, Sequence

from flask_babel import gettext, lazy_gettext

from engage.i18n.locales import PUBLIC_LANGUAGES
from engage.maturity.domain.panel import Seat
from engage.maturity.domain.panel_list import Finding, Wrong, is_address
from engage.maturity.models_panel import Member
from engage.web.desk.forms import Filled, Sent

MARKS = ("citizen", "outside", "regional")
LONGEST_LIST = 50_000
_FINDINGS = {
    Wrong.NO_NAME: lazy_gettext("There is no name. The first column is the name, the second the mail address."),
    Wrong.TOO_LONG: lazy_gettext("The name or the role is too long."),
    Wrong.NO_ADDRESS: lazy_gettext("This is no mail address. Leave it empty for somebody who rates on paper."),
    Wrong.TWICE: lazy_gettext("This mail address is in the list twice, or on the panel already."),
    Wrong.LANGUAGE: lazy_gettext("This is none of the languages: %(languages)s."),
    Wrong.YES_OR_NO: lazy_gettext("Write yes or no, or leave it empty."),
    Wrong.TOO_MANY: lazy_gettext("A panel cannot have more people."),
}


def finding_words(finding: Finding) -> str:
    """What is wrong with a line, and what to do."""
    words = str(_FINDINGS[finding.what])
    return words % {"languages": ", ".join(PUBLIC_LANGUAGES)} if finding.what is Wrong.LANGUAGE else words


def stored(member: Member) -> Filled:
    """What stands in the form of somebody on the panel."""
    marks = {name: "yes" if getattr(member, name) else "" for name in MARKS}
    return Filled(
        {
            "name": member.name,
            "email": member.email or "",
            "language": member.language,
            "role": member.role,
            "form": "short" if member.short_form else "full",
            **marks,
        }
    )


def read_seat(sent: Sent, known: Collection[str]) -> Seat | None:
    """The person that a form describes; None where something is wrong with it.

    :param known: mail addresses of others on the panel
    """
    name = sent.read_text("name", needed=gettext("Write a name."))
    email = sent.read_mail("email").lower()
    if email and not sent.errors.get("email") and not is_address(email):
        sent.refuse("email", gettext("Enter a mail address, for example hub@example.org."))
    if email in known and email:
        sent.refuse("email", gettext("Somebody with this mail address is on the panel already."))
    language = sent.read_one("language", PUBLIC_LANGUAGES, other="en")
    role = sent.read_text("role")
    citizen, outside, regional = (sent.get(mark) == "yes" for mark in MARKS)
    if sent.wrong:
        return None
    return Seat(name, email or None, language, role, citizen, outside, regional, sent.get("form") == "short")


def read_text(sent: Sent, file: bytes) -> str:
    """The list that was pasted, or the file that came instead; empty where something is wrong with it."""
    try:
        text = sent.get("list") or file.decode("utf-8-sig")
    except UnicodeDecodeError:
        sent.refuse("list", gettext("The file is not in UTF-8. Save it as “CSV UTF-8”, or paste the list."))
        return ""
    if not text.strip():
        sent.refuse("list", gettext("Paste a list, or choose a file."))
    if len(text) > LONGEST_LIST:
        sent.refuse("list", gettext("This list is too long for a panel."))
    return "" if sent.wrong else text


def languages_for(hub_languages: Sequence[str]) -> list[str]:
    """Those that people can be written to in; the hub's own first."""
    own = [tag for tag in hub_languages if tag in PUBLIC_LANGUAGES]
    return list(dict.fromkeys((*own, *PUBLIC_LANGUAGES)))
