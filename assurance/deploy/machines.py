"""Machines with addresses of their own: network namespaces of one computer.

Where those are not allowed, addresses of the loopback stand for them.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

INSIDE = "ENGAGE_ASSURANCE_NAMESPACE"
PATIENCE_SECONDS = 60.0
_ALONE = 'mkdir -p /run/netns && mount -t tmpfs none /run/netns && ip link set lo up && exec "$@"'


def namespaces_allowed() -> bool:
    """Whether this user may make networks of their own."""
    if os.geteuid() != 0 or not shutil.which("ip") or not shutil.which("unshare"):
        return False
    command = [*_apart(), "true"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _apart() -> list[str]:
    return ["unshare", "--net", "--mount", "--propagation", "private", "sh", "-c", _ALONE, "sh"]


def go_apart() -> None:
    """Begin this program anew in a network of its own, unless it is there already or may not."""
    if INSIDE not in os.environ and namespaces_allowed():
        os.environ[INSIDE] = "1"
        arguments = [*_apart(), sys.executable, "-m", str(sys.modules["__main__"].__spec__.name), *sys.argv[1:]]  # type: ignore[union-attr]
        os.execvp(arguments[0], arguments)


@dataclass
class Machine:
    """One address, and the programs that run there."""

    address: str
    enter: Sequence[str] = ()
    log: Path = Path(os.devnull)
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def start(
        self, name: str, command: Sequence[str], *, settings: Mapping[str, str] | None = None, user: str = ""
    ) -> None:
        ours = {key: value for key, value in os.environ.items() if not key.startswith("ENGAGE_")}
        with self.log.open("ab") as out:
            self.running[name] = subprocess.Popen(
                [*self.enter, *_as(user), *command],
                env=ours | dict(settings or {}),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                cwd="/",
                start_new_session=True,
            )

    def run(
        self, command: Sequence[str], *, settings: Mapping[str, str] | None = None, typed: str = "", user: str = ""
    ) -> str:
        """What a command prints.

        :raises RuntimeError: it failed, with what it says
        """
        ours = {key: value for key, value in os.environ.items() if not key.startswith("ENGAGE_")}
        ran = subprocess.run(
            [*self.enter, *_as(user), *command],
            env=ours | dict(settings or {}),
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
        )
        if ran.returncode:
            raise RuntimeError(f"{' '.join(command)}: {ran.stdout}{ran.stderr}")
        return ran.stdout

    def kill(self, *names: str) -> None:
        """At once and without a word."""
        for name in names or tuple(self.running):
            with suppress(ProcessLookupError):
                os.killpg(self.running[name].pid, signal.SIGKILL)
            self.running.pop(name).wait(20)

    def stop(self, name: str) -> float:
        """As a service manager stops it; seconds until it ended."""
        began = time.monotonic()
        process = self.running.pop(name)
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(45)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            raise
        return time.monotonic() - began


def _as(user: str) -> list[str]:
    return ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"] if user and os.geteuid() == 0 else []


class Network:
    """Machines that reach each other. `with` ends whatever runs on them."""

    def __init__(self, folder: Path) -> None:
        self.namespaces = INSIDE in os.environ
        self.folder = folder
        self.machines: list[Machine] = []
        if self.namespaces:
            _ip("link", "add", "engage", "type", "bridge")
            _ip("link", "set", "engage", "up")

    def __enter__(self) -> "Network":
        return self

    def __exit__(self, *_: object) -> None:
        for machine in self.machines:
            machine.kill()

    def here(self, address: str) -> Machine:
        """The machine that this program is on."""
        if self.namespaces:
            _ip("addr", "add", f"{address}/24", "dev", "engage")
        return self._known(Machine(self.at(address), (), self.folder / "here.log"))

    def machine(self, name: str, address: str) -> Machine:
        if not self.namespaces:
            return self._known(Machine(self.at(address), (), self.folder / f"{name}.log"))
        _ip("netns", "add", name)
        _ip("link", "add", f"to-{name}", "type", "veth", "peer", "name", "wire", "netns", name)
        _ip("link", "set", f"to-{name}", "master", "engage", "up")
        for words in (
            ("link", "set", "lo", "up"),
            ("addr", "add", f"{address}/24", "dev", "wire"),
            ("link", "set", "wire", "up"),
        ):
            _ip("-n", name, *words)
        return self._known(Machine(address, ("ip", "netns", "exec", name), self.folder / f"{name}.log"))

    def at(self, address: str) -> str:
        """The same address, or one of the loopback that stands for it."""
        return address if self.namespaces else address.replace("10.77.0.", "127.77.0.")

    def _known(self, machine: Machine) -> Machine:
        self.machines.append(machine)
        return machine


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)


def wait_for(machine: Machine, port: int) -> None:
    """Until something listens there.

    :raises RuntimeError: nothing does
    """
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and all(each.poll() is None for each in machine.running.values()):
        try:
            with socket.create_connection((machine.address, port), timeout=1):
                return
        except OSError:
            time.sleep(0.02)
    said = machine.log.read_text(encoding="utf-8", errors="replace")[-2000:]
    raise RuntimeError(f"nothing listens on {machine.address}:{port}: {said}")
