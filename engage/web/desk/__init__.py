"""The desk: one frame for all organisers' work. What rooms use of it, from their wirings and views:

In `wiring.install(app)`
    nav(app, NavItem(Group.HUB, lazy_gettext("People"), "people.index", Permission.PEOPLE, order=20))
        An entry of the navigation, seen by who holds the permission for some hub.
    trail(app, "people", above)
        `above(endpoint, view_args, values) -> [(label, address), …]`: what lies above the pages of a blueprint.
        `values` is what the view gave to `render`. Pages that pass `crumbs=` need none of it, and neither do pages
        right below their entry of the navigation.
    search(app, Search("people", lazy_gettext("People"), find, Permission.PEOPLE, order=30))
        `find(session, words, limit) -> [Hit(title, address, about), …]`; narrow it by `reach(...)`, look with
        `matches(words, column, …)`.
    todo(app, provider)
        `provider(session) -> [ToDo(text, address, action), …]`: what waits for who is signed in (the start page).
    running(app, provider)
        `provider(session) -> [Running(title, address, state, kind), …]`: what runs now (the start page).
    step(app, Step(lazy_gettext("Invite a colleague"), lazy_gettext("They get …"), "people.invite", Permission.PEOPLE))
        Something that can be begun, offered on the start page.
    guide(app, provider)
        `provider(session) -> Guide(title, [GuideStep(text, address, done), …]) | None` while the guide is unfinished.
    account_entry(app, AccountEntry(lazy_gettext("Your account"), "account.index"))
        An entry of the menu under the person's name.
    undoable(app, "hub.organisation", Permission.HUB_EDIT, restore)
        `restore(session, params, now) -> sentence`; raises CannotUndo(sentence). It writes its own note in the trail.
    switcher(app, choices, parts)
        Filled by the portal: the hubs of who is signed in.

In console views
    web.console.render(template, crumbs=[(label, address), …], **values)
        The last crumb with an address of None (or "") is the page itself; without one, the page's title is added.
        The start page always comes first by itself. A page whose title is long says what it is called here in its
        block `crumb`.
    offer_undo(sentence, "hub.organisation", params, hubs={hub.id})
        Instead of "are you sure": a notice on the next page, with a button that takes it back for some minutes.
    current_hub() -> HubChoice | None, reach(label) -> ids or None
        The hub chosen in the header, and the reach of a permission narrowed to it: lists use this `reach`.
    listing.read(session, select, table) and the macros `listing`, `cell` of web/desk/listing.html
        A table that is sorted, filtered, searched and paged on the server (see `engage.web.desk.listing`).
    require_token()
        400 unless the form came from our own page: first line of every POST without a WTForm.
    macros `empty` of kit/page.html, `progress` of web/desk/parts.html
"""

from engage.web.desk.crumbs import Above, trail
from engage.web.desk.hubs import HubChoice, current_hub, reach, switcher
from engage.web.desk.navigation import AccountEntry, Group, NavItem, account_entry, nav
from engage.web.desk.searching import Hit, Search, matches, search
from engage.web.desk.start import Guide, GuideStep, Running, Step, ToDo, guide, running, step, todo
from engage.web.desk.token import require_token
from engage.web.desk.undoing import CannotUndo, offer_undo, undoable

__all__ = [
    "Above",
    "AccountEntry",
    "CannotUndo",
    "Group",
    "Guide",
    "GuideStep",
    "Hit",
    "HubChoice",
    "NavItem",
    "Running",
    "Search",
    "Step",
    "ToDo",
    "account_entry",
    "current_hub",
    "guide",
    "matches",
    "nav",
    "offer_undo",
    "reach",
    "require_token",
    "running",
    "search",
    "step",
    "switcher",
    "todo",
    "trail",
    "undoable",
]
