"""Checking items whose answer is put together from several fields: rankings, points, lengths and stretches of time."""

from engage.instruments.domain import spans, typed
from engage.instruments.domain.inputs import one
from engage.instruments.domain.journey import ItemOnPath, Journey, Raw
from engage.instruments.domain.problems import Answers, Part, Problem, Wrong


def ranking(journey: Journey, asked: ItemOnPath) -> Part:
    item = asked.item
    codes = [option.code for option in asked.options]
    try:
        ranked = _places(journey.raw, item.name, codes)
    except Wrong as wrong:
        return {}, [Problem(item.name, wrong.code, wrong.figures)]
    if not ranked:
        return {}, []
    if item.max_choices and len(ranked) > item.max_choices:
        return {}, [Problem(item.name, "too_many", {"maximum": item.max_choices, "chosen": len(ranked)})]
    if item.min_choices and len(ranked) < item.min_choices:
        return {}, [Problem(item.name, "too_few", {"minimum": item.min_choices})]
    return {item.name: ranked}, []


def _places(raw: Raw, name: str, codes: list[str]) -> list[str]:
    """Codes in the order of the places given to them; places must differ and leave no gap at the top."""
    by_place: dict[int, str] = {}
    for code in codes:
        place = one(raw, f"{name}/{code}")
        if not place:
            continue
        if not place.isdecimal() or not 1 <= int(place) <= len(codes):
            raise Wrong("not_an_option")
        if int(place) in by_place:
            raise Wrong("place_twice", place=int(place))
        by_place[int(place)] = code
    if by_place and max(by_place) != len(by_place):
        missing = next(place for place in range(1, len(codes) + 1) if place not in by_place)
        raise Wrong("place_missing", place=missing)
    return [by_place[place] for place in sorted(by_place)]


def allocation(journey: Journey, asked: ItemOnPath) -> Part:
    """Points that add up to the total, or the same things ranked; what is coded says which."""
    item, points = asked.item, {}
    for row in asked.rows:
        key = f"{item.name}/{row.code}"
        value = one(journey.raw, key)
        if not value:
            continue
        if not typed.INTEGER.fullmatch(value) or not 0 <= int(value) <= item.total:
            return {}, [Problem(key, "not_points", {"total": item.total})]
        points[key] = int(value)
    if points:
        total = sum(points.values())
        if total != item.total:
            return {}, [Problem(item.name, "total", {"total": item.total, "given": total, "left": item.total - total})]
        return {f"{item.name}/{row.code}": points.get(f"{item.name}/{row.code}", 0) for row in item.rows}, []
    try:
        ranked = _places(journey.raw, f"{item.name}/rank", [row.code for row in asked.rows])
    except Wrong as wrong:
        return {}, [Problem(item.name, wrong.code, wrong.figures)]
    return ({f"{item.name}/rank": ranked} if ranked else {}), []


def duration(journey: Journey, asked: ItemOnPath) -> Part:
    """A length of time; fields left empty count as zero beside one that is filled."""
    item = asked.item
    try:
        spans.fields(journey.raw, item)
    except Wrong as wrong:
        return {}, [Problem(f"{item.name}/{wrong.figures['unit']}", wrong.code)]
    value = journey[item.name]
    return ({item.name: value}, []) if value and isinstance(value, str) else ({}, [])


def date_range(journey: Journey, asked: ItemOnPath) -> Part:
    """Two days, the second not before the first. One without the other is half an answer."""
    item = asked.item
    answers: Answers = {}
    problems: list[Problem] = []
    for key in item.keys:
        value = one(journey.raw, key)
        try:
            if value:
                answers[key] = typed.parse_date(value).isoformat()
        except Wrong as wrong:
            problems.append(Problem(key, wrong.code))
    if problems or not answers:
        return answers, problems
    missing = [key for key in item.keys if key not in answers]
    if missing:
        return answers, [Problem(missing[0], "range_incomplete")]
    start, end = (answers[key] for key in item.keys)
    return answers, [Problem(item.keys[1], "ends_before_start")] if end < start else []
