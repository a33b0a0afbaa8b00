"""The proof of a request on personal data as a document: what was erased or restricted, naming nobody."""

from flask import g
from flask_babel import gettext

from engage.portal.views.manage_privacy_words import REFUSALS, by_hand, place, rows, since
from engage.privacy.models import PrivacyRequest, RequestKind
from engage.web.typesetting.document import Bullets, Document, Heading, Paragraph, Table


def proof_of(request: PrivacyRequest) -> Document:
    """For one that was erased or restricted."""
    return _of_restricting(request) if request.kind is RequestKind.RESTRICTION else _of_erasure(request)


def _of_restricting(request: PrivacyRequest) -> Document:
    found = [
        (str(row["what"]), str(row["found"]), str(row.get("restricted", 0)), "" if row["can_rest"] else by_hand())
        for row in rows(request)
    ]
    return Document(
        title=gettext("Proof of restricting"),
        language=g.interface,
        footer=gettext("Request %(number)s", number=request.key[:16]),
        to_fill="",
        page=gettext("Page %(page)s of %(pages)s", page="{page}", pages="{pages}"),
        blocks=(
            Paragraph(gettext("Asked on %(asked)s.", asked=request.made_at.date().isoformat()) + " " + since(request)),
            _whose(request),
            Heading(gettext("What was restricted")),
            Table(
                gettext("Found and restricted"),
                (gettext("What"), gettext("Found"), gettext("Restricted"), gettext("Stays in use")),
                found,
            ),
        ),
    )


def _whose(request: PrivacyRequest) -> Paragraph:
    return Paragraph(
        gettext(
            "This sheet does not name the person. Who has the address or the code can check that it is about "
            "them: its authentication code is %(key)s.",
            key=request.key,
        )
    )


def _of_erasure(request: PrivacyRequest) -> Document:
    found = [
        (
            str(row["what"]),
            str(row["found"]),
            str(row.get("erased", 0)),
            str(row["reason"] or REFUSALS.get(row.get("refused", ""), "")),
        )
        for row in rows(request)
    ]
    places = [(place(one), str(one["found"])) for one in request.proof["places"]]
    backups = [
        gettext("%(name)s of %(made)s, deleted by %(until)s", **backup) for backup in request.proof.get("backups", [])
    ]
    return Document(
        title=gettext("Proof of erasure"),
        language=g.interface,
        footer=gettext("Request %(number)s", number=request.key[:16]),
        to_fill="",
        page=gettext("Page %(page)s of %(pages)s", page="{page}", pages="{pages}"),
        blocks=(
            Paragraph(
                gettext(
                    "Asked on %(asked)s, erased and searched for on %(done)s.",
                    asked=request.made_at.date().isoformat(),
                    done=request.proof["at"],
                )
            ),
            _whose(request),
            Heading(gettext("What was erased")),
            Table(
                gettext("Found and erased"),
                (gettext("What"), gettext("Found"), gettext("Erased"), gettext("Why it stays")),
                found,
            ),
            Heading(gettext("Where it was looked for afterwards")),
            Table(gettext("Places searched"), (gettext("Where"), gettext("How often found")), places),
            Heading(gettext("Backups")),
            Paragraph(
                gettext(
                    "Backups that were made before hold what was erased. The last of them is deleted by %(day)s.",
                    day=request.proof["backups_until"],
                )
            ),
            *([Bullets(backups)] if backups else []),
        ),
    )
