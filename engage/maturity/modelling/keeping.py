"""Versions of models: kept as they came, put in use, retired. What a version says never changes."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engage.core.located import from_yaml
from engage.core.refusal import Refusal
from engage.i18n.stored import encoded
from engage.i18n.text import LocalizedText, TextState, Translation
from engage.maturity import queries_models as queries
from engage.maturity import wording
from engage.maturity.domain.document import from_document
from engage.maturity.domain.kinds import ModelState
from engage.maturity.modelling import crosswalks
from engage.maturity.models import Assessment, Crosswalk, ModelText, ModelVersion

BUNDLED = "ncmh-citizen-engagement"
Texts = Mapping[str, Mapping[str, Translation]]
"""Translations by language, then by place."""


class OtherContent(Refusal):
    """A version with this number is there and says something else: a changed model gets a new number."""

    code = "version_says_something_else"


class CrosswalkNeeded(Refusal):
    """Rounds take a new major version once it is said what became of the indicators before it."""

    code = "crosswalk_needed"


class Rested(Refusal):
    """First looks or rounds rest on this version; it stays."""

    code = "version_has_rounds"


def digest_of(document: Mapping[str, Any]) -> str:
    """SHA-256 of a definition, hexadecimal; the order of keys does not matter."""
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


def keep(
    session: Session,
    document: Mapping[str, Any],
    texts: Texts,
    *,
    now: datetime,
    state: ModelState = ModelState.DRAFT,
) -> ModelVersion:
    """The version that a document describes; made when it is not there yet.

    Translations of the version before it are taken over: as they are where the source says the same, as stale where it
    says something else. Those in `texts` stand before them; a version that was there already gets those it lacks.

    :param document: what `engage.maturity.modelling.reading` has found to be sound
    :raises OtherContent: when the version is there with other content
    :raises NoSuchVersion: when its crosswalk comes from a version that is not there
    :raises NotAnIndicator: when its crosswalk names indicators that are not there
    """
    document = json.loads(json.dumps(document))
    about, digest = document["model"], digest_of(document)
    key, number = str(about["id"]), str(about["version"])
    found = queries.version(session, key, number)
    if found is None:
        before = next(iter(queries.versions(session, key)), None)
        made = ModelVersion(
            key=key,
            version=number,
            major=from_document(document).major,
            definition=document,
            digest=digest,
            source_language=str(about.get("language", "en")),
            state=state,
            imported_at=now,
        )
        if _added(session, made):
            return _furnished(session, made, texts, before)
        found = queries.version(session, key, number)
    if found is None or found.digest != digest:
        raise OtherContent(number)
    _put(session, found, texts)
    return found


def _added(session: Session, made: ModelVersion) -> bool:
    """Whether nobody else made the version in the same moment."""
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        return False
    return True


def _furnished(session: Session, made: ModelVersion, texts: Texts, before: ModelVersion | None) -> ModelVersion:
    """A new version with its texts and its crosswalk; one that lacks a crosswalk waits for it."""
    _put(session, made, texts)
    if before is not None:
        made.text_gate = before.text_gate
        _put(session, made, _taken_over(session, before, made))
    crosswalk = made.definition.get("crosswalk")
    if crosswalk:
        earlier = queries.version(session, made.key, str(crosswalk["from"]))
        if earlier is None:
            raise crosswalks.NoSuchVersion(str(crosswalk["from"]))
        crosswalks.put(session, earlier, made, crosswalk["pairs"])
    if made.state is ModelState.IN_USE and crosswalks.needed(session, made) is not None:
        made.state = ModelState.DRAFT
    session.flush()
    return made


def _taken_over(session: Session, before: ModelVersion, now: ModelVersion) -> Texts:
    """Translations of an earlier version for the places that are still there."""
    places = wording.places_of(now)
    found: dict[str, dict[str, Translation]] = {}
    for place, text in wording.texts(session, before).items():
        for tag, said in text:
            if tag != text.source_language and place in places:
                state = said.state if places[place] == text.source else TextState.STALE
                found.setdefault(tag, {})[place] = Translation(said.text, state)
    return found


def _put(session: Session, version: ModelVersion, texts: Texts) -> None:
    """Add translations where there are none yet."""
    rows = {row.place: row for row in session.scalars(select(ModelText).where(ModelText.model_id == version.id))}
    source, changed = version.source_language, False
    for place, said in wording.places_of(version).items():
        stored = rows[place].text if place in rows else {}
        new = {tag: texts[tag][place] for tag in texts if place in texts[tag] and tag not in (source, *stored)}
        if not new:
            continue
        text = {**stored, **encoded(LocalizedText(source, {source: Translation(said), **new}))}
        if place in rows:
            rows[place].text = text
        else:
            session.add(ModelText(model_id=version.id, place=place, text=text))
        changed = True
    languages = list(dict.fromkeys((source, *(version.languages or ()), *texts)))
    if changed or languages != version.languages:
        version.languages = languages
        version.revision = (version.revision or 1) + 1
    session.flush()


# -- states


def put_in_use(session: Session, version: ModelVersion) -> None:
    """From now on rounds can take it.

    :raises CrosswalkNeeded: for a new major version without a crosswalk from the one before
    """
    if crosswalks.needed(session, version) is not None:
        raise CrosswalkNeeded(version.version)
    version.state = ModelState.IN_USE
    version.revision += 1


def retire(session: Session, version: ModelVersion) -> None:
    """No new round takes it; those that rest on it go on."""
    version.state = ModelState.RETIRED
    version.revision += 1
    session.flush()


def drop(session: Session, version: ModelVersion) -> None:
    """Take a version away that nothing rests on.

    :raises Rested: when a first look or a round does
    """
    if session.scalar(select(Assessment.id).where(Assessment.model_id == version.id).limit(1)) is not None:
        raise Rested(version.version)
    session.execute(delete(Crosswalk).where((Crosswalk.from_id == version.id) | (Crosswalk.to_id == version.id)))
    session.execute(delete(ModelText).where(ModelText.model_id == version.id))
    session.delete(version)
    session.flush()


# -- what comes with the product


def bundled(session: Session, now: datetime) -> ModelVersion:
    """The model that comes with the product, in use, with its translations; the same one each time.

    Where somebody has brought other content under its number, theirs stays.
    """
    document = bundled_document()
    try:
        return keep(session, document, bundled_texts(), now=now, state=ModelState.IN_USE)
    except OtherContent:
        found = queries.version(session, BUNDLED, str(document["model"]["version"]))
        if found is None:
            raise
        return found


@cache
def bundled_document() -> Mapping[str, Any]:
    document: Mapping[str, Any] = _read(f"{BUNDLED}.yaml")
    return document


@cache
def bundled_texts() -> Texts:
    """Translations that came with it; each has been read a second time against its source."""
    folder = files("engage.maturity.bundled") / "texts"
    return {
        each.name.removesuffix(".yaml"): {
            place: Translation(words, TextState.REVIEWED) for place, words in _read(f"texts/{each.name}").items()
        }
        for each in sorted(folder.iterdir(), key=lambda each: each.name)
        if each.name.endswith(".yaml")
    }


def _read(name: str) -> Any:
    return from_yaml(files("engage.maturity.bundled").joinpath(*name.split("/")).read_text("utf-8")).value
