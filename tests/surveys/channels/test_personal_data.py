"""What links keep of persons is found, handed over and erased."""

from flask import Flask

from engage.privacy.registry import Sought
from engage.surveys.channels.personal_data import LINKS
from engage.surveys.domain.channels import Channel
from tests.factories.links import make_link
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE


def test_who_made_a_link_is_found_and_taken_out_while_the_link_goes_on_working(app: Flask):
    kari, nobody = Sought(address="kari@example.org"), Sought(address="ola@example.org")
    with transaction(app) as session:
        link = make_link(session, Channel.POSTER, code="K7P0Q")
        assert (LINKS.find(session, kari), LINKS.find(session, nobody)) == (1, 0)
        assert LINKS.find(session, Sought(address="kari@example.org", hubs=frozenset())) == 0
        assert LINKS.export(session, kari)[0]["code"] == "K7P0Q"
        assert LINKS.erase(session, kari) == 1
        assert "kari" not in link.made_by
        assert LINKS.find(session, kari) == 0
    assert app.test_client().get("/go/K7P0Q").status_code == 302
