"""Reads a set of answers from a file, and writes what they come to: `engage maturity score`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, ClassVar

from engage.core.located import from_json, from_yaml, read_text
from engage.core.refusal import Refusal
from engage.maturity.domain import tests_of
from engage.maturity.domain.document import from_document
from engage.maturity.domain.model import Indicator, MaturityModel
from engage.maturity.domain.scoring import Answer, Score, score

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class WrongAnswers(Refusal):
    """The file cannot be scored; the reason says where and why."""

    code: ClassVar[str] = "wrong_answers"


@dataclass(frozen=True, slots=True)
class Scored:
    model: MaturityModel
    score: Score


def score_file(data: bytes) -> Scored:
    """Score the answers in a JSON document.

    `{"model": …, "answers": {"INC-1": {"level": 3, "ev": "E2"}, "INC-4": {"na": true}}}`; optional beside them are
    `facts` ({metric: {figure: number}}, for tests of the platform) and `core_only` (true: a core round).

    :raises Unreadable: when it is not JSON
    :raises WrongAnswers: for a model, indicator, level or class of evidence that there is not
    """
    given = from_json(read_text(data)).value
    if not isinstance(given, dict) or not isinstance(given.get("answers"), dict):
        raise WrongAnswers("the file needs a JSON object with “model” and “answers”")
    model = bundled_model(given.get("model"))
    tests = tests_of.passed(model, _facts(given.get("facts", {})))
    answers = {
        id_: _answer(model, id_, each, tests_of.verified_up_to(tests.get(id_, {})))
        for id_, each in given["answers"].items()
    }
    only = frozenset(each.id for each in model.core) if given.get("core_only") is True else None
    return Scored(model, score(model, answers, only=only))


def bundled_model(id_: Any) -> MaturityModel:
    """The model with an id, among those that come with the product.

    :raises WrongAnswers: when there is none
    """
    file = files("engage.maturity.bundled") / f"{id_}.yaml"
    if not (isinstance(id_, str) and _NAME.fullmatch(id_) and file.is_file()):
        raise WrongAnswers(f"there is no bundled model {id_!r}")
    return from_document(from_yaml(file.read_text("utf-8")).value)


def document(scored: Scored) -> dict[str, Any]:
    """What `--json` prints: scores with two decimals, coverage with four; null is "not computed"."""
    found = scored.score
    return {
        "model": scored.model.id,
        "version": scored.model.version,
        "dimensions": {
            id_: None if each.score is None else {"score": round(each.score, 2), "level": each.level}
            for id_, each in found.dimensions.items()
        },
        "overall_index": None if found.overall_index is None else round(found.overall_index, 2),
        "overall_level_before_gates": found.overall_level_before_gates,
        "overall_level": found.overall_level,
        "gates_fired": [each.gate.id for each in found.gates],
        "gates_not_checked": [each.id for each in found.gates_open],
        "coverage": None if found.coverage is None else round(found.coverage, 4),
        "not_applicable": list(found.not_applicable),
        "missing": list(found.missing),
        "cannot_judge": list(found.cannot_judge),
        "indicators": {
            id_: {"claimed": each.claimed, "supported": each.supported} for id_, each in found.indicators.items()
        },
    }


def _facts(given: Any) -> tests_of.Facts:
    sound = isinstance(given, dict) and all(
        isinstance(figures, dict) and all(_number(value) or value is None for value in figures.values())
        for figures in given.values()
    )
    if not sound:
        raise WrongAnswers("“facts” must be numbers by metric and figure")
    facts: Mapping[str, Mapping[str, float | None]] = given
    return facts


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _answer(model: MaturityModel, id_: str, given: Any, verified_up_to: int) -> Answer:
    indicator = next((each for each in model.indicators if each.id == id_), None)
    if indicator is None:
        raise WrongAnswers(f"{id_}: the model has no such indicator")
    if not isinstance(given, dict):
        raise WrongAnswers(f"{id_}: an answer is an object such as {{“level”: 3, “ev”: “E2”}}")
    evidence = given.get("ev", "")
    if not isinstance(evidence, str) or evidence not in {"", *(each.id for each in model.evidence_classes)}:
        raise WrongAnswers(f"{id_}: there is no class of evidence {evidence!r}")
    not_applicable, cannot_judge = given.get("na") is True, given.get("cannot_judge") is True
    return Answer(
        level=_level(model, indicator, given, without=not_applicable or cannot_judge),
        evidence=evidence,
        verified_up_to=verified_up_to,
        not_applicable=not_applicable,
        reason=str(given.get("reason", "")),
        cannot_judge=cannot_judge,
    )


def _level(model: MaturityModel, indicator: Indicator, given: Mapping[str, Any], *, without: bool) -> int | None:
    if given.get("na") is True and not indicator.not_applicable:
        raise WrongAnswers(f"{indicator.id}: it always applies")
    level = given.get("level")
    if level is None:
        return None
    if without:
        raise WrongAnswers(f"{indicator.id}: an answer is a level, or that there is none, not both")
    if not isinstance(level, int) or isinstance(level, bool) or not 0 <= level <= model.top:
        raise WrongAnswers(f"{indicator.id}: a level is a whole number from 0 to {model.top}, not {level!r}")
    return level
