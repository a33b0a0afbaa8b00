"""By which way a visitor came: the link in the address, and what of it every address of the visit keeps.

A poster, a call or a helper is told by `?via=<code>` on the first page; who starts there begins a draft of that
channel. Inside another site's page and on a device for many people the whole visit lies under addresses of its own,
`/<lang>/surveys/<slug>/embed/<code>/…` and `…/kiosk/<code>/…`, which lead to the pages that everybody has.
"""

from dataclasses import replace
from typing import Any

from flask import abort, g, request
from flask.blueprints import BlueprintSetupState

from engage.db.session import db
from engage.surveys.channels import links
from engage.surveys.channels.links import Way
from engage.surveys.domain.channels import Channel
from engage.surveys.queries import Fielded
from engage.surveys.views.blueprint import bp

MODES = {"embed": Channel.EMBED, "kiosk": Channel.KIOSK}
"""Ways with addresses of their own, by the word in them."""
_SAID = frozenset({Channel.KIOSK, Channel.TELEPHONE, Channel.PAPER, Channel.HELPER})
"""What `?channel=` may say without a link."""
_PLACE = "/surveys/<slug>"
_CODE = "string(minlength=4, maxlength=8)"
_under: set[str] = set()


def _with_modes(state: BlueprintSetupState) -> None:
    """Every page of a survey once more for each mode, under the code of its link."""
    for rule in list(state.app.url_map.iter_rules()):
        if not rule.endpoint.startswith("surveys.") or not rule.rule.startswith(f"/<lang:lang>{_PLACE}"):
            continue
        if any(name in rule.arguments for name in (*MODES, "token")):
            continue
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        for mode in MODES:
            place = rule.rule.replace(_PLACE, f"{_PLACE}/{mode}/<{_CODE}:{mode}>", 1)
            state.app.add_url_rule(place, endpoint=rule.endpoint, methods=list(methods))
        _under.add(rule.endpoint)


def install() -> None:
    """Called once every page of the blueprint is there."""
    bp.record(_with_modes)


@bp.url_value_preprocessor
def _take(_endpoint: str | None, values: dict[str, object] | None) -> None:
    codes = {mode: str(values.pop(mode)) for mode in MODES if values and mode in values}
    g.way_mode, g.way_code = next(iter(codes.items()), ("", ""))
    g.way, g.way_kept, g.survey_channel = None, {}, ""


@bp.app_url_defaults
def _keep(endpoint: str, values: dict[str, Any]) -> None:
    """Addresses stay inside their mode; those of the first page keep by which link somebody came."""
    if endpoint in _under and mode():
        values.setdefault(mode(), g.way_code)
    elif endpoint == "surveys.first":
        for name, value in g.get("way_kept", {}).items():
            values.setdefault(name, value)


def mode() -> str:
    """`embed`, `kiosk`, or empty: what the address of this request says."""
    return str(g.get("way_mode", ""))


def current() -> Way | None:
    """The link of this visit, once its survey was found."""
    way: Way | None = g.get("way")
    return way


def is_closed() -> bool:
    """Whether nobody can start by this link any more."""
    way = current()
    return way is not None and way.closed


def channel() -> str:
    """That a draft which is begun here gets; empty: the plain address."""
    return str(g.get("survey_channel", ""))


def stamped(survey: Fielded) -> Fielded:
    """The same survey as this visitor meets it: pages are compiled for each way by itself.

    404 where an address names a link that is none of this survey's.
    """
    if survey.trial:
        return survey
    if mode():
        return _by(survey, _link_or_404(survey))
    typed, named = request.args.get("via", ""), request.args.get("channel", "")
    if named in _SAID:
        g.way_kept, g.survey_channel = {"channel": named}, named
        return replace(survey, way=named)
    if typed:
        found = links.way(db.session(), typed)
        if found and found.survey_id == survey.id and not found.closed and found.channel not in MODES.values():
            g.way_kept = {"via": found.code}
            return _by(survey, found)
    return survey


def _link_or_404(survey: Fielded) -> Way:
    found = links.way(db.session(), g.way_code)
    if found is None or found.survey_id != survey.id or found.channel is not MODES[mode()]:
        abort(404)
    if found.channel is Channel.EMBED:
        g.frame_ancestors = found.frames
    g.way_code = found.code
    return found


def _by(survey: Fielded, way: Way) -> Fielded:
    g.way, g.survey_channel = way, way.channel.value
    return replace(survey, way=f"{way.channel} {way.code} {way.idle_seconds}")
