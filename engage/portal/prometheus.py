"""Numbers in the text format of Prometheus (version 0.0.4)."""

from collections.abc import Iterable, Iterator, Mapping

from engage.portal.watching import Figure
from engage.web.counting import ENDS, SECONDS, Group

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def written(figures: Iterable[Figure], groups: Iterable[Group], reports: Iterable[tuple[str, str, int]] = ()) -> str:
    """:param reports: of broken content security policies, by directive and sort of page"""
    return "\n".join((*_gauges(figures), *_requests(tuple(groups)), *_reports(reports))) + "\n"


def _reports(reports: Iterable[tuple[str, str, int]]) -> Iterator[str]:
    name = "engage_policy_reports_total"
    yield from (
        f"# HELP {name} Pages that broke the content security policy, as browsers report.",
        f"# TYPE {name} counter",
    )
    for directive, page, number in reports:
        yield f"{name}{_labels({'directive': directive, 'page': page})} {number}"


def _gauges(figures: Iterable[Figure]) -> Iterator[str]:
    said: set[str] = set()
    for figure in figures:
        if figure.name not in said:
            said.add(figure.name)
            yield from (f"# HELP {figure.name} {figure.about}", f"# TYPE {figure.name} gauge")
        yield f"{figure.name}{_labels(figure.labels)} {_number(figure.value)}"


def _requests(groups: tuple[Group, ...]) -> Iterator[str]:
    name = "engage_requests_total"
    yield from (f"# HELP {name} Requests, by how they ended.", f"# TYPE {name} counter")
    for group in groups:
        for end, number in zip(ENDS, group.ends, strict=True):
            yield f"{name}{_labels({**_of(group), 'end': end})} {number}"
    name = "engage_request_seconds"
    yield from (f"# HELP {name} Seconds until the answer began.", f"# TYPE {name} histogram")
    for group in groups:
        for limit, number in zip((*map(_number, SECONDS), "+Inf"), group.steps, strict=True):
            yield f"{name}_bucket{_labels({**_of(group), 'le': limit})} {number}"
        yield f"{name}_sum{_labels(_of(group))} {_number(group.seconds)}"
        yield f"{name}_count{_labels(_of(group))} {group.steps[-1]}"


def _of(group: Group) -> dict[str, str]:
    return {"page": group.page, "way": group.way}


def _labels(labels: Mapping[str, str]) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items()) + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _number(value: float) -> str:
    return repr(float(value)) if value != int(value) else str(int(value))
