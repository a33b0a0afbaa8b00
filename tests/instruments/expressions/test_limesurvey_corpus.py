"""Every relevance of LimeSurvey's sample surveys. Its own test of expressions: tests/conformance."""

import re

import pytest

from engage.instruments.expressions.evaluator import ExpressionError, compile_expression
from engage.instruments.expressions.limesurvey import translate
from tests.corpora import corpora

pytestmark = pytest.mark.corpora

_RELEVANCE = re.compile(r"<(?:relevance|grelevance)><!\[CDATA\[(.*?)\]\]></", re.DOTALL)


def test_every_relevance_of_the_sample_surveys_can_be_said():
    wrong = []
    relevances = set()
    for path in corpora("surveys", "limesurvey").rglob("*.lss"):
        relevances.update(_RELEVANCE.findall(path.read_text(encoding="utf-8", errors="replace")))
    for relevance in sorted(relevances):
        try:
            compile_expression(translate(relevance, variables=lambda name: f"${{{name}}}"))
        except ExpressionError:
            wrong.append(relevance)

    assert len(relevances) > 140
    assert wrong == ["Q00 = 4"], "an assignment, in the survey that LimeSurvey tests its own warnings with"
