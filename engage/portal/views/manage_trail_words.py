"""Deeds and things of the trail in words. What a later release adds is shown by its name until it has words."""

from typing import Any

from flask_babel import lazy_gettext as _l

from engage.privacy.models import AuditEntry

THINGS: dict[str, Any] = {
    "survey": _l("Survey"),
    "instrument": _l("Questionnaire"),
    "hub": _l("Hub"),
    "person": _l("Person"),
    "activity": _l("Activity"),
    "funding": _l("Funding"),
    "mail": _l("Mail"),
    "job": _l("Job"),
    "backup": _l("Backup"),
    "privacy-request": _l("Request on personal data"),
}
ACTIONS: dict[str, Any] = {
    "activity.changed": _l("Activity changed"),
    "activity.declared": _l("Activity recorded"),
    "activity.imported": _l("Activities imported"),
    "activity.pictured": _l("Picture of an activity changed"),
    "activity.removed": _l("Activity removed"),
    "backup.made": _l("Backup made"),
    "backup.restored": _l("Backup restored"),
    "funding.changed": _l("Funding changed"),
    "funding.removed": _l("Funding removed"),
    "hub.added": _l("Hub added"),
    "hub.changed": _l("Hub changed"),
    "hub.organisation-added": _l("Organisation added"),
    "hub.organisation-changed": _l("Organisation changed"),
    "hub.organisation-removed": _l("Organisation removed"),
    "hub.organisations-imported": _l("Organisations imported"),
    "hub.organisations-taken-out": _l("Import of organisations taken back"),
    "hub.published": _l("Hub shown in the directory"),
    "hub.step-added": _l("Step of the life-cycle added"),
    "hub.step-removed": _l("Step of the life-cycle removed"),
    "hub.unpublished": _l("Hub taken out of the directory"),
    "job.run": _l("Job run by hand"),
    "mail.text-approved": _l("Words of a mail approved"),
    "mail.text-written": _l("Words of a mail written"),
    "mail.text-reset": _l("Words of a mail reset"),
    "mail.tried-again": _l("Mail tried again"),
    "person.address-changed": _l("Address changed"),
    "person.closed": _l("Account closed"),
    "person.duty-given": _l("Duty given"),
    "person.duty-taken": _l("Duty taken"),
    "person.invitation-withdrawn": _l("Invitation withdrawn"),
    "person.invited": _l("Person invited"),
    "person.invited-again": _l("Invitation sent again"),
    "person.password-set": _l("Password set"),
    "person.recovery-code-used": _l("Recovery code used"),
    "person.recovery-codes-renewed": _l("Recovery codes renewed"),
    "person.role-given": _l("Role given"),
    "person.role-taken": _l("Role taken"),
    "person.second-factor-off": _l("Second factor switched off"),
    "person.second-factor-on": _l("Second factor switched on"),
    "person.settings-changed": _l("Own settings changed"),
    "person.switched-off": _l("Account switched off"),
    "person.switched-on": _l("Account switched on"),
    "privacy.copied": _l("Copy of personal data made"),
    "privacy.erased": _l("Personal data erased"),
    "privacy.erasure-decided": _l("Erasure decided"),
    "privacy.request-ended": _l("Request on personal data ended"),
    "privacy.requested": _l("Request on personal data opened"),
    "survey.added": _l("Survey added"),
    "survey.check-asked": _l("Release check asked for"),
    "survey.check-signed": _l("Release check signed"),
    "survey.closed": _l("Survey closed"),
    "results.exported": _l("Responses downloaded"),
    "results.file-downloaded": _l("File of a response downloaded"),
    "survey.opened": _l("Survey opened again"),
    "survey.partner-changed": _l("Hub of a country changed"),
    "survey.paused": _l("Survey paused"),
    "survey.published": _l("Survey published"),
    "survey.settings-changed": _l("Settings of a survey changed"),
    "survey.sheet-decided": _l("Sheet of paper decided"),
    "survey.sheet-deleted": _l("Sheet of paper deleted"),
    "survey.sheet-entered": _l("Sheet of paper entered"),
    "survey.test-link-made": _l("Test link made"),
    "survey.test-link-revoked": _l("Test link revoked"),
    "survey.uploaded": _l("New version uploaded"),
    "texts.approved": _l("Translation approved"),
    "texts.assigned": _l("Translation asked for"),
    "texts.reviewed": _l("Translation reviewed"),
    "texts.language-added": _l("Language added"),
    "texts.withdrawn": _l("Translation no longer asked for"),
    "texts.taken-over": _l("Translations taken over"),
}


def action_words(action: str) -> Any:
    return ACTIONS.get(action, action)


def thing_words(entry: AuditEntry) -> Any:
    return THINGS.get(entry.thing, entry.thing)
