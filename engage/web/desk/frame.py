"""What the frame around every page of the console shows."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request, url_for
from flask_babel import gettext

from engage.web.desk import crumbs, hubs, navigation


def around(given: Sequence[crumbs.Crumb] | None, values: Mapping[str, Any]) -> dict[str, Any]:
    """Navigation, breadcrumbs, the hubs to choose among and the person's menu, for who is signed in.

    `desk.crumbs` are the links above the page; `desk.title` is what the page calls itself there, or empty when its
    title says it.
    """
    items = navigation.offered()
    is_start = request.path == url_for("manage.home")
    above = [] if is_start else crumbs.above_here(given, values, items)
    title = ""
    if above and not above[-1][1]:
        title = str(above.pop()[0])
    first = [] if is_start else [(gettext("Start"), url_for("manage.home"))]
    links = [*first, *((str(label), address or "") for label, address in above)]
    return {
        "nav": navigation.grouped(items, [address for _, address in links]),
        "is_start": is_start,
        "crumbs": links,
        "title": title,
        "hubs": hubs.choices(),
        "hub": hubs.current_hub(),
        "account": navigation.account_links(),
        "here": request.full_path.rstrip("?") if request.method in ("GET", "HEAD") else request.path,
        "asked": request.args.get("q", "") if request.endpoint == "desk.search" else "",
    }
