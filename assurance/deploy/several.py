"""Several machines, from the files of the manual. `python -m assurance.deploy.several --help`

Two machines with server and worker, one with PostgreSQL, PgBouncer and Valkey, and the proxy: each with an address of
its own, in network namespaces. While people answer, one machine is killed and one is drained and begun anew, Valkey is
emptied and taken away. What people were told is stored, is stored, once.
"""

import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import click

from assurance.deploy.machines import Machine, Network, go_apart, wait_for
from assurance.deploy.people import Door, SafeCrowd, ask, certificate, until_ready
from assurance.deploy.written import Written
from assurance.faults.instance import FILES, free_port
from assurance.faults.ledger import Ledger, check
from assurance.faults.people import PATIENCE_SECONDS, hidden, stored
from benchmarks.postgres import binaries

PASSWORD = "a long and simple password"
PROGRAMS = ("haproxy", "pgbouncer", "openssl")
_FORM = {"Content_Type": "application/x-www-form-urlencoded"}


@dataclass
class Several:
    """The deployment, running."""

    folder: Path
    written: Written
    settings: dict[str, dict[str, str]]
    """Of each machine, by its name."""
    here: Machine
    a: Machine
    b: Machine
    data: Machine

    @property
    def where(self) -> tuple[str, int, Path]:
        port = re.search(r"bind \S+:(\d+)(?: v4v6)? ssl", (self.folder / "haproxy.cfg").read_text("utf-8"))
        assert port
        return self.here.address, int(port[1]), self.folder / "certificate.pem"

    def engage(self, *arguments: str, typed: str = "") -> str:
        program = self.written.command("engage-web.service", self.settings["a"])[0]
        return self.a.run([program, *arguments], settings=self.settings["a"], typed=typed)

    def start(self, machine: Machine, name: str, *units: str) -> None:
        for unit in units or ("web", "worker"):
            command = self.written.command(f"engage-{unit}.service", self.settings[name])
            machine.start(unit, command, settings=self.settings[name])

    def tell_proxy(self, command: str) -> str:
        """What an operator types: `echo … | socat stdio /run/haproxy/admin.sock`."""
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(str(self.folder / "admin.sock"))
            line.sendall(f"{command}\n".encode())
            return b"".join(iter(lambda: line.recv(65536), b"")).decode()

    def is_up(self, name: str) -> bool:
        """Whether the proxy sends people to a machine."""
        rows = [row.split(",") for row in self.tell_proxy("show stat").splitlines()]
        return any(row[:2] == ["engage", name] and row[17].startswith("UP") for row in rows if len(row) > 17)

    def until_up(self, name: str) -> float:
        began = time.monotonic()
        while not self.is_up(name):
            if time.monotonic() > began + 120:
                raise RuntimeError(f"machine {name} does not come back")
            time.sleep(0.1)
        return time.monotonic() - began


def missing() -> list[str]:
    """Programs that this machine lacks."""
    lacks = [program for program in PROGRAMS if not shutil.which(program)]
    return lacks if _valkey() else [*lacks, "valkey-server or redis-server"]


def _valkey() -> str | None:
    return shutil.which("valkey-server") or shutil.which("redis-server")


@contextmanager
def running(folder: Path, *, units: Sequence[str] = ("web", "worker")) -> Iterator[Several]:
    """Started as the manual says, with a survey and an event.

    :param units: what runs on each of the two machines
    """
    for name in ("shared", "database"):
        (folder / name).mkdir()
    folder.chmod(0o755)
    with ExitStack() as stack:
        network = stack.enter_context(Network(folder))
        here = network.here("10.77.0.1")
        a, b = network.machine("a", "10.77.0.11"), network.machine("b", "10.77.0.12")
        data = network.machine("data", "10.77.0.20")
        written = Written("several", _changes(network, folder))
        shown = {"a": a, "b": b}
        common = written.settings() | {"ENGAGE_REGISTRATIONS_PER_HOUR": "0"}  # all people come from one place
        settings = {
            name: common | {"LISTEN": machine.address, "ENGAGE_TRUSTED_HOSTS": machine.address}
            for name, machine in shown.items()
        }
        site = Several(folder, written, settings, here, a, b, data)
        certificate(folder)
        for file in ("haproxy.cfg", "engage-away.html", "pgbouncer.ini", "userlist.txt", "valkey.conf", "pg_hba.conf"):
            written.copy(file, folder)
        _database(site)
        site.data.start("valkey", [_valkey() or "valkey-server", str(folder / "valkey.conf")])
        site.engage("db", "upgrade")
        for name, text in FILES.items():
            (folder / name).write_text(text, encoding="utf-8")
        site.engage("survey", "import", str(folder / "short.yaml"), "--slug", "short", "--publish")
        site.engage("event", "import", str(folder / "lobby.yaml"))
        for name, machine in shown.items():
            site.start(machine, name, *units)
        site.here.start("haproxy", ["haproxy", "-W", "-f", str(folder / "haproxy.cfg")])
        until_ready(site.where)
        for name in shown:
            site.until_up(name)
        if written.nowhere():
            raise RuntimeError(f"not in the files any more: {written.nowhere()}")
        yield site


def _changes(network: Network, folder: Path) -> dict[str, str]:
    changes = {
        "/opt/engage/.venv/bin": str(Path(sys.executable).parent),
        "/etc/haproxy": str(folder),
        "/run/haproxy": str(folder),
        "/etc/pgbouncer": str(folder),
        "/var/log/postgresql": str(folder / "database"),
        "/run/postgresql": str(folder / "database"),
        "/srv/engage": str(folder / "shared"),
        "ENGAGE_SECRET_KEY=": f"ENGAGE_SECRET_KEY={secrets.token_urlsafe(48)}",
        "DATABASE-PASSWORD": secrets.token_urlsafe(16),
        "VALKEY-PASSWORD": secrets.token_urlsafe(16),
    }
    if os.geteuid() != 0:
        changes |= {"    user haproxy\n    group haproxy\n": "", " peer": " trust"}
    if not network.namespaces:
        postgresql = free_port()
        changes |= {"10.77.0.": "127.77.0.", "port=5432": f"port={postgresql}"}
        changes |= {f"bind :::{port} v4v6": f"bind 127.77.0.1:{free_port()}" for port in (80, 443)}
    return changes


def _database(site: Several) -> None:
    """PostgreSQL with PgBouncer before it, as the manual says; both refuse to run as root."""
    folder, user = site.folder / "database", "postgres" if os.geteuid() == 0 else ""
    if user:
        shutil.chown(folder, user, user)
        (site.folder / "userlist.txt").chmod(0o644)
    program, cluster = binaries(), folder / "cluster"
    initdb = [program / "initdb", "-D", cluster, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
    as_user: dict[str, Any] = {"user": user, "group": user, "extra_groups": []} if user else {}
    subprocess.run([*map(str, initdb)], check=True, capture_output=True, cwd="/", **as_user)
    shutil.copy(site.folder / "pg_hba.conf", cluster / "pg_hba.conf")
    port = re.search(r"port=(\d+)", (site.folder / "pgbouncer.ini").read_text("utf-8"))
    assert port
    listen = ["-c", "listen_addresses=127.0.0.1", "-c", f"port={port[1]}", "-k", str(folder)]
    site.data.start("postgresql", [str(program / "postgres"), "-D", str(cluster), *listen], user=user)
    psql = [shutil.which("psql") or str(program / "psql"), "-q", "-v", "ON_ERROR_STOP=1"]
    psql += ["-h", str(folder), "-p", port[1], "-U", "postgres"]
    _until(lambda: site.data.run([*psql, "-c", "SELECT 1"], user=user))
    site.data.run(psql, typed=site.written.text("postgresql.sql"), user=user)
    site.data.start("pgbouncer", ["pgbouncer", str(site.folder / "pgbouncer.ini")], user=user)
    wait_for(site.data, 6432)


def _until(works: Any) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            works()
        except RuntimeError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


class Organiser:
    """Somebody of a team, signed in: sessions are shared, whichever machine answers."""

    def __init__(self, site: Several) -> None:
        self.site = site
        site.engage("user", "add", "kari@example.org", "--role", "organiser", "--password-stdin", typed=PASSWORD)
        door = Door(*site.where)
        _, headers, page = ask(door, "GET", "/console/sign-in")
        cookie = headers["Set-Cookie"].partition(";")[0]
        form = urlencode(hidden(page.decode()) | {"email": "kari@example.org", "password": PASSWORD})
        door = Door(*site.where)
        self.entered, headers, _ = ask(door, "POST", "/console/sign-in", form, Cookie=cookie, **_FORM)
        self.cookie = (headers["Set-Cookie"] or "").partition(";")[0]

    @property
    def is_in(self) -> bool:
        """Asked again while the answer is "not now", as a person does."""
        until = time.monotonic() + PATIENCE_SECONDS
        while (status := ask(Door(*self.site.where), "GET", "/console/", Cookie=self.cookie)[0]) == 503:
            if time.monotonic() > until:
                break
            time.sleep(0.5)
        return status == 200


@dataclass
class Phase:
    """What people met from one thing to the next."""

    crowd: SafeCrowd
    ledger: Ledger

    def __post_init__(self) -> None:
        self.before = self._now()

    def _now(self) -> dict[str, int]:
        seen = self.crowd.seen
        return {
            "acknowledged": self.ledger.acknowledged(),
            "broken_connections": seen.broken,
            "asked_to_try_again": seen.statuses[503],
            "other_errors": sum(number for status, number in seen.statuses.items() if status >= 500 and status != 503),
        }

    def over(self) -> dict[str, int]:
        now = self._now()
        found = {name: now[name] - self.before[name] for name in now}
        self.before = now
        return found


def under_people(site: Several, clients: int, seconds: float, *, brief: bool = False) -> dict[str, Any]:
    """All that happens to the machines, and what people met meanwhile.

    :param brief: nothing is started again
    """
    ledger, organiser = Ledger(site.folder / "ledger"), Organiser(site)
    signed_in = [organiser.is_in]
    events = {"b_drained": _drain_b, "valkey_emptied_and_away": _lose_valkey, "a_killed": _kill_a}
    phases: dict[str, dict[str, int]] = {}
    with SafeCrowd(site.where, ledger, clients) as crowd:
        phase = Phase(crowd, ledger)
        time.sleep(seconds)
        phases["both"] = phase.over()
        for name, happens in events.items():
            happens(site, seconds, brief)
            signed_in.append(organiser.is_in)
            phases[name] = phase.over()
        if not brief:
            site.start(site.a, "a")
            site.until_up("a")
            time.sleep(seconds)
            phases["a_back"] = phase.over()
    verdict = check(ledger.stood(), _everything(site))
    figures = crowd.figures()
    smooth = not any(
        phases[name][error] for name in ("both", "b_drained") for error in ("asked_to_try_again", "other_errors")
    )
    kept = verdict.kept and not figures["wrong"] and not figures["receipts_missing"] and all(signed_in)
    return {
        "clients": clients,
        **verdict.document(),
        "phases": phases,
        "still_signed_in": all(signed_in),
        "no_error_while_drained": smooth,
        **figures,
        "nothing_lost": kept,
    }


def _drain_b(site: Several, seconds: float, brief: bool) -> None:
    """Taken out as the manual says, begun anew, and brought back."""
    site.tell_proxy("set server engage/b state drain")
    time.sleep(max(1.0, seconds / 4))
    if not brief:
        site.b.stop("web")
        site.b.stop("worker")
        time.sleep(seconds)
        site.start(site.b, "b")
        wait_for(site.b, 8000)
    site.tell_proxy("set server engage/b state ready")
    site.until_up("b")


def _lose_valkey(site: Several, seconds: float, brief: bool) -> None:
    site.data.run(_valkey_cli(site, "FLUSHALL"))
    time.sleep(seconds / 2)
    site.data.kill("valkey")
    time.sleep(seconds)
    if not brief:
        site.data.start("valkey", [_valkey() or "valkey-server", str(site.folder / "valkey.conf")])
        time.sleep(seconds / 2)


def _kill_a(site: Several, seconds: float, _brief: bool) -> None:
    site.a.kill(*(name for name in ("web", "worker") if name in site.a.running))
    time.sleep(seconds)


def _valkey_cli(site: Several, command: str) -> Sequence[str]:
    """A word to the server, by its own protocol: no client program needs to be there."""
    password = re.search(r"requirepass (\S+)", (site.folder / "valkey.conf").read_text("utf-8"))
    assert password
    program = (
        "import sys, redis; "
        "print(redis.Redis(host=sys.argv[1], password=sys.argv[2], socket_timeout=5).execute_command(sys.argv[3]))"
    )
    return [sys.executable, "-c", program, site.data.address, password[1], command]


def _everything(site: Several) -> list[Any]:
    return stored(
        site.engage("survey", "export", "short", "--format", "json", "--responses"),
        site.engage("event", "export", "lobby", "--format", "json"),
    )


@click.command()
@click.option("--clients", default=12, show_default=True)
@click.option("--seconds", default=12.0, show_default=True, help="Of each phase.")
@click.option("--brief", is_flag=True, help="Without workers, and nothing is started again.")
def main(clients: int, seconds: float, brief: bool) -> None:
    """Start it, drain one machine, take Valkey away, kill the other machine, and count what is there."""
    go_apart()
    units = ("web",) if brief else ("web", "worker")
    with tempfile.TemporaryDirectory(prefix="engage-several-") as name, running(Path(name), units=units) as site:
        found = under_people(site, clients, seconds, brief=brief)
        namespaces = bool(site.a.enter)
    kept = found["nothing_lost"] and found["no_error_while_drained"]
    print(json.dumps({"network_namespaces": namespaces, **found, "kept": kept}))
    sys.exit(0 if kept else 1)


if __name__ == "__main__":
    main()
