"""The demonstration and the worker, as an operator starts them."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from tests.browser.site import free_port
from tests.support.commands import Done, run


def engage(folder: Path, *arguments: str) -> Done:
    return run(*arguments, environment={"ENGAGE_DATA_DIR": str(folder)})


def test_the_demonstration_serves_prints_a_sign_in_for_each_role_and_keeps_what_is_there(tmp_path):
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ENGAGE_")}
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "engage", "demo", "serve", "--port", str(port)],
            env=environment | {"ENGAGE_DATA_DIR": str(tmp_path)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            page = _page(f"http://127.0.0.1:{port}/en/surveys/citizen-survey")
            elsewhere = _page(f"http://localhost:{port}/he/")
            libraries = Path(f"/proc/{server.pid}/maps").read_text(encoding="utf-8")
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)
    said = (tmp_path / "log").read_text(encoding="utf-8")

    assert "Cancer in your country" in page
    assert 'dir="rtl"' in elsewhere
    assert "polars" not in libraries, "who serves is forked from here, and would wait for its threads without an end"
    for role in ("network-admin", "coordinator", "organiser", "analyst", "translator", "assessor"):
        assert f"{role}@example.org" in said
    assert (tmp_path / "engage.toml").stat().st_mode & 0o077 == 0, "others may read the secret key"

    # Other commands work on the same instance without further settings, and nothing is loaded twice.
    again = engage(tmp_path, "demo", "load")
    assert (again.code, again.stdout) == (0, "There is content already; nothing was changed.\n")
    assert engage(tmp_path, "doctor").code == 0
    assert "jobs" in engage(tmp_path, "worker", "--once").stdout


def _page(address: str) -> str:
    deadline = time.monotonic() + 200
    while True:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                return str(answer.read().decode())
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
