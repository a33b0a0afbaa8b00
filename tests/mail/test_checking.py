"""The doctor says whether mail leaves."""

from pathlib import Path

import pytest

from engage.core.settings import Settings
from engage.mail import checking
from tests.support.smtp import Sink, free_port, serving

BASE = "https://engage.example.org"


def test_without_a_server_mails_are_files(tmp_path: Path):
    ok, said = checking.check(Settings(base_url=BASE, data_dir=tmp_path))

    assert ok
    assert "written to files" in said


def test_a_server_that_answers_is_named_with_the_sender():
    with serving(Sink()) as sink:
        settings = Settings(
            base_url=BASE, smtp_url=f"smtp://127.0.0.1:{sink.port}", mail_from="Engage <engage@example.org>"
        )
        ok, said = checking.check(settings)

    assert ok
    assert f"127.0.0.1:{sink.port}" in said
    assert "engage@example.org" in said
    assert sink.mails == []


@pytest.mark.parametrize(
    ("url", "says"),
    [
        pytest.param(f"smtp://127.0.0.1:{free_port()}", "not reachable", id="nobody there"),
        pytest.param("mail.example.org", "names no mail server", id="no address of a server"),
    ],
)
def test_what_is_wrong_is_said(url: str, says: str):
    ok, said = checking.check(Settings(base_url=BASE, smtp_url=url))

    assert not ok
    assert says in said


def test_one_mail_is_sent_on_request():
    with serving(Sink()) as sink:
        settings = Settings(base_url=BASE, smtp_url=f"smtp://127.0.0.1:{sink.port}", mail_from="engage@example.org")
        assert checking.send_one(settings, "ada@example.org", "de")[0]
        assert not checking.send_one(settings, "ada@example.org\nx", "de")[0]

    assert sink.recipients == [["ada@example.org"]]
