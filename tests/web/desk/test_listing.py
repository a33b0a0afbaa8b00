"""Tables of the console: sorted, filtered, searched and paged on the server, whatever the address says."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from engage.hubs.models import Hub, HubScope
from engage.web.desk import listing
from engage.web.desk.listing import Column, Filter, Page, Table
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE

TABLE = Table(
    columns=(
        Column("name", "Name", sort=Hub.name),
        Column("country", "Country", sort=Hub.country, descending=True),
        Column("actions", "Actions"),
    ),
    tie=Hub.id,
    default="name",
    filters=(
        Filter("scope", "Scope", (("local", "Local"), ("regional", "Regional")), lambda value: Hub.scope == value),
    ),
    search=(Hub.name, Hub.slug),
    size=3,
)
PLACES = ("Évora", "Brașov", "Łódź", "Århus", "Graz", "Bari", "Vigo")


@pytest.fixture
def page(app: Flask) -> Callable[[str], Page]:
    with transaction(app) as session:
        for number, name in enumerate(PLACES):
            scope = HubScope.LOCAL if number % 2 else HubScope.REGIONAL
            session.add(Hub(slug=f"hub-{number}", name=name, scope=scope, country="AT" if number < 3 else "IT"))

    def read(query: str = "", table: Table = TABLE) -> Page:
        with reading(app) as session, app.test_request_context(f"/console/things?{query}"):
            return listing.read(session, select(Hub).where(Hub.slug != "default"), table)

    return read


def names(page: Page) -> list[str]:
    return [hub.name for hub in page.rows]


def test_a_table_shows_its_first_page_in_its_own_order(page: Callable[..., Page]):
    first = page()

    assert names(first) == ["Bari", "Brașov", "Graz"]
    assert (first.total, first.first, first.last, first.number, first.pages) == (7, 1, 3, 1, 3)
    assert first.numbers == [1, 2, 3]


def test_rows_that_are_alike_keep_their_order_from_page_to_page(page: Callable[..., Page]):
    found = [name for number in (1, 2, 3) for name in names(page(f"sort=country&page={number}"))]

    assert sorted(found) == sorted(PLACES)


def test_words_are_found_without_accents_and_all_of_them_must_be_there(page: Callable[..., Page]):
    assert names(page("q=brasov")) == ["Brașov"]
    assert names(page("q=hub+lodz")) == ["Łódź"]
    assert names(page("q=brasov+lodz")) == []


def test_a_filter_takes_what_it_offers(page: Callable[..., Page]):
    assert page("scope=local").total == 3
    assert page("scope=national").total == 7


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("sort=(SELECT+CASE+WHEN+1=1+THEN+randomblob(200000000)+END)", id="a statement"),
        pytest.param("sort=pg_sleep(5)", id="a function"),
        pytest.param("sort=actions", id="a column that does not sort"),
        pytest.param("sort=password", id="a column of elsewhere"),
        pytest.param("sort=--name", id="two signs"),
        pytest.param("page=0", id="page 0"),
        pytest.param("page=-3", id="a page before the first"),
        pytest.param("page=%C2%B2", id="a number that is none"),
        pytest.param("page=1'", id="a number with more"),
        pytest.param("scope[name__startswith]=a", id="a filter of attributes"),
        pytest.param("scope=' OR 1=1--", id="an option that is none"),
        pytest.param("sort=&page=&q=&scope=", id="empty"),
    ],
)
def test_what_a_table_does_not_offer_gives_the_default(page: Callable[..., Page], query: str):
    assert names(page(query)) == ["Bari", "Brașov", "Graz"]


@pytest.mark.parametrize("query", ["page=99", "page=99999999999999999999999999", "page=9999999"])
def test_a_page_beyond_the_last_gives_the_last_or_the_first(page: Callable[..., Page], query: str):
    assert page(query).number in (1, 3)


@pytest.mark.parametrize("query", ["q=%00", "q=%00%27%3B--", "q=" + "a" * 5000, "q=%25%25", "q=%ED%A0%80"])
def test_what_no_database_takes_is_searched_without_a_fault(page: Callable[..., Page], query: str):
    assert page(query).total in (0, 7)


def test_heads_sort_and_turn_round_and_say_so(page: Callable[..., Page]):
    heads = {head.column.key: head for head in page("sort=name&q=a").heads}

    assert heads["name"].sorted == "ascending"
    assert heads["name"].href == "/console/things?q=a&sort=-name"
    assert heads["country"].href == "/console/things?q=a&sort=-country"
    assert heads["actions"].href == ""
    assert {head.column.key: head.sorted for head in page("sort=-country").heads}["country"] == "descending"


def test_the_address_keeps_what_was_chosen_and_says_no_default(page: Callable[..., Page]):
    found = page("scope=regional&sort=-country&page=2&other=x")

    assert found.href(page=1) == "/console/things?scope=regional&sort=-country"
    assert found.href(sort="name") == "/console/things?scope=regional"
    assert found.cleared == "/console/things?sort=-country"


def test_two_tables_on_one_page_keep_out_of_each_others_way(page: Callable[..., Page]):
    table = Table(TABLE.columns, tie=Hub.id, default="name", search=TABLE.search, size=3, prefix="b-")
    found = page("q=brasov&page=2&b-q=graz", table)

    assert names(found) == ["Graz"]
    assert found.href(q="vigo") == "/console/things?q=brasov&page=2&b-q=vigo"


def test_nothing_there_is_told_from_nothing_found(page: Callable[..., Page], app: Flask):
    assert not page("q=nowhere").empty
    assert page("q=nowhere").narrowed
    with transaction(app) as session:
        for hub in session.scalars(select(Hub).where(Hub.slug != "default")):
            session.delete(hub)
    assert page().empty
