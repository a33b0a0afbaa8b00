"""Addresses compiled once for all applications that a process of tests makes.

Nearly all of making an application is Werkzeug's compiling of its addresses: 0.4 s, for every test. What it makes
depends on the rule alone, as long as no converter looks at the map that it is in; none of ours does.
"""

from typing import Any

from werkzeug.routing.rules import Rule

_made: dict[tuple[object, ...], dict[str, Any]] = {}
_compile = Rule.compile
_KEPT = ("_parts", "_trace", "_converters", "arguments")


def _once(rule: Rule) -> None:
    if rule.defaults:
        _compile(rule)
        return
    key = (rule.rule, rule.subdomain, rule.host, rule.is_leaf, rule.merge_slashes)
    made = _made.get(key)
    if made is None:
        _compile(rule)
        _made[key] = {name: getattr(rule, name) for name in _KEPT} | {
            "_build": rule._build.__func__,  # type: ignore[attr-defined]
            "_build_unknown": rule._build_unknown.__func__,  # type: ignore[attr-defined]
        }
        return
    for name, value in made.items():
        setattr(rule, name, value.__get__(rule, None) if name.startswith("_build") else value)


def keep() -> None:
    """From now on, in this process."""
    Rule.compile = _once  # type: ignore[method-assign]
