"""What the console's pages of policy briefs share: the blueprint, finding one, whose it is, what can be chosen."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, abort, current_app, g, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.db.folding import words_of
from engage.db.session import db
from engage.hubs.domain.texts import said
from engage.i18n.locales import direction
from engage.i18n.named import language_name
from engage.instruments.rendering import texts
from engage.outcomes.briefs import keeping, resting
from engage.outcomes.briefs.standing import Standing
from engage.outcomes.domain.briefs import MOST_PAGES, FigureOf, Texts
from engage.outcomes.models import PolicyBrief
from engage.outcomes.views.manage_outcomes_blueprint import hub_name, own_hubs
from engage.web import desk, languages, trail
from engage.web.desk import Hit
from engage.web.desk.crumbs import Crumb
from engage.web.desk.forms import is_count
from engage.web.permissions import Permission

bp = Blueprint("manage_briefs", __name__, template_folder="../templates", url_prefix="/console/briefs")


def hubs_behind(_label: Permission, args: Mapping[str, Any]) -> frozenset[int] | None:
    """The hub that makes the brief that an address names."""
    if "brief_id" not in args:
        return None
    found = db.session().get(PolicyBrief, args["brief_id"])
    return frozenset() if found is None else frozenset({found.hub_id})


def brief_or_404(brief_id: int) -> PolicyBrief:
    found = db.session().get(PolicyBrief, brief_id)
    if found is None:
        abort(404)
    return found


def pick(words: Texts, own: Sequence[str] = ()) -> str:
    """A text in the language of the console where it has one."""
    return texts.plain(said(words, g.get("interface", "en"), own).text)


def title_of(brief: PolicyBrief) -> str:
    return pick(keeping.read(brief).title, brief.languages)


def spoken() -> tuple[str, ...]:
    """The languages of this instance: a brief can be written in them."""
    return languages.offered(current_app)


def languages_here(brief: PolicyBrief | None = None) -> list[dict[str, str]]:
    """Languages to write in: the one that a brief is written in leads."""
    tags = dict.fromkeys((*(brief.languages if brief else ()), *spoken()))
    return [{"value": tag, "label": language_name(tag, g.interface), "dir": direction(tag)} for tag in tags]


def first_language() -> str:
    """What a new brief begins with: the console's."""
    return g.interface if g.get("interface") in spoken() else spoken()[0]


def above_hub() -> str:
    """What a new brief begins with: the hub chosen in the header, else the first."""
    chosen, known = desk.current_hub(), own_hubs()
    slugs = [slug for slug, hub in known.items() if chosen is not None and hub.id == chosen.id]
    return (slugs or list(known) or [""])[0]


def seen(brief: PolicyBrief) -> int:
    """The revision that the page showed."""
    value = request.form.get("seen", "")
    return int(value) if is_count(value) and len(value) < 10 else brief.revision


def note(action: str, brief: PolicyBrief, **details: Any) -> None:
    """Say in the trail what who asks has done; in the transaction of the deed."""
    trail.note(db.session(), action, "policy_brief", brief.id, now=utcnow(), hub_id=brief.hub_id, **details)


Group = tuple[str, Sequence[tuple[FigureOf, str]]]


def figure_groups(brief: PolicyBrief) -> list[Group]:
    """Figures to choose from, by survey; figures of an older edition that the brief has stay among them."""
    found: list[Group] = []
    offered: set[FigureOf] = set()
    for each in resting.figures_offered(db.session(), brief.hub_id):
        name = gettext("%(title)s, edition %(number)s", title=pick(each.title, [each.source]), number=each.edition)
        found.append((name, [(of, pick(words, [each.source])) for of, words in each.tables]))
        offered |= {of for of, _words in each.tables}
    for figure in resting.rests(db.session(), [brief])[brief.id].figures:
        if figure.of not in offered:
            title = pick(figure.published.title, [figure.published.source_language])
            name = gettext("%(title)s, edition %(number)s (in this brief)", title=title, number=figure.of.edition)
            found.append((name, [(figure.of, pick(figure.names))]))
    return found


def weights(standing: Standing, pages: Mapping[str, int]) -> list[tuple[str, int]]:
    """What takes most room in the language in which the brief is longest, where that is too long: characters."""
    if not pages or max(pages.values()) <= MOST_PAGES:
        return []
    tag = max(pages, key=lambda each: pages[each])

    def length(*words: Texts) -> int:
        return sum(len(said(each, tag).text) for each in words)

    draft, found = standing.draft, []
    for told in standing.rests.outcomes:
        title = pick(told.said.title)
        asked = [words for name, at, words in told.said.texts() if at is not None and name != "label"]
        found.append((gettext("What people said in “%(title)s”", title=title), length(told.said.heard)))
        found.append((gettext("What they ask for in “%(title)s”", title=title), length(*asked)))
    found += [(gettext("The beginning"), length(draft.lead)), (gettext("What you ask for"), length(draft.asks))]
    return sorted(found, key=lambda each: -each[1])[:3]


@bp.context_processor
def _names() -> dict[str, Any]:
    return {
        "hub_name": hub_name,
        "title_of": title_of,
        "pick": pick,
        "language_name": lambda tag: language_name(tag, g.get("interface", "en")),
    }


def above(endpoint: str, arguments: Mapping[str, Any], _values: Mapping[str, Any]) -> Sequence[Crumb]:
    """The list, and the brief."""
    if endpoint == "manage_briefs.every":
        return []
    crumbs: list[Crumb] = [(gettext("Policy briefs"), url_for("manage_briefs.every"))]
    found = db.session().get(PolicyBrief, arguments["brief_id"]) if "brief_id" in arguments else None
    if found is not None and endpoint != "manage_briefs.brief":
        crumbs.append((title_of(found), url_for("manage_briefs.brief", brief_id=found.id)))
    return crumbs


def find(session: Session, looked_for: Sequence[str], limit: int) -> list[Hit]:
    """Briefs by what they say, for the search of the console."""
    return [
        Hit(title_of(each), url_for("manage_briefs.brief", brief_id=each.id), hub_name(each.hub))
        for each in keeping.matching(
            session,
            desk.matches(looked_for, words_of(PolicyBrief.title), words_of(PolicyBrief.lead)),
            desk.reach(Permission.OUTCOME_SEE),
            limit,
        )
    ]
