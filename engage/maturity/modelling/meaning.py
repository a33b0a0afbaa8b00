"""What a model must mean beyond its form: names that stand once, levels that are all there, rules that can be applied.

Each check yields the way to the part, a code, and what to do, for a document whose form is sound.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engage.core.findings import Level
from engage.core.located import Steps
from engage.i18n.locales import is_well_formed
from engage.maturity.domain.gates import condition, consequence

Document = Mapping[str, Any]
Found = Iterator[tuple[Level, Steps, str, str]]


def problems(document: Document) -> Found:
    """Everything that is wrong or worth knowing, in the order of the document."""
    yield from _head(document)
    yield from _levels(document)
    yield from _classes(document)
    yield from _gates(document)
    yield from _metrics(document)
    yield from _dimensions(document)
    yield from _crosswalk(document)


def _head(document: Document) -> Found:
    language = document["model"].get("language", "en")
    if not is_well_formed(language):
        yield _error(("model", "language"), "malformed_language", f"“{language}” is no language tag (BCP 47)")


def _levels(document: Document) -> Found:
    for at, each in enumerate(document["levels"]):
        if each["value"] != at:
            yield _error(
                ("levels", at, "value"), "wrong_order", f"levels count up from 0: this one is {at}, not {each['value']}"
            )


def _classes(document: Document) -> Found:
    classes, top = document["evidence_classes"], _top(document)
    yield from _once(("evidence_classes",), "id", classes)
    for at, each in enumerate(classes):
        path: Steps = ("evidence_classes", at, "ceiling")
        if each["ceiling"] > top:
            yield _error(path, "unknown_level", f"the ceiling is {each['ceiling']}, but the highest level is {top}")
        elif at and each["ceiling"] <= classes[at - 1]["ceiling"]:
            yield _error(
                path, "wrong_ceiling", f"“{each['id']}” must carry further than “{classes[at - 1]['id']}” before it"
            )
    if max(each["ceiling"] for each in classes) < top:
        yield (
            Level.WARNING,
            ("evidence_classes",),
            "unreachable_level",
            f"no evidence carries up to level {top}: nobody can reach it",
        )


def _gates(document: Document) -> Found:
    gates, known, top = document.get("scoring", {}).get("gates", ()), _indicators(document), _top(document)
    yield from _once(("scoring", "gates"), "id", gates)
    for at, each in enumerate(gates):
        path: Steps = ("scoring", "gates", at)
        when, then = condition(each["if"]), consequence(each["then"])
        if when is None:
            yield _error((*path, "if"), "bad_gate", f"“{each['if']}” is not written like “LIS-3 < 2”")
        elif when[0] not in known:
            yield _error((*path, "if"), "unknown_indicator", f"there is no indicator “{when[0]}”")
        elif not 0 < when[1] <= top:
            yield _error((*path, "if"), "unknown_level", f"the level must lie between 1 and {top}, not {when[1]}")
        if then is None:
            yield _error((*path, "then"), "bad_gate", f"“{each['then']}” is not written like “overall_level <= 1”")
        elif then >= top:
            yield _error((*path, "then"), "unknown_level", f"a gate holds the level below {top}, not at {then}")


def _metrics(document: Document) -> Found:
    metrics = document.get("metrics", ())
    yield from _once(("metrics",), "id", metrics)
    for at, each in enumerate(metrics):
        yield from _once(("metrics", at, "figures"), "name", each.get("figures", ()))


def _dimensions(document: Document) -> Found:
    dimensions = document["dimensions"]
    yield from _once(("dimensions",), "id", dimensions)
    seen: set[str] = set()
    for at, dimension in enumerate(dimensions):
        path: Steps = ("dimensions", at)
        for number, each in enumerate(dimension["indicators"]):
            here = (*path, "indicators", number)
            if each["id"] in seen:
                yield _error((*here, "id"), "duplicate", f"“{each['id']}” stands here twice")
            seen.add(each["id"])
            if not each["id"].startswith(f"{dimension['id']}-"):
                yield _error(
                    (*here, "id"), "bad_form", f"indicators of {dimension['id']} are called {dimension['id']}-1, -2 …"
                )
            yield from _indicator(document, here, each)
        if not any(each.get("core") for each in dimension["indicators"]):
            yield Level.WARNING, path, "no_core", f"no indicator of {dimension['id']} is core: first looks leave it out"
    if not any(each.get("plain") for each in _all(document)):
        core = sum(bool(each.get("core")) for each in _all(document))
        yield (
            Level.NOTE,
            ("dimensions",),
            "no_plain_words",
            f"the {core} core indicators have no plain words: the short form shows the descriptors",
        )


def _indicator(document: Document, path: Steps, given: Document) -> Found:
    yield from _all_levels(document, (*path, "levels"), given["levels"])
    if "plain" in given:
        yield from _all_levels(document, (*path, "plain", "levels"), given["plain"]["levels"])
        if not given.get("core"):
            yield Level.NOTE, (*path, "plain"), "never_asked", "only core indicators stand in the short form"
    not_applicable = given.get("not_applicable", {})
    if not_applicable.get("allowed"):
        if not not_applicable.get("only_if", "").strip():
            yield _error((*path, "not_applicable"), "missing_key", "say under only_if when it does not apply")
        if given.get("core"):
            yield (
                Level.WARNING,
                (*path, "not_applicable"),
                "core_may_be_left_out",
                "a core indicator that need not apply does not hold its dimension down",
            )
    yield from _tests(document, (*path, "platform_evidence"), given.get("platform_evidence", ()))


def _all_levels(document: Document, path: Steps, given: Mapping[str, Any]) -> Found:
    top = _top(document)
    for level in range(top + 1):
        if str(level) not in given:
            yield _error(path, "missing_level", f"level {level} has no descriptor")
    for value in given:
        if int(value) > top:
            yield _error((*path, value), "unknown_level", f"the highest level is {top}")


def _tests(document: Document, path: Steps, given: Sequence[Document]) -> Found:
    figures = {each["id"]: {one["name"] for one in each.get("figures", ())} for each in document.get("metrics", ())}
    seen: set[tuple[str, int]] = set()
    for at, each in enumerate(given):
        here, key = (*path, at), (each["metric"], each["level"])
        if key in seen:
            yield _error(here, "duplicate", f"{each['metric']} is tested twice for level {each['level']}")
        seen.add(key)
        if each["metric"] not in figures:
            yield _error((*here, "metric"), "unknown_metric", f"there is no metric “{each['metric']}”")
            continue
        if not 0 < each["level"] <= _top(document):
            yield _error((*here, "level"), "unknown_level", f"the level must lie between 1 and {_top(document)}")
        for number, one in enumerate(each.get("check", ())):
            place = (*here, "check", number)
            if one["figure"] not in figures[each["metric"]]:
                yield _error((*place, "figure"), "unknown_figure", f"{each['metric']} has no figure “{one['figure']}”")
            if ("at_least" in one) == ("at_most" in one):
                yield _error(place, "bad_check", "a check needs one of at_least and at_most")


def _crosswalk(document: Document) -> Found:
    crosswalk = document.get("crosswalk")
    if crosswalk is None:
        return
    known, now = _indicators(document), _major(document["model"]["version"])
    if _major(crosswalk["from"]) >= now:
        yield _error(("crosswalk", "from"), "bad_crosswalk", f"it must lead from a version before {now}.0.0")
    targets = Counter(crosswalk["pairs"].values())
    for earlier, later in crosswalk["pairs"].items():
        if later not in known:
            yield _error(("crosswalk", "pairs", earlier), "unknown_indicator", f"there is no indicator “{later}”")
        elif targets[later] > 1:
            yield _error(("crosswalk", "pairs", earlier), "duplicate", f"two indicators lead to “{later}”")


def _once(path: Steps, key: str, given: Sequence[Document]) -> Found:
    seen: set[str] = set()
    for at, each in enumerate(given):
        if each[key] in seen:
            yield _error((*path, at, key), "duplicate", f"“{each[key]}” stands under {path[-1]} twice")
        seen.add(each[key])


def _error(path: Steps, code: str, message: str) -> tuple[Level, Steps, str, str]:
    return Level.ERROR, path, code, message


def _all(document: Document) -> Iterator[Document]:
    return (each for dimension in document["dimensions"] for each in dimension["indicators"])


def _indicators(document: Document) -> frozenset[str]:
    return frozenset(each["id"] for each in _all(document))


def _top(document: Document) -> int:
    return len(document["levels"]) - 1


def _major(version: str) -> int:
    return int(version.split(".", maxsplit=1)[0])
