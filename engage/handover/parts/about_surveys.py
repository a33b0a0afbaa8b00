"""Surveys: settings, ways to reach people, the way into the field; by choice what people answered, who was invited."""

from typing import Any

from sqlalchemy import ColumnElement, select

from engage.handover.parts.about_hubs import activities
from engage.handover.parts.kept import Choice, Hubs, Kept
from engage.privacy.models import Consent, ConsentText
from engage.surveys.file_models import ResponseFile
from engage.surveys.models import FieldworkCount, Partner, QuotaCount, Response, Restriction, Survey
from engage.surveys.models_before_field import Publication, ReleaseCheck, TrialFinding
from engage.surveys.models_paper import PaperSheet
from engage.surveys.models_reach import ImportedList, PanelMember, Participant, SurveyFollowUp, SurveyLink

RESPONSE = "response"


def surveys(hubs: Hubs) -> Any:
    """Selects the ids of their surveys."""
    return select(Survey.id).where(Survey.activity_id.in_(activities(hubs)))


def of(column: Any) -> Any:
    """Rows that belong to one of these surveys."""

    def where(hubs: Hubs) -> ColumnElement[bool]:
        found: ColumnElement[bool] = column.in_(surveys(hubs))
        return found

    return where


def _responses(hubs: Hubs) -> Any:
    return select(Response.id).where(Response.survey_id.in_(surveys(hubs)))


def _agreed(hubs: Hubs) -> ColumnElement[bool]:
    return (Consent.subject == RESPONSE) & Consent.subject_id.in_(_responses(hubs))


KEPT = (
    Kept(
        model=Survey,
        where=lambda hubs: Survey.activity_id.in_(activities(hubs)),
        unique=("slug",),
        left=frozenset({"revision"}),
    ),
    Kept(model=Partner, where=of(Partner.survey_id), droppable=True, elsewhere=frozenset({"hub_id"})),
    Kept(model=TrialFinding, where=of(TrialFinding.survey_id), team=frozenset({"tester", "closed_by"})),
    Kept(
        model=ReleaseCheck,
        where=of(ReleaseCheck.survey_id),
        team=frozenset({"asked_by", "signed_by", "signed_name"}),
    ),
    Kept(model=Publication, where=of(Publication.survey_id), team=frozenset({"by"})),
    Kept(model=SurveyLink, where=of(SurveyLink.survey_id), unique=("code",), team=frozenset({"made_by"})),
    Kept(model=FieldworkCount, where=of(FieldworkCount.survey_id)),
    Kept(model=ImportedList, where=of(ImportedList.survey_id), team=frozenset({"by"}), needs=Choice.REGISTRATIONS),
    Kept(
        model=Participant,
        where=of(Participant.survey_id),
        needs=Choice.REGISTRATIONS,
        left=frozenset({"code_hash"}),
    ),
    Kept(model=PanelMember, where=PanelMember.hub_id.in_, needs=Choice.REGISTRATIONS),
    Kept(model=SurveyFollowUp, where=of(SurveyFollowUp.survey_id), needs=Choice.REGISTRATIONS),
    Kept(model=QuotaCount, where=of(QuotaCount.survey_id), needs=Choice.ANSWERS),
    Kept(model=PaperSheet, where=of(PaperSheet.survey_id), needs=Choice.ANSWERS),
    Kept(model=Response, where=of(Response.survey_id), needs=Choice.ANSWERS, left=frozenset({"segment"})),
    Kept(
        model=Restriction,
        where=of(Restriction.survey_id),
        needs=Choice.ANSWERS,
        left=frozenset({"request_id"}),
    ),
    Kept(
        model=ResponseFile,
        where=lambda hubs: ResponseFile.response_id.in_(_responses(hubs)),
        needs=Choice.ANSWERS,
    ),
    Kept(
        model=ConsentText,
        where=lambda hubs: ConsentText.digest.in_(select(Consent.text_digest).where(_agreed(hubs))),
        needs=Choice.ANSWERS,
        known_by=("digest",),
    ),
    Kept(model=Consent, where=_agreed, needs=Choice.ANSWERS, random=frozenset({"subject_id"})),
)
