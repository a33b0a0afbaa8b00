"""Work with written answers, as redactors, coders and those who publish do it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts.roles import RoleName
from engage.core.ids import random_id
from engage.privacy.models import AuditEntry
from engage.results.models import TextCode, TextCoding, TextWork
from engage.results.publishing.making import _quotes
from engage.results.quality import deciding
from engage.surveys import answering, queries
from engage.surveys.models import Response, Survey
from tests.factories.editions import make_survey_of_countries
from tests.factories.surveys import SLUG, make_survey
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE
SignIn = Callable[..., Browser]
TEXTS = f"/console/surveys/{SLUG}/texts"
QUESTION = f"{TEXTS}/question/reason"
REDACT = f"{TEXTS}/redact/reason"
CODEBOOK = f"{TEXTS}/codebook/reason"
CODE = f"{TEXTS}/code/reason"
SETTLE = f"{TEXTS}/settle/reason"
QUOTES = f"{TEXTS}/quotes/reason"
WRITTEN = ("I like it, says ada@example.org", "It is a habit", "My friends smoke")


def survey_of(session: Session) -> Survey:
    found = queries.by_slug(session, SLUG)
    assert found is not None
    return found


@pytest.fixture
def written(app: Flask) -> None:
    """Three people gave a reason."""
    with transaction(app) as session:
        survey = make_survey(session)
        given: dict[str, Any] = {"version_id": survey.version_id, "language": "en", "channel": "open"}
        for text in WRITTEN:
            answers = {"smoker": "yes", "reason": text}
            row = Response(id=random_id(), survey_id=survey.id, day=date(2026, 11, 21), answers=answers, **given)
            session.add(row)


@pytest.fixture
def redacted(app: Flask, written: None) -> None:
    """They are redacted, and there is a codebook with two codes."""
    with transaction(app) as session:
        survey = survey_of(session)
        for each in session.scalars(select(Response)):
            text = each.answers["reason"].replace("ada@example.org", "[address]")
            session.add(TextWork(survey_id=survey.id, response_id=each.id, item="reason", redacted=text))
        for place, (code, label) in enumerate([("habit", "Habit"), ("others", "Others do it")], 1):
            labels = {"en": label}
            session.add(TextCode(survey_id=survey.id, item="reason", code=code, labels=labels, place=place))


def names(page: Page, start: str) -> list[str]:
    return [each for each in page.fields if each.startswith(start)]


def by_text(page: Page, start: str) -> dict[str, str]:
    """What is written on the page -> the field of that answer."""
    texts = [each.text.strip() for each in page.root.all("blockquote")]
    return dict(zip(texts, names(page, start), strict=True))


def test_it_is_reached_from_the_results_and_says_how_far_it_has_come(written: None, sign_in: SignIn) -> None:
    analyst = sign_in(RoleName.ANALYST)
    results = analyst.get(f"/console/surveys/{SLUG}/results")

    assert TEXTS in results.links
    assert QUESTION in results.links
    page = analyst.get(TEXTS)
    assert " 3 0 0 0 –" in page
    assert "ada@example.org" not in str(analyst.get(QUESTION).html)


def test_only_who_may_read_raw_answers_redacts_them(written: None, sign_in: SignIn) -> None:
    analyst = sign_in(RoleName.ANALYST)

    assert analyst.get(REDACT).status == 404
    assert REDACT not in analyst.get(QUESTION).links
    assert all(words not in str(analyst.get(CODE).html) for words in WRITTEN)
    assert analyst.get(CODE).root.all("blockquote") == []


def test_a_suggestion_is_made_and_what_is_left_is_what_the_team_reads(
    app: Flask, written: None, sign_in: SignIn
) -> None:
    organiser, analyst = sign_in(RoleName.ORGANISER), sign_in(RoleName.ANALYST)
    page = organiser.get(REDACT)
    fields = names(page, "t-")
    with transaction(app) as session:
        assert not any(str(each) in str(page.html) for each in session.scalars(select(Response.id)))
    values = {page.value(each): each for each in fields}

    assert set(values) == {"I like it, says [address]", "It is a habit", "My friends smoke"}
    done = organiser.press(page, {values["My friends smoke"]: "My [somebody] smoke"})
    assert "3 answers can be read by the team now." in done
    assert "Nothing is left to redact" in done
    organiser.submit(CODEBOOK, label="Habit")
    shown = analyst.get(CODE)
    assert {each.text.strip() for each in shown.root.all("blockquote")} == {
        "I like it, says [address]",
        "It is a habit",
        "My [somebody] smoke",
    }


def test_an_answer_that_was_emptied_is_asked_about_and_the_others_stay_as_typed(
    app: Flask, written: None, sign_in: SignIn
) -> None:
    organiser = sign_in(RoleName.ORGANISER)
    page = organiser.get(REDACT)
    first, second, _ = names(page, "t-")

    again = organiser.press(page, {first: "", second: "Typed by me"})

    assert again.status == 422
    assert "Leave a mark where there was something" in again
    assert again.value(second) == "Typed by me"
    with transaction(app) as session:
        assert session.scalars(select(TextWork)).all() == []


def test_who_was_quicker_keeps_the_word(app: Flask, written: None, sign_in: SignIn) -> None:
    organiser = sign_in(RoleName.ORGANISER)
    page = organiser.get(REDACT)
    organiser.press(page)

    late = organiser.press(page, dict.fromkeys(names(page, "t-"), "Overwritten"))

    assert "3 answers were redacted by somebody else meanwhile, or are gone." in late
    with transaction(app) as session:
        assert "Overwritten" not in set(session.scalars(select(TextWork.redacted)))


# -- the codebook


def test_a_code_needs_words_and_keeps_what_was_typed(redacted: None, sign_in: SignIn) -> None:
    page = sign_in(RoleName.ANALYST).submit(CODEBOOK, meaning="When it is about money", code="Not So!")

    assert page.status == 422
    assert "Say in a few words what the code stands for." in page
    assert "Use small letters" in page
    assert page.value("meaning") == "When it is about money"


def test_codes_are_added_called_otherwise_and_moved(app: Flask, redacted: None, sign_in: SignIn) -> None:
    analyst = sign_in(RoleName.ANALYST)
    page = analyst.submit(CODEBOOK, label="Kosten für mich")
    own = next(each for each in page.links if each.startswith(CODEBOOK.replace("/reason", "/3")))

    analyst.submit(own, label="Costs", action="change")
    analyst.submit(own, action="up")

    assert "Habit – habit Costs – kosten_fur_mich Others do it" in analyst.get(CODEBOOK)


def test_a_name_in_files_is_of_one_code(redacted: None, sign_in: SignIn) -> None:
    page = sign_in(RoleName.ANALYST).submit(CODEBOOK, label="Another", code="habit")

    assert page.status == 409
    assert "There is a code of this name already." in page
    assert page.value("label") == "Another"


def test_a_code_in_use_is_merged_and_not_removed(app: Flask, redacted: None, sign_in: SignIn) -> None:
    analyst = sign_in(RoleName.ANALYST)
    page = analyst.get(CODE)
    analyst.press(page, {key: ["habit"] for key in names(page, "c-")})
    code = f"{TEXTS}/codebook/1/reason"

    kept = analyst.submit(code, action="remove")
    assert kept.status == 422
    assert "3 answers have this code, so it cannot be removed." in kept
    merged = analyst.submit(code, into="2", action="merge")
    assert "3 answers have the code “Others do it” now." in merged
    with transaction(app) as session:
        assert {tuple(each) for each in session.scalars(select(TextCoding.codes))} == {("others",)}
        assert list(session.scalars(select(TextCode.code))) == ["others"]


# -- coding by two


@pytest.fixture
def coders(redacted: None, sign_in: SignIn) -> tuple[Browser, Browser]:
    return sign_in(RoleName.ANALYST), sign_in(RoleName.ANALYST)


def code(coder: Browser, **codes: list[str]) -> Page:
    """Codes by the first word of the answer."""
    page = coder.get(CODE)
    fields = by_text(page, "c-")
    return coder.press(
        page, {field: codes[text.split()[0]] for text, field in fields.items() if text.split()[0] in codes}
    )


def test_nobody_sees_what_another_chose_before_both_are_done(coders: tuple[Browser, Browser]) -> None:
    one, two = coders
    code(one, It=["habit"])

    page = two.get(CODE)
    assert len(by_text(page, "c-")) == 3
    assert all(page.fields[each] == [] for each in names(page, "c-"))
    assert "It is a habit" not in two.get(SETTLE)
    assert "Nothing is counted yet." in two.get(QUESTION)
    assert len(by_text(one.get(CODE), "c-")) == 2


def test_none_fits_is_an_answer_and_nothing_ticked_is_not(app: Flask, coders: tuple[Browser, Browser]) -> None:
    page = code(coders[0], It=["-none-"])

    assert "1 answer is coded." in page
    with transaction(app) as session:
        assert list(session.scalars(select(TextCoding.codes))) == [[]]


def test_codes_and_none_at_once_are_asked_about(app: Flask, coders: tuple[Browser, Browser]) -> None:
    page = code(coders[0], It=["habit", "-none-"], My=["others"])

    assert page.status == 422
    assert "Tick codes, or that none fits, not both." in page
    ticked = {text: page.fields[field] for text, field in by_text(page, "c-").items()}
    assert ticked["It is a habit"] == ["habit", "-none-"]
    assert ticked["My friends smoke"] == ["others"]
    with transaction(app) as session:
        assert session.scalars(select(TextCoding)).all() == []


def test_a_third_person_is_told_kindly(app: Flask, coders: tuple[Browser, Browser], sign_in: SignIn) -> None:
    third = sign_in(RoleName.ANALYST)
    opened = third.get(CODE)
    for coder in coders:
        code(coder, It=["habit"], My=["others"], I=["habit"])

    late = third.press(opened, {key: ["others"] for key in names(opened, "c-")})

    assert "Two others had coded 3 answers before you" in late
    assert "your codes are not needed there. Thank you." in late
    with transaction(app) as session:
        assert len(session.scalars(select(TextCoding)).all()) == 6


def test_the_next_person_sees_a_working_translation(coders: tuple[Browser, Browser]) -> None:
    one, two = coders
    page = one.get(CODE)
    field = by_text(page, "tr-")["It is a habit"]
    one.press(page, {field: "Es ist Gewohnheit", "language": "de"})

    assert two.get(CODE).value(field) == "Es ist Gewohnheit"


def test_an_answer_in_which_somebody_is_recognised_is_given_back(
    app: Flask, coders: tuple[Browser, Browser], sign_in: SignIn
) -> None:
    one, two = coders
    page = one.get(CODE)
    done = one.press(page, {by_text(page, "back-")["My friends smoke"]: "yes"})

    assert "1 answer is given back to be redacted." in done
    assert "My friends smoke" not in two.get(CODE)
    assert "My friends smoke" in str(sign_in(RoleName.ORGANISER).get(REDACT).html)


def test_differences_are_settled_one_by_one_and_then_counted(app: Flask, coders: tuple[Browser, Browser]) -> None:
    one, two = coders
    code(one, It=["habit"], My=["others"], I=["habit"])
    code(two, It=["habit", "others"], My=["others"], I=["-none-"])
    before = one.get(QUESTION)

    assert "1 answer that two people coded alike" in before
    assert "2 answers are coded differently and not settled." in before
    assert "33.3%" in before
    page = one.get(SETTLE)
    assert "One person: Habit" in page
    assert "The other: Habit, Others do it" in page or "The other: None of the codes fits" in page
    one.press(page, {names(page, "c-")[0]: ["habit"]})
    last = one.get(SETTLE)
    wrong = one.press(last, {names(last, "c-")[0]: []})
    assert wrong.status == 422
    assert "Tick the codes that hold, or that none fits." in wrong
    one.press(last, {names(last, "c-")[0]: ["habit"]})

    after = one.get(QUESTION)
    assert "3 answers that two people coded alike, or that were settled." in after
    assert "Habit 2 66.7%" in after
    assert "33.3%" in after
    with transaction(app) as session:
        noted = session.scalars(select(AuditEntry.action)).all()
    assert {"results.texts-coded", "results.text-settled"} <= set(noted)


def test_the_table_is_a_file_in_which_no_label_is_a_formula(app: Flask, coders: tuple[Browser, Browser]) -> None:
    with transaction(app) as session:
        session.scalars(select(TextCode).where(TextCode.code == "habit")).one().labels = {"en": "=1+1"}
    for coder in coders:
        code(coder, It=["habit"])

    response = coders[0].raw("GET", f"{TEXTS}/table.csv/reason")

    assert "\n'=1+1,1,100%," in response.text.replace("\r", "")
    assert coders[0].raw("GET", f"{TEXTS}/chart.svg/reason").status_code == 200


# -- quotes


def quote_of(publisher: Browser, start: str) -> Page:
    page = publisher.get(QUOTES)
    addresses = [each for each in page.links if "/texts/quote/" in each]
    texts = [each.text.strip() for each in page.root.all("blockquote")]
    return publisher.get(next(to for text, to in zip(texts, addresses, strict=True) if text.startswith(start)))


CHECKS = ["name", "story", "others", "meaning"]


def test_a_quote_is_released_in_chosen_words_and_taken_back(app: Flask, redacted: None, sign_in: SignIn) -> None:
    publisher = sign_in(RoleName.ORGANISER)
    page = quote_of(publisher, "My friends")

    careless = publisher.press(page, {"text": "Friends smoke", "check": CHECKS[:2]}, action="release")
    assert careless.status == 422
    assert "Look for each of these, and tick it." in careless
    assert careless.value("text") == "Friends smoke"
    publisher.press(page, {"text": "Friends smoke", "in-de": "Freunde rauchen", "check": CHECKS}, action="release")
    with transaction(app) as session:
        assert [each.text for each in _quotes(session, survey_of(session))] == [
            {"en": "Friends smoke", "de": "Freunde rauchen"}
        ]

    back = publisher.press(quote_of(publisher, "Friends smoke"), action="take-back")
    assert "within a minute or two no published edition shows it" in back
    with transaction(app) as session:
        assert _quotes(session, survey_of(session)) == ()


def test_who_may_not_publish_releases_nothing(redacted: None, sign_in: SignIn) -> None:
    analyst = sign_in(RoleName.ANALYST)

    assert analyst.get(QUOTES).status == 404
    assert QUOTES not in analyst.get(QUESTION).links


def test_with_its_response_everything_made_of_an_answer_is_gone(app: Flask, coders: tuple[Browser, Browser]) -> None:
    for coder in coders:
        code(coder, It=["habit"], My=["others"])
    with transaction(app) as session:
        survey = survey_of(session)
        for response in session.scalars(select(Response)).all():
            answering.remove(session, survey.id, response)

    with transaction(app) as session:
        assert session.scalars(select(TextWork)).all() == []
        assert session.scalars(select(TextCoding)).all() == []
    assert "Nothing is counted yet." in coders[0].get(QUESTION)


def test_the_office_of_the_network_takes_back_what_is_released_and_reads_nothing_else(
    app: Flask, redacted: None, sign_in: SignIn
) -> None:
    publisher = sign_in(RoleName.ORGANISER)
    page = quote_of(publisher, "My friends")
    publisher.press(page, {"text": "Friends smoke", "check": CHECKS}, action="release")
    office = sign_in(RoleName.NETWORK_ADMIN)

    shown = office.get(QUOTES)
    assert "Friends smoke" in shown
    assert "It is a habit" not in shown
    page = quote_of(office, "Friends smoke")
    assert "My friends smoke" not in str(page.html)
    assert "The quote is taken back" in office.press(page, action="take-back")


def test_a_response_that_does_not_count_is_neither_coded_nor_quoted(
    app: Flask, redacted: None, sign_in: SignIn
) -> None:
    publisher = sign_in(RoleName.ORGANISER)
    page = quote_of(publisher, "My friends")
    publisher.press(page, {"text": "Friends smoke", "check": CHECKS}, action="release")
    with transaction(app) as session:
        response = next(
            each for each in session.scalars(select(Response)) if each.answers["reason"] == "My friends smoke"
        )
        now = datetime.now(UTC)
        deciding.decide(
            session, response.survey_id, [response.id], left_out=True, flag="", reason="A test", by=None, now=now
        )

    assert "My friends smoke" not in publisher.get(CODE)
    with transaction(app) as session:
        assert _quotes(session, survey_of(session)) == ()


def test_a_partner_works_with_the_answers_of_its_country(app: Flask, sign_in: SignIn) -> None:
    with transaction(app) as session:
        survey = make_survey_of_countries(session)
        given: dict[str, Any] = {"version_id": survey.version_id, "language": "en", "channel": "open"}
        for country in ("DE", "NO"):
            row = Response(
                id=random_id(), survey_id=survey.id, day=date(2026, 11, 21), country=country, **given,
                answers={"why": f"Because of {country}"},
            )  # fmt: skip
            session.add(row)
    partner = sign_in(RoleName.COORDINATOR, hub="germany")

    page = partner.get(f"{TEXTS}/redact/why")

    assert "You see the responses of Germany." in page
    assert [page.value(each) for each in names(page, "t-")] == ["Because of DE"]
    assert partner.get(f"{TEXTS}/quotes/why").status == 404
