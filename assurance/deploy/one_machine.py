"""One machine behind TLS, from the files of the manual. `python -m assurance.deploy.one_machine --help`

Everything is asked for as people do, by HTTPS through the proxy. Then server and proxy are begun anew under people who
answer, as `systemctl reload` and `restart` do.
"""

import json
import os
import re
import secrets
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from assurance.deploy.machines import Machine, wait_for
from assurance.deploy.people import NAME, Door, SafeCrowd, ask, certificate, until_ready
from assurance.deploy.written import Written
from assurance.faults.instance import FILES, free_port
from assurance.faults.ledger import Ledger, check
from assurance.faults.people import stored

MEGABYTE = 2**20
TOKEN = "a-token-of-the-proof"
_STYLES = re.compile(r'href="(/static/[^"]+\.css)"')


@dataclass
class OneMachine:
    """The deployment, running."""

    folder: Path
    ports: dict[str, int]
    written: Written
    settings: dict[str, str]
    machine: Machine

    @property
    def where(self) -> tuple[str, int, Path]:
        return "127.0.0.1", self.ports["https"], self.folder / "certificate.pem"

    def door(self, source: str = "", protocols: tuple[str, ...] = ()) -> Door:
        return Door(*self.where, source, protocols)

    def engage(self, *arguments: str) -> str:
        program = self.written.command("engage.service", self.settings)[0]
        return self.machine.run([program, *arguments], settings=self.settings)

    def serve(self) -> None:
        self.machine.start("engage", self.written.command("engage.service", self.settings), settings=self.settings)

    def reload(self) -> None:
        process = self.machine.running["engage"]
        command = self.written.command("engage.service", {"MAINPID": str(process.pid)}, "ExecReload")
        self.machine.run(command)


@contextmanager
def running(folder: Path) -> Iterator[OneMachine]:
    """Started as the manual says, with a survey and an event."""
    ports = {name: free_port() for name in ("http", "https", "app")}
    data = folder / "data"
    data.mkdir()
    changes = {
        "/opt/engage/.venv/bin": str(Path(sys.executable).parent),
        "/etc/haproxy": str(folder),
        "/run/haproxy": str(folder),
        "/var/lib/engage": str(data),
        "bind :::80 v4v6": f"bind 127.0.0.1:{ports['http']}",
        "bind :::443 v4v6": f"bind 127.0.0.1:{ports['https']}",
        "127.0.0.1:8000": f"127.0.0.1:{ports['app']}",
        "--port 8000": f"--port {ports['app']}",
        "ENGAGE_SECRET_KEY=": f"ENGAGE_SECRET_KEY={secrets.token_urlsafe(48)}",
        "#ENGAGE_METRICS_TOKEN=": f"ENGAGE_METRICS_TOKEN={TOKEN}",
        "#ENGAGE_TRUSTED_HOSTS=": "ENGAGE_TRUSTED_HOSTS=",
    }
    if os.geteuid() != 0:
        changes |= {"    user haproxy\n    group haproxy\n": ""}
    written = Written("one-machine", changes)
    settings = written.settings() | {
        "ENGAGE_REGISTRATIONS_PER_HOUR": "0"
    }  # all people of the proof come from one place
    site = OneMachine(folder, ports, written, settings, Machine("127.0.0.1", log=folder / "log"))
    certificate(folder)
    for file in ("haproxy.cfg", "engage-away.html"):
        written.copy(file, folder)
    try:
        site.engage("db", "upgrade")
        for name, text in FILES.items():
            (folder / name).write_text(text, encoding="utf-8")
        site.engage("survey", "import", str(folder / "short.yaml"), "--slug", "short", "--publish")
        site.engage("event", "import", str(folder / "lobby.yaml"))
        site.serve()
        site.machine.start("haproxy", ["haproxy", "-W", "-f", str(folder / "haproxy.cfg")])
        wait_for(site.machine, ports["app"])
        until_ready(site.where)
        if written.nowhere():
            raise RuntimeError(f"not in the files any more: {written.nowhere()}")
        yield site
    finally:
        site.machine.kill()


def asked(site: OneMachine) -> dict[str, bool]:
    """What the manual promises of this deployment, thing by thing."""
    return {
        "https": _https(site),
        "http_redirects_to_our_name": _redirects(site),
        "hsts_everywhere": _hsts(site),
        "http2": _http2(site),
        "cookies_are_host_bound_and_secure": _cookies(site),
        "people_are_told_apart_by_their_own_address": _addresses(site),
        "what_is_too_large_is_refused": _sizes(site),
        "files_are_compressed_and_kept": _files(site),
        "metrics_only_from_inside": _metrics(site),
    }


def _https(site: OneMachine) -> bool:
    status, _, page = ask(site.door(), "GET", "/en/")
    return status == 200 and b"<h1" in page


def _redirects(site: OneMachine) -> bool:
    import http.client

    plain = http.client.HTTPConnection("127.0.0.1", site.ports["http"], timeout=10)
    plain.request("GET", "/en/surveys/short?x=1", headers={"Host": "elsewhere.example.net"})
    answer = plain.getresponse()
    return (answer.status, answer.getheader("Location")) == (301, f"https://{NAME}/en/surveys/short?x=1")


def _hsts(site: OneMachine) -> bool:
    paths = ("/en/", "/en/nowhere", "/metrics", "/console/sign-in")
    return all("max-age=31536000" in ask(site.door(), "GET", path)[1]["Strict-Transport-Security"] for path in paths)


def _http2(site: OneMachine) -> bool:
    door = site.door(protocols=("h2", "http/1.1"))
    door.connect()
    found: str | None = door.sock.selected_alpn_protocol()
    door.close()
    return found == "h2"


def _cookies(site: OneMachine) -> bool:
    _, started, _ = ask(site.door(), "POST", "/en/surveys/short", "_action=start", **_FORM)
    _, console, _ = ask(site.door(), "GET", "/console/sign-in")
    cookies = [*(started.get_all("Set-Cookie") or ()), *(console.get_all("Set-Cookie") or ())]
    return len(cookies) >= 2 and all(
        cookie.startswith("__Host-") and "Secure" in cookie and "HttpOnly" in cookie and "Path=/" in cookie
        for cookie in cookies
    )


_FORM = {"Content_Type": "application/x-www-form-urlencoded"}


def _addresses(site: OneMachine) -> bool:
    """Thirty wrong links may be opened from one address; what somebody claims about it makes no difference."""
    guesses = [
        ask(site.door("127.0.0.2"), "GET", f"/en/desk/wrong-{number}", X_Forwarded_For=f"192.0.2.{number}")[0]
        for number in range(31)
    ]
    other = ask(site.door("127.0.0.3"), "GET", "/en/desk/wrong")[0]
    return guesses == [404] * 30 + [429] and other == 404


def _sizes(site: OneMachine) -> bool:
    """The proxy refuses what nothing may be as large as, the product what a page does not take; uploads go through."""
    too_large = _answer_to_a_head(site, "/console/surveys/new", 70 * MEGABYTE)
    too_long = _answer_to_a_head(site, "/en/registrations", 300_000)
    upload = {"Content_Type": "multipart/form-data; boundary=x"}
    through = ask(site.door(), "POST", "/console/surveys/new", b"y" * (15 * MEGABYTE), **upload)[0]
    return (too_large, too_long) == (413, 413) and through < 500 and through != 413


def _answer_to_a_head(site: OneMachine, path: str, length: int) -> int:
    """What is said of a form of this length before any of it is sent."""
    door = site.door()
    door.putrequest("POST", path)
    door.putheader("Content-Type", _FORM["Content_Type"])
    door.putheader("Content-Length", str(length))
    door.endheaders()
    return door.getresponse().status


def _files(site: OneMachine) -> bool:
    page = ask(site.door(), "GET", "/en/")[2].decode()
    found = _STYLES.search(page)
    if not found:
        return False
    status, headers, small = ask(site.door(), "GET", found[1], Accept_Encoding="gzip")
    _, again, _ = ask(site.door(), "GET", found[1], Accept_Encoding="gzip")
    _, plainly, whole = ask(site.door(), "GET", found[1])
    kept = "immutable" in headers["Cache-Control"] and "Age" in again
    packed = (
        headers["Content-Encoding"] == "gzip" and plainly["Content-Encoding"] is None and len(small) < len(whole) / 2
    )
    return status == 200 and kept and packed


def _metrics(site: OneMachine) -> bool:
    """The proxy keeps everybody out; on the machine itself the sums of both processes are there."""
    import urllib.error
    import urllib.request

    outside = ask(site.door(), "GET", "/metrics", Authorization=f"Bearer {TOKEN}")[0]
    request = urllib.request.Request(f"http://127.0.0.1:{site.ports['app']}/metrics")
    request.add_header("Authorization", f"Bearer {TOKEN}")
    read = []
    for _ in range(6):  # whichever process answers
        with urllib.request.urlopen(request, timeout=10) as answer:
            text = answer.read().decode()
        read.append(re.findall(r"^engage_requests_total.* (\d+)$", text, re.M))
    same = all(each == read[0] for each in read)
    return outside == 404 and same and sum(map(int, read[0])) >= 30


def begun_anew(site: OneMachine, clients: int, times: int, seconds: float) -> dict[str, Any]:
    """Reload the server, reload the proxy, restart the server, under people who answer."""
    ledger = Ledger(site.folder / "ledger")
    with SafeCrowd(site.where, ledger, clients) as crowd:
        time.sleep(seconds)
        for _ in range(times):
            site.reload()
            time.sleep(seconds + 5)
            os.kill(site.machine.running["haproxy"].pid, signal.SIGUSR2)
            time.sleep(seconds)
            site.machine.stop("engage")
            site.serve()
            wait_for(site.machine, site.ports["app"])
            time.sleep(seconds + 3)
    found = stored(
        site.engage("survey", "export", "short", "--format", "json", "--responses"),
        site.engage("event", "export", "lobby", "--format", "json"),
    )
    verdict = check(ledger.stood(), found)
    figures = crowd.figures()
    kept = verdict.kept and not figures["wrong"] and not figures["receipts_missing"]
    return {"times": times, **verdict.document(), **figures, "nothing_lost": kept}


@click.command()
@click.option("--clients", default=8, show_default=True)
@click.option("--times", default=5, show_default=True, help="How often all is begun anew.")
@click.option("--seconds", default=3.0, show_default=True, help="Between one thing and the next.")
def main(clients: int, times: int, seconds: float) -> None:
    """Start it, ask for everything that is promised, begin it anew under load."""
    with tempfile.TemporaryDirectory(prefix="engage-one-") as name:
        Path(name).chmod(0o755)
        with running(Path(name)) as site:
            promised = asked(site)
            found = begun_anew(site, clients, times, seconds) if times else {"nothing_lost": True}
    kept = all(promised.values()) and found["nothing_lost"]
    number = f"{sum(promised.values())} of {len(promised)}"
    print(json.dumps({"promised": promised, "promises_kept": number, **found, "kept": kept}))
    sys.exit(0 if kept else 1)


if __name__ == "__main__":
    main()
