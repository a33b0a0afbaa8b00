"""The short version of `benchmarks/mail_faults.py`: servers away, refusing, workers killed; no mail is lost."""

from pathlib import Path

import pytest

from benchmarks import mail_faults
from tests.support.databases import ON_SQLITE


@ON_SQLITE
@pytest.mark.timeout(240)
def test_no_mail_is_lost_when_servers_fail_and_workers_die(database_url: str, tmp_path: Path):
    data = tmp_path / "data"
    data.mkdir(exist_ok=True)

    found = mail_faults.run(data, database_url, 50, kind="sqlite", patience=150, short=True)

    assert (found.lost, found.waiting) == (0, 0)
    assert found.failed == found.to_be_refused == 2
    assert found.delivered == 48
    assert found.doubled <= found.kills
    assert found.most_copies <= 2
