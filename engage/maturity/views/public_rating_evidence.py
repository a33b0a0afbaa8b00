"""What the hub shows for a question, beside it while somebody rates; files as attachments only."""

from typing import Any

from flask import Response, abort
from flask.typing import ResponseReturnValue

from engage.db.session import db
from engage.instruments.rendering.texts import language_attributes
from engage.maturity import words_evidence
from engage.maturity.domain.door import Door
from engage.maturity.domain.model import Indicator
from engage.maturity.evidence import keeping
from engage.maturity.evidence.beside import beside
from engage.maturity.views.public_rating_page import Here, bp, find
from engage.web.permissions import Permission, permission

SHOWN = frozenset({Door.OPEN, Door.HANDED_IN, Door.OVER, Door.CLOSED})
"""Before rating begins the team still collects."""


def beside_question(here: Here, asked: Indicator) -> dict[str, Any]:
    """For the page of a question: evidence and facts, and nothing of the level that they would allow."""
    return {
        "shown": beside(db.session(), here.assessment, asked.id, here.lang, now=here.now),
        "evidence_words": words_evidence,
        "foreign_words": lambda language: language_attributes(language, here.lang),
        "opens": lambda number: here.address("evidence", number=number),
    }


@bp.get("/<lang:lang>/assessments/<token>/evidence/<int:number>")
@permission(Permission.PUBLIC)
def evidence(lang: str, token: str, number: int) -> ResponseReturnValue:
    """A file of evidence, for members of the panel."""
    here = find(lang, token)
    if here.door not in SHOWN or number >= 2**63:
        abort(404)
    found = keeping.content(db.session(), here.assessment.id, number)
    if found is None or found.content is None:
        abort(404)
    response = Response(found.content, mimetype=found.file_type)
    response.headers.set("Content-Disposition", "attachment", filename=found.file_name)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
