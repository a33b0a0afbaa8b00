"""Rules of addresses whose way back (from an endpoint to its address) is made when it is first wanted.

Werkzeug compiles two functions for each rule as it is added: half a second for all of ours, at every start, and most of
them are never used by a process.
"""

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


class LateRule(Rule):
    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        make = super()._compile_builder
        made: list[Builder] = []

        def build(rule: Rule, /, **values: Any) -> tuple[str, str]:
            if not made:
                made.append(make(append_unknown))
            return made[0](rule, **values)

        return build
