"""What pages of evidence and facts have in common: whose words, who may change, pieces as tables show them."""

from collections.abc import Sequence
from typing import Any

from flask import g

from engage.activities import showing
from engage.core.clock import utcnow
from engage.db.session import db
from engage.maturity import words_console_evidence, words_evidence
from engage.maturity.domain import asked
from engage.maturity.domain import evidence as rules
from engage.maturity.domain.model import Indicator, MaturityModel
from engage.maturity.evidence import facts, keeping
from engage.maturity.models import Assessment, Evidence
from engage.maturity.standing import holds_as
from engage.maturity.wording import Words, model_of, words
from engage.web.permissions import Permission, may, may_for


def language() -> str:
    """Of the console."""
    return str(g.get("interface", "en"))


def said_in(assessment: Assessment) -> tuple[MaturityModel, Words]:
    """The model of an assessment, and its words in the language of the console."""
    return model_of(assessment.model), words(db.session(), assessment.model, language())


def changes(assessment: Assessment) -> bool:
    """Whether who asks may change evidence and facts now."""
    return assessment.stage in facts.OPEN and may(Permission.MATURITY_EDIT)


def inside(assessment: Assessment) -> bool:
    """Whether who asks is of the hub, and not there for a duty on one assessment: they see numbers of few people."""
    return may_for(Permission.MATURITY_SEE, {assessment.hub_id})


def by_dimension(found: Assessment, model: MaturityModel, said: Words) -> list[tuple[str, list[Indicator]]]:
    """What an assessment of its kind judges, under the titles of its dimensions."""
    judged = set(asked.indicators(model, found.kind))
    rows = ((each, [one for one in each.indicators if one in judged]) for each in model.dimensions)
    return [(said[f"{dimension.id}:title"], there) for dimension, there in rows if there]


def rows(pieces: Sequence[Evidence], model: MaturityModel, said: Words) -> list[dict[str, Any]]:
    """Pieces as tables show them."""
    ids = [each.activity_id for each in pieces if each.activity_id is not None]
    pages = showing.some(db.session(), ids, lang=language(), now=utcnow())
    return [
        {
            "piece": each,
            "page": pages[each.activity_id].address if each.activity_id in pages else each.url,
            "kind": str(words_evidence.KINDS[each.kind]),
            "counts_as": words_console_evidence.counts_as(each, model, said),
            "check": words_console_evidence.check_words(each, model),
            "indicators": [(one, said[f"{one}:title"]) for one in each.indicators if f"{one}:title" in said],
        }
        for each in pieces
    ]


def best_of(pieces: Sequence[Evidence], indicator: str, model: MaturityModel, said: Words) -> tuple[int, str]:
    """How many pieces an indicator has, and what the strongest counts as."""
    own = keeping.for_indicators(pieces, indicator)
    order = [each.id for each in rules.in_order(model)]
    best = max((holds_as(model, each) for each in own), key=order.index, default="")
    return len(own), words_console_evidence.class_name(model, said, best) if best else ""
