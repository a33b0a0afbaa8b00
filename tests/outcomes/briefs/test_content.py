"""What a policy brief says."""

from dataclasses import replace

from engage.outcomes.showing.standing import Standing
from tests.factories.briefs import WAITING
from tests.factories.editions_of_results import make_published


def test_the_words_of_outcomes_come_without_their_marks(make_content):
    heard = make_content().heard

    assert [each.title for each in heard] == ["Waiting for a diagnosis", "Letters one can read"]
    assert heard[0].paragraphs == ["The weeks before were the hardest.", "• nobody to call"]


def test_each_request_says_who_is_to_answer_and_what_became_of_it(make_content):
    accepted, overdue, declined = (each for group in make_content().requests for each in group.requests)

    assert (accepted.to, accepted.standing, accepted.when) == (
        "To: Ministry of Health",
        Standing.ACCEPTED,
        "June 2, 2026",
    )
    assert accepted.answers == [("Decision (Parliament, September 15, 2026)", "It is in the budget.")]
    assert (overdue.standing, overdue.when) == (
        Standing.OVERDUE,
        "handed over on March 10, 2026 · due on July 8, 2026",
    )
    assert declined.answers == [("Reason", "The law asks for them.")]


def test_what_was_handed_to_nobody_is_not_called_overdue(make_content):
    unasked = replace(WAITING.recommendations[1], handed_on=None)

    told = replace(WAITING, recommendations=(unasked,))
    request = make_content(told=(told,)).requests[0].requests[0]

    assert (request.state, request.when) == ("Not handed over yet", "")


def test_a_figure_says_where_it_is_from_and_of_whom_it_speaks(make_content):
    content = make_content()

    heard, helped = content.figures
    assert heard.source == "Screening and you · March 2, 2026 to April 30, 2026 · edition 2"
    assert heard.item.charts[0].caption[1] == "About 600 people answered."
    assert [label.text for label, _cells in helped.item.grids[0].rows] == ["Time", "Plain words", "Pets"]
    assert helped.item.grids[0].rows[2][1][0] == "fewer than 10"
    assert content.notes[0].startswith("People chose to answer.")
    assert len(content.notes) == len(set(content.notes)) == 2


def test_a_figure_of_several_statements_is_one_figure(make_content):
    care = make_published().questions[3]

    (figure,) = make_content(questions=(care,)).figures

    assert figure.item.title.text == "How was your care?"
    assert figure.item.charts


def test_every_source_is_named_once_with_its_whole_address(make_content):
    assert [(each.title.text, each.address, each.more) for each in make_content().sources] == [
        ("Waiting for a diagnosis", "https://example.org/en/outcomes/outcome-0", ""),
        ("Letters one can read", "https://example.org/en/outcomes/outcome-1", ""),
        (
            "Screening and you",
            "https://example.org/en/surveys/screening/results?edition=2",
            "edition 2, May 4, 2026",
        ),
    ]


def test_a_brief_says_when_it_was_published_and_as_of_when_the_answers_are(make_content):
    assert make_content().date == "October 3, 2026, answers as of November 22, 2026"
