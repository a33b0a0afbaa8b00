"""Making the next edition: counting, protecting, proving. It then waits for somebody who looks and publishes."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.activities.queries import owners
from engage.instruments.domain.definition import Instrument
from engage.results import queries, service
from engage.results.domain.plan import Plan, fitting
from engage.results.models import Edition, TextWork, Weighting
from engage.results.publishing import figures, keeping, weighing
from engage.results.publishing.assembling import assemble
from engage.results.publishing.figures import Hidden, Margin, Method, Published, Quote, Wave, WaveOf, Weighted
from engage.results.publishing.gathering import Material, gather, keys_of, texts_of
from engage.results.snapshots import reading
from engage.results.weighting import applying
from engage.results.weighting import keeping as weightings
from engage.statistics.disclosure.auditing import Audit
from engage.statistics.disclosure.cliques import TooWide
from engage.statistics.disclosure.figures import Earlier, Shape, said_roughly
from engage.statistics.disclosure.programmes import Contradiction
from engage.statistics.disclosure.protecting import protect
from engage.statistics.disclosure.tables import MINIMUM
from engage.surveys import queries as surveys
from engage.surveys.domain.channels import Channel
from engage.surveys.models import Survey

NEEDED = 10
"""Responses that must have come or gone since an earlier edition, in all and in each group that is told apart."""
_ASKED = {Channel.INVITATION, Channel.LETTER, Channel.TELEPHONE}
"""Channels of people who were chosen; by all others anybody could answer."""
Told = Callable[[int, int], None]


def make(
    session: Session,
    survey: Survey,
    plan: Plan,
    names: Mapping[str, figures.Texts],
    *,
    data_dir: Path | None = None,
    told: Told = lambda done, total: None,  # noqa: ARG005 -- the names say what comes
) -> dict[str, Any]:
    """What is kept until it is published: figures with their proof, or why there are none (`refused`).

    :param names: of `_language` and `_country`, in each language
    """
    instrument, _ = service.instrument_of(session, survey)
    plan = fitting(plan, instrument)
    weighting = weightings.weighting(session, survey.id, plan.weighting) if plan.weighting else None
    if weighting is not None and not applying.is_calculated(weighting):
        weighting = None
    needed = [*keys_of(plan), *(key for key in (applying.items_of(weighting) if weighting else ()) if key[:1] != "_")]
    frame = reading.frame(session, survey, data_dir, keys=list(dict.fromkeys(needed)))
    before = keeping.editions(session, survey.id)
    after = before[-1].number if before else 0
    if len(frame) < survey.shown_from:
        return {"refused": {"code": "shown_from", "number": survey.shown_from}}
    if len(frame) < MINIMUM:
        return {"figures": _too_few(session, survey, instrument), "audit": {"batch": {}}, "after": after, "shown": 0}
    material = gather(instrument, plan, frame, before[-1].audit.get("cuts") if before else None)
    refused = _too_similar(before, material)
    if refused:
        return {"refused": refused}
    told(1, 4)
    try:
        found = protect(
            material.study,
            _earlier(before, material),
            withheld=_withheld(before, material),
            told=lambda stage, hidden: told(2 if stage == "tables" else 3, 4),  # noqa: ARG005
        )
    except (TooWide, Contradiction):
        return {"refused": {"code": "unproven"}}
    if not found.audit.ok:
        leaks = [list(leak.place) for leak in found.audit.leaks[:20]]
        return {"refused": {"code": "leaks", "leaks": leaks}}
    weighted, left_out = weighing.percentages(frame, material, found.shape, weighting)
    waves, telling = _waves(session, plan, material)
    filters, questions, crossings, hidden = assemble(material, found.shape, weighted, waves, names)
    if left_out:
        hidden = (*hidden, Hidden("weighted", left_out, len(left_out)))
    published = Published(
        survey=survey.slug,
        title=texts_of(instrument.title),
        source_language=instrument.source_language,
        method=replace(
            _method(session, survey, instrument, frame, found.shape),
            weighting=_weighted(session, survey, weighting, frame, found.shape) if weighted else None,
            hidden=hidden,
        ),
        filters=filters,
        questions=questions,
        crossings=crossings,
        waves=telling,
        quotes=_quotes(session, survey),
    )
    return {"figures": figures.document(published), "audit": _proof(material, found.shape, found.audit), "after": after}


def _proof(material: Material, shape: Shape, audit: Audit) -> dict[str, Any]:
    return {
        "relations": audit.relations,
        "small": audit.small,
        "unknowns": audit.cells,
        "refuted": list(audit.refuted),
        "batch": {key: list(each) for key, each in material.batch.items()},
        "cuts": {key: list(each.cuts) for key, each in material.subjects.items() if each.cuts is not None},
        "said": keeping.relations(shape, material.study.impossible_pairs()),
    }


# -- beside earlier editions


def _batches(before: Sequence[Edition]) -> list[tuple[Edition, Mapping[str, Sequence[Any]]]]:
    """Editions with figures, and of which responses they were made."""
    return [(each, each.audit["batch"]) for each in before if each.audit.get("batch")]


def _too_similar(before: Sequence[Edition], material: Material) -> dict[str, Any] | None:
    """A new edition after less than ten came or went would say what they said."""
    number, word = material.batch[""]
    for edition, batch in _batches(before):
        if batch[""][1] != word and abs(number - batch[""][0]) < NEEDED:
            return {"code": "too_similar", "edition": edition.number, "number": NEEDED}
    return None


def _withheld(before: Sequence[Edition], material: Material) -> frozenset[tuple[str, str]]:
    """Groups in which less than ten came or went since an edition that told them apart."""
    found = set()
    for _, batch in _batches(before):
        for key, (number, word) in material.batch.items():
            was = batch.get(key)
            if key and was and was[1] != word and abs(number - was[0]) < NEEDED:
                variable, _, value = key.partition("=")
                found.add((variable, value))
    return frozenset(found)


def _earlier(before: Sequence[Edition], material: Material) -> list[Earlier]:
    """What earlier editions said, those taken back too: whoever read them has them."""
    own = material.batch[""][1]
    order: dict[str, int] = {}
    found = []
    for edition, batch in _batches(before):
        word = batch[""][1]
        place = None if word == own else order.setdefault(word, len(order))
        found.append(keeping.earlier(edition.audit["said"], edition.number, place))
    return found


# -- the method note


def _too_few(session: Session, survey: Survey, instrument: Instrument) -> dict[str, Any]:
    method = Method(_hubs(session, survey), "", "", None, 0, instrument.languages, (), (), True, None, ())
    title = texts_of(instrument.title)
    return figures.document(Published(survey.slug, title, instrument.source_language, method, (), (), (), too_few=True))


def _method(session: Session, survey: Survey, instrument: Instrument, frame: pl.DataFrame, shape: Shape) -> Method:
    days = Counter(dict(frame["_day"].value_counts().iter_rows()))
    channels = dict(frame["_channel"].cast(pl.String).value_counts().iter_rows())
    countries = dict(frame["_country"].cast(pl.String).value_counts().iter_rows())
    return Method(
        asked_by=_hubs(session, survey),
        first_day=_said(days, min(days)),
        last_day=_said(days, max(days)),
        responses=said_roughly(shape.study.total, shape.step) or None if shape.step else None,
        step=shape.step,
        languages=tuple(instrument.languages),
        countries=tuple(sorted(code for code, n in countries.items() if code and n >= MINIMUM)),
        channels=tuple(each.value for each in Channel if channels.get(each.value, 0) >= MINIMUM),
        chose_to_answer=not _ASKED.issuperset(channels),
        weighting=None,
        hidden=(),
    )


def _said(days: Counter[date], day: date) -> str:
    return day.isoformat() if days[day] >= MINIMUM else day.isoformat()[:7]


def _hubs(session: Session, survey: Survey) -> tuple[figures.Texts, ...]:
    lead = survey.activity.hub_id
    partners = [each.hub_id for each in surveys.partners(session, survey.id)]
    ids = dict.fromkeys((lead, *sorted(owners(session, survey.activity_id)), *partners))
    found = [surveys.hub(session, hub_id) for hub_id in ids]
    return tuple({hub.languages[0] if hub.languages else "en": hub.name, **hub.names} for hub in found if hub)


def _weighted(
    session: Session, survey: Survey, weighting: Weighting | None, frame: pl.DataFrame, shape: Shape
) -> Weighted | None:
    if weighting is None:
        return None
    margins = [row for id_ in weighting.populations if (row := weightings.population(session, survey.id, id_))]
    weights = applying.weights(frame, weighting)
    effective = float(weights.sum()) ** 2 / float((weights * weights).sum())
    return Weighted(
        weighting.name,
        tuple(Margin(each.name, each.source) for each in margins),
        weighting.calculated_on.isoformat() if weighting.calculated_on else "",
        said_roughly(round(effective), shape.step) or None if shape.step else None,
    )


def _waves(session: Session, plan: Plan, material: Material) -> tuple[dict[str, tuple[Wave, ...]], tuple[WaveOf, ...]]:
    """The same questions with the same answers in the editions of earlier surveys."""
    found: dict[str, tuple[Wave, ...]] = {}
    telling = []
    for survey_id in plan.waves:
        survey = session.get(Survey, survey_id)
        edition = keeping.current(session, survey) if survey else None
        if survey is None or edition is None:
            continue
        published = figures.read(edition.figures)
        for question in published.questions:
            subject = material.subjects.get(question.key)
            if subject and tuple(option.code for option in question.options) == subject.codes:
                wave = Wave(survey.slug, edition.number, question.table)
                found[question.key] = (*found.get(question.key, ()), wave)
        method = published.method
        telling.append(WaveOf(survey.slug, edition.number, published.title, method.first_day, method.last_day))
    return found, tuple(telling)


def _quotes(session: Session, survey: Survey) -> tuple[Quote, ...]:
    """Those released one by one, in the order of their words: it says nothing of who wrote when."""
    statement = select(TextWork).where(TextWork.survey_id == survey.id, TextWork.released_on.is_not(None))
    rows, out = session.scalars(statement), queries.not_counted(session, survey.id)
    found = [Quote(row.item, dict(row.quote)) for row in rows if row.quote and row.response_id not in out]
    return tuple(sorted(found, key=lambda each: (each.key, sorted(each.text.items()))))
