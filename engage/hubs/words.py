"""Words for where hubs stand, how far they reach, and what their members are; for citizens' pages and the console."""

from typing import Any

from flask_babel import lazy_gettext as _l

from engage.hubs.domain.countries import Part
from engage.hubs.domain.kinds import HubScope, LifeCycle, MemberRole

STATUS: dict[LifeCycle, Any] = {
    LifeCycle.MAPPED: _l("Mapped"),
    LifeCycle.PREPARING: _l("Preparing"),
    LifeCycle.APPLIED: _l("Applied"),
    LifeCycle.APPROVED: _l("Approved"),
    LifeCycle.ACTIVE: _l("Active"),
    LifeCycle.SUSPENDED: _l("Paused"),
}
STATUS_MEANS: dict[LifeCycle, Any] = {
    LifeCycle.MAPPED: _l("We know who works on cancer there."),
    LifeCycle.PREPARING: _l("The partners are building the hub together."),
    LifeCycle.APPLIED: _l("The hub has asked to join the network."),
    LifeCycle.APPROVED: _l("The network has accepted the hub."),
    LifeCycle.ACTIVE: _l("The hub is at work and listens to people."),
    LifeCycle.SUSPENDED: _l("The hub rests for a while."),
}
NOTHING_YET = _l("Nothing yet")
SCOPE: dict[HubScope, Any] = {
    HubScope.NETWORK: _l("Whole network"),
    HubScope.NATIONAL: _l("National"),
    HubScope.REGIONAL: _l("Regional"),
    HubScope.LOCAL: _l("Local"),
}
ROLE: dict[MemberRole, Any] = {
    MemberRole.LEAD: _l("Leads the hub"),
    MemberRole.MEMBER: _l("Members"),
    MemberRole.PATIENTS: _l("For patients and families"),
    MemberRole.RESEARCH: _l("Research"),
    MemberRole.CARE: _l("Care"),
    MemberRole.AUTHORITY: _l("Public authorities"),
    MemberRole.SUPPORTER: _l("Supporters"),
}
"""Headings above the members of each kind, in the order in which they are shown."""
PART: dict[Part, Any] = {
    Part.MEMBER: _l("Member of the European Union"),
    Part.ASSOCIATED: _l("Associated to Horizon Europe"),
    Part.PILLAR_2: _l("Associated to Horizon Europe (pillar II)"),
}
