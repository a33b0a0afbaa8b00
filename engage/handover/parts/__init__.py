"""Every table of the product: what of it is a hub's and travels, in the order in which it arrives, or why it stays."""

from engage.handover.parts import (
    about_events,
    about_hubs,
    about_instruments,
    about_maturity,
    about_outcomes,
    about_results,
    about_surveys,
)
from engage.handover.parts.kept import Kept

KEPT: tuple[Kept, ...] = (
    *about_hubs.KEPT,
    *about_instruments.KEPT,
    *about_surveys.KEPT,
    *about_results.KEPT,
    *about_events.KEPT,
    *about_maturity.KEPT,
    *about_outcomes.KEPT,
)

STAYS: dict[str, str] = {
    "access": "Links, sessions, codes and second factors of accounts: they open this instance only.",
    "trail": "The trail of what the teams did, and proofs of access and erasure: they are about this instance.",
    "underway": "Answers under way, and links for testers: they lie encrypted for their respondents.",
    "needs": "What single people need to take part: nobody but its readers may take it away.",
    "panels": "Who was on a panel and what each said; self-assessments under way.",
    "mails": "Mails that were sent or wait, and who wants none: known by the key of this instance only.",
    "network": "Figures, reports, targets, corrections and benchmarks of the network.",
    "worker": "Jobs, and files that are made anew from responses.",
    "interface": "Languages that were added to the interface.",
}
"""Reasons for what stays, in plain words; the archive says them."""

LEFT_OUT: dict[str, str] = {
    "account_link": "access",
    "attempt": "access",
    "console_session": "access",
    "recovery_code": "access",
    "person_grant": "access",
    "event_desk_link": "access",
    "audit_entry": "trail",
    "privacy_request": "trail",
    "retention_run": "trail",
    "draft": "underway",
    "draft_file": "underway",
    "trial_link": "underway",
    "attendee_need": "needs",
    "assessment_member": "panels",
    "assessment_rating": "panels",
    "assessment_workshop": "panels",
    "outbox_mail": "mails",
    "mail_choice": "mails",
    "event_mail": "mails",
    "maturity_crosswalk": "network",
    "maturity_text_hand": "network",
    "benchmark_edition": "network",
    "network_target": "network",
    "network_report": "network",
    "network_correction": "network",
    "job": "worker",
    "scheduled_run": "worker",
    "result_segment": "worker",
    "gone_from_segment": "worker",
    "interface_language": "interface",
    "interface_text": "interface",
}
"""Tables of which nothing travels, and the reason."""
