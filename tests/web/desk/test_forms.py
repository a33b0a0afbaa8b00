"""What forms of the console read."""

from flask import Flask
from werkzeug.datastructures import MultiDict

from engage.web.desk.forms import Sent


def test_a_sign_that_no_database_keeps_is_refused_where_it_was_typed(app: Flask):
    with app.test_request_context("/"):
        sent = Sent(MultiDict({"name": "Open\x00day", "place": "Oslo"}))
        sent.read_text("name")
        sent.read_text("place")

    assert set(sent.errors) == {"name"}


def test_signs_that_nobody_sees_are_left_out_of_what_was_pasted(app: Flask):
    with app.test_request_context("/"):
        sent = Sent(MultiDict({"name": "\x01Open\x1f\ufffe day\vfor all\ttabs"}))

    assert sent.read_text("name") == "Open day\nfor all\ttabs"
