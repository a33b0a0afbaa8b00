"""What each figure is called and means; what its parts are called."""

from typing import Any

from flask_babel import lazy_gettext as _l

from engage.activities.words import AREAS, KINDS
from engage.hubs.words import STATUS
from engage.maturity.words_library import KINDS as LIBRARY
from engage.network.domain.figures import Topic
from engage.outcomes.messages import STATES

TOPICS: dict[Topic, Any] = {
    Topic.SURVEYS: _l("Surveys"),
    Topic.EVENTS: _l("Events"),
    Topic.ACTIVITIES: _l("Activities and library"),
    Topic.HUBS: _l("Hubs"),
    Topic.ASSESSMENTS: _l("Self-assessment"),
    Topic.OUTCOMES: _l("What became of it"),
    Topic.TOPICS: _l("Topics of citizens"),
}
TITLES: dict[str, Any] = {
    "surveys_fielded": _l("Surveys in the field"),
    "surveys_closed": _l("Surveys closed"),
    "responses": _l("Responses"),
    "languages_offered": _l("Languages offered"),
    "languages_answered": _l("Languages people answered in"),
    "representation_gap": _l("Representation gap"),
    "events_held": _l("Events held"),
    "events_announced": _l("Events announced"),
    "registrations": _l("People registered"),
    "places": _l("People with a place"),
    "attended": _l("People who came"),
    "no_show": _l("Stayed away"),
    "non_organised": _l("Came for themselves"),
    "transnational": _l("Events across hubs"),
    "declared": _l("Activities held elsewhere"),
    "activities": _l("Activities by mission area"),
    "hubs": _l("Hubs by state"),
    "hubs_recognised": _l("Hubs recognised"),
    "rounds_begun": _l("Assessment rounds begun"),
    "rounds_signed": _l("Assessment rounds signed"),
    "outcomes": _l("Outcomes published"),
    "recommendations": _l("Recommendations by state"),
    "overdue": _l("Answers overdue"),
    "answer_days": _l("Days to an answer"),
    "answered_in_time": _l("Answered in time"),
    "told": _l("People told what came of it"),
    "message_days": _l("Days to the message"),
    "topics_proposed": _l("Topics proposed"),
    "topics_shown": _l("Topics shown"),
    "topics_answered": _l("Topics answered"),
    "library_items": _l("Guides and trainings"),
}
"""By figure."""
DEFINITIONS: dict[str, Any] = {
    "surveys_fielded": _l(
        "Surveys that were announced and could be answered on at least one day. One that is in the field for three "
        "months counts in each of them, and once in the period. Feedback on events does not count."
    ),
    "surveys_closed": _l("Surveys whose last day of answering lies in the period and is over."),
    "responses": _l(
        "Questionnaires that were sent, in all ways: web, paper, telephone. They count for the country of the edition "
        "that was answered. They stay counted when answers are deleted in time or taken back."
    ),
    "languages_offered": _l("Different languages in which surveys in the field could be answered."),
    "languages_answered": _l("Different languages in which ten people or more answered one survey within a month."),
    "representation_gap": _l(
        "How far those who answered lie from the population: 0 is the same composition, 1 is wholly different. Of each "
        "hub the newest survey with a population and 50 answers; shown is the middle of these."
    ),
    "events_held": _l("Events that were announced, not cancelled, and are over; by the month of their last day."),
    "events_announced": _l(
        "Events that were announced and not cancelled, held already or still to come, by first day."
    ),
    "registrations": _l(
        "Citizens and companions named in registrations for events that were held, whatever became of them. One person "
        "at two events counts twice."
    ),
    "places": _l("Of the people registered for events that were held: those who had a place in the end, or came."),
    "attended": _l("People who were checked in. Events where nobody was checked in have none."),
    "no_show": _l("Of the people with a place at events where people were checked in: those who did not come."),
    "non_organised": _l(
        "Of the citizens who took part in events and said whom they came for: those who came for themselves, and not "
        "for an organisation."
    ),
    "transnational": _l(
        "Of the events held: those in which citizens of two hubs or more took part, neither a part of the other."
    ),
    "declared": _l("Activities that were held elsewhere and recorded here, by their last day; by kind."),
    "activities": _l(
        "Surveys, events and activities held elsewhere whose last day lies in the period and is over. One with several "
        "mission areas counts in each of them, and once in the whole."
    ),
    "hubs": _l("Hubs by the state of their life-cycle at the end of each month. Hubs without a state do not count."),
    "hubs_recognised": _l("Hubs that the network has accepted, at work or about to be: approved or active."),
    "rounds_begun": _l("Self-assessments with a panel that were begun and not cancelled. First looks do not count."),
    "rounds_signed": _l("Self-assessments with a panel that were signed."),
    "outcomes": _l("Outcomes that were published for everybody and are public still."),
    "recommendations": _l("Recommendations of published outcomes, by what was answered up to the end of each month."),
    "overdue": _l(
        "Recommendations without an answer after the days that an answer may take, at the end of each month."
    ),
    "answer_days": _l(
        "Days from handing a recommendation over to its answer; the middle of all answers of the period."
    ),
    "answered_in_time": _l(
        "Of the recommendations whose time to answer ended in the period, with an answer or without: those answered in "
        "time."
    ),
    "told": _l("People who had asked what came of it and got a message."),
    "message_days": _l("Days from publishing to the message; the middle of all messages of the period."),
    "topics_proposed": _l("Topics and questions that citizens proposed."),
    "topics_shown": _l("Topics and questions of citizens that became public after a person had looked at them."),
    "topics_answered": _l("Topics and questions of citizens that got an answer."),
    "library_items": _l("Entries of the library that are public, at the end of each month; by kind."),
}
"""By figure: what counts and what does not, in one or two sentences."""
PARTS: dict[str, Any] = {
    "events_held": KINDS,
    "declared": KINDS,
    "activities": AREAS,
    "hubs": STATUS,
    "recommendations": STATES,
    "library_items": LIBRARY,
}
"""By figure: what its parts are called, by code."""
