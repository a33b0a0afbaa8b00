"""Links in mails that act once."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from engage.accounts import links
from engage.accounts.models import AccountLink, LinkPurpose, Person
from engage.accounts.roles import RoleName
from tests.factories.people import make_person
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
KEY = "the instance's key"


@pytest.fixture
def kari(session: Session) -> Person:
    return make_person(session, RoleName.ORGANISER, email="kari@example.org")


def make(session: Session, person: Person, purpose: LinkPurpose = LinkPurpose.SIGN_IN) -> tuple[AccountLink, str]:
    link = links.make(session, person, purpose, now=NOW)
    return link, links.token(link, person, key=KEY)


def opens(
    session: Session, token: str, purpose: LinkPurpose = LinkPurpose.SIGN_IN, *, key: str = KEY, now: datetime = NOW
) -> bool:
    try:
        links.find(session, token, purpose, key=key, now=now)
    except links.LinkDead:
        return False
    return True


def test_a_link_opens_until_its_time_is_over(session: Session, kari: Person) -> None:
    for purpose in LinkPurpose:
        _, token = make(session, kari, purpose)

        assert opens(session, token, purpose, now=NOW + links.LIFETIME[purpose] - timedelta(seconds=1)), purpose
        assert not opens(session, token, purpose, now=NOW + links.LIFETIME[purpose]), purpose


def test_a_link_acts_once_and_takes_its_siblings_along(session: Session, kari: Person) -> None:
    link, token = make(session, kari)
    _, sibling = make(session, kari)
    _, other = make(session, kari, LinkPurpose.NEW_PASSWORD)

    links.use(session, link, now=NOW)
    session.expire_all()

    assert not opens(session, token)
    assert not opens(session, sibling)
    assert opens(session, other, LinkPurpose.NEW_PASSWORD)
    with pytest.raises(links.LinkDead):
        links.use(session, link, now=NOW)


def test_asking_again_leaves_the_link_that_somebody_just_got(session: Session, kari: Person) -> None:
    _, first = make(session, kari)
    make(session, kari)
    session.expire_all()

    assert opens(session, first)


def test_a_second_invitation_takes_the_place_of_the_first(session: Session, kari: Person) -> None:
    _, first = make(session, kari, LinkPurpose.INVITATION)
    _, second = make(session, kari, LinkPurpose.INVITATION)
    session.expire_all()

    assert not opens(session, first, LinkPurpose.INVITATION)
    assert opens(session, second, LinkPurpose.INVITATION)


def test_a_link_is_for_one_purpose_one_instance_and_one_address(session: Session, kari: Person) -> None:
    _, token = make(session, kari)

    assert not opens(session, token, LinkPurpose.NEW_PASSWORD)
    assert not opens(session, token, key="another key")
    kari.email = "kari@example.com"
    assert not opens(session, token)


def test_a_link_of_an_account_that_is_off_opens_nothing(session: Session, kari: Person) -> None:
    _, token = make(session, kari)
    kari.active = False

    assert not opens(session, token)


def test_what_is_no_link_of_ours_opens_nothing(session: Session, kari: Person) -> None:
    for token in ("", "x", "é" * 32, "A" * 32, "_" * 32, "A" * 400):
        assert not opens(session, token), token


def test_every_character_of_a_link_counts(session: Session, kari: Person) -> None:
    _, token = make(session, kari)

    for at in range(len(token)):
        other = "B" if token[at] == "A" else "A"
        assert not opens(session, token[:at] + other + token[at + 1 :]), at


def test_nothing_that_opens_a_link_is_kept(session: Session, kari: Person) -> None:
    link, token = make(session, kari)
    kept = " ".join(str(getattr(link, column.key)) for column in AccountLink.__table__.columns)

    assert token[12:] not in kept
    assert links.token_of(session, link.id, key=KEY) == token
    assert links.token_of(session, 1, key=KEY) == ""
