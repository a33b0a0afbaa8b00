"""Rows of fieldwork and results, as tests want them."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from engage.results import models as results
from engage.surveys import models_reach as reach
from engage.surveys.domain.channels import Channel
from engage.surveys.models import Response, Restriction, Survey


def fill(session: Session, survey: Survey, response: Response, *, person_id: int, on: date, at: datetime) -> None:
    """One row in every table that fieldwork and results have."""
    here, said = {"survey_id": survey.id}, {"survey_id": survey.id, "response_id": response.id}
    session.add_all(
        [
            reach.SurveyLink(
                **here,
                channel=Channel.POSTER,
                code="K7Q2",
                name="Clinic",
                frames=[],
                made_on=on,
                made_by="a@example.org",
            ),
            reach.Participant(**here, channel=Channel.INVITATION, email="b@example.org"),
            reach.PanelMember(hub_id=survey.activity.hub_id, email="c@example.org", language="en", agreed_on=on),
            reach.SurveyFollowUp(**here, email="d@example.org", language="en", keep_until=on),
            reach.GoneFromSegment(**here, segment=1, response_id=7),
            Restriction(**said, request_id=7),
            reach.ImportedList(
                **here, at=at, by="a@example.org", source="Members", columns={"email": "Mail"}, taken=1, refused=0
            ),
            results.Segment(**here, number=1, version_id=response.version_id, rows=1, file="1.parquet"),
            results.Population(**here, name="Age", items=["age"], cells=[[[["1"]], 5]], source="Eurostat, 2024"),
            results.Weighting(**here, name="Age", populations=[1]),
            results.Target(**here, name="Men", who=[["sex", ["m"]]], wanted=50),
            results.Decision(**said, left_out=True, flag="speed", at=at, by_id=person_id),
            results.TextCode(**here, item="why", code="time", labels={"en": "Time"}, place=1),
            results.TextCoding(**said, item="why", coder_id=person_id, codes=["time"]),
            results.TextWork(**said, item="why", redacted="No time"),
            results.ResultsPage(**here, plan={"items": []}, texts={}),
            results.Edition(
                **here, number=1, published_at=at, published_by="a@example.org", figures={}, texts={}, audit={}
            ),
        ]
    )
    session.flush()
