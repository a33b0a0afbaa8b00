"""Writes docs/reference/permissions.md: who may do what, and which addresses ask for it.

python -m scripts.permissions          write the page
python -m scripts.permissions check    fail when it is not what it would be now
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from engage.accounts.roles import NEEDS_SECOND_FACTOR, Duty, RoleName, labels
from engage.app import create_app
from engage.core.settings import Settings
from engage.web.permissions import Permission, label_of

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "permissions.md"
HEAD = """# Who may do what

One table decides: `engage/accounts/roles.py`. A role is held for a hub and its regional and local parts, or for the
network; what a page is about belongs to hubs, and a person needs the permission for one of them. What one may not see
answers like what does not exist: 404. Each address has exactly one label, and the product does not start with one that
has none. `tests/web/test_permissions.py` and `tests/web/test_hub_permissions.py` walk every address with every role
and method. This page is written by `python -m scripts.permissions`.
"""
FREE = (Permission.PUBLIC, Permission.SIGNED_IN)


def page(app: Flask) -> str:
    return "\n".join((HEAD, *_roles(), "", *_addresses(app))) + "\n"


def _roles() -> Iterator[str]:
    columns = [(role, False) for role in RoleName] + [(RoleName.ANALYST, True)]
    yield "## Roles"
    yield ""
    names = [f"{role.value}{' of the network' if network else ''}" for role, network in columns]
    yield f"| permission | {' | '.join(names)} |"
    yield f"|---|{'---|' * len(columns)}"
    for label in Permission:
        if label in FREE:
            continue
        held = ["yes" if label in labels(role, network=network) else "" for role, network in columns]
        yield f"| `{label.value}` | {' | '.join(held)} |"
    yield ""
    needing = " and ".join(role.value for role in RoleName if role in NEEDS_SECOND_FACTOR)
    duties = ", ".join(duty.value for duty in Duty)
    yield f"{needing} need a second factor outside the demonstration."
    yield f"Beside the roles there are duties on one event or assessment: {duties}."


def _addresses(app: Flask) -> Iterator[str]:
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, sorted(rule.methods or ())))
    yield "## Addresses"
    yield ""
    yield f"{len(rules)} rules. `engage routes` prints the same."
    for label in Permission:
        mine = [rule for rule in rules if label_of(app, rule.endpoint) is label]
        if not mine:
            continue
        yield ""
        yield f"### `{label.value}` ({len(mine)})"
        yield ""
        for rule in mine:
            methods = ", ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
            yield f"- `{rule.rule.replace('<lang:lang>', '<lang>')}` {methods}"


def made() -> str:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(base_url="http://localhost", secret_key="0123456789" * 4, data_dir=Path(folder))
        return page(create_app(settings, testing=True))


def main() -> int:
    if sys.argv[1:] == ["check"]:
        return 0 if PAGE.read_text(encoding="utf-8") == made() else 1
    PAGE.write_text(made(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
