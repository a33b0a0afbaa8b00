"""Addresses are built by the rules of Werkzeug, made when they are first wanted."""

import pytest
from werkzeug.routing import Map, Rule

from engage.web.building import LateRule

RULES = ("/", "/<rule>/<int:number>", "/surveys/<slug>/<path:rest>")


@pytest.mark.parametrize(
    ("endpoint", "values"),
    [
        pytest.param("0", {}, id="without-values"),
        pytest.param("0", {"page": 2, "q": "a b"}, id="unknown-values-are-a-query"),
        pytest.param("1", {"rule": "a/ö", "number": 7}, id="a-value-called-rule"),
        pytest.param("2", {"slug": "s", "rest": "a/b", "x": "y"}, id="path-and-query"),
        pytest.param("3", {"lang": "nb"}, id="default"),
    ],
)
def test_an_address_is_the_one_that_werkzeug_builds(endpoint: str, values: dict[str, object]):
    def built(kind: type[Rule]) -> list[str]:
        rules = [kind(rule, endpoint=str(at)) for at, rule in enumerate(RULES)]
        rules.append(kind("/home", endpoint="3", defaults={"lang": "nb"}))
        adapter = Map(rules).bind("example.org")
        return [adapter.build(endpoint, values) for _ in range(2)]

    assert built(LateRule) == built(Rule)


def test_nothing_is_compiled_before_it_is_wanted(monkeypatch: pytest.MonkeyPatch):
    compiled: list[str] = []
    real = Rule._compile_builder

    def watched(rule: Rule, append_unknown: bool = True):
        compiled.append(rule.rule)
        return real(rule, append_unknown)

    monkeypatch.setattr(Rule, "_compile_builder", watched)
    rules = Map([LateRule("/a", endpoint="a"), LateRule("/b", endpoint="b")])
    rules.update()
    assert compiled == []
    rules.bind("example.org").build("a")
    assert compiled == ["/a"]
