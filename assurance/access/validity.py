"""Whether the HTML that was served is valid: the Nu checker, where it is there."""

import json
import os
import shutil
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

CHECKER = "vnu-jar@26.9.27"
"""Of the npm registry; it needs Java. Nothing of the product needs either."""
AT_ONCE = 250
ACCEPTED = (
    "which has a “table” ancestor with no “role” attribute",
    "Attribute “pattern” is only allowed when the input type is",
    "Attribute “placeholder” is only allowed when the input type is",
)
"""Roles of tables say what the elements are anyway: they are there because rows become cards on a phone, and some
browsers forget then that it is a table. Fields for a month are text to browsers that have no picker for it: what they
are to look like is said for those."""


def checker(folder: Path) -> Path | None:
    """The program, fetched once; None without Java, npm or a registry."""
    given = os.environ.get("ENGAGE_HTML_CHECKER")
    if given:
        return Path(given)
    jar = folder / "package/build/dist/vnu.jar"
    npm = shutil.which("npm")
    if not jar.exists() and npm and shutil.which("java"):
        folder.mkdir(parents=True, exist_ok=True)
        packed = subprocess.run([npm, "pack", CHECKER], cwd=folder, capture_output=True, text=True, check=False)
        if packed.returncode == 0:
            shutil.unpack_archive(folder / packed.stdout.split()[-1], folder, "gztar", filter="data")
    return jar if jar.exists() else None


def invalid(jar: Path, pages: Mapping[str, str]) -> dict[str, list[str]]:
    """What the checker says of each page, by address; errors only."""
    found: dict[str, list[str]] = defaultdict(list)
    addresses = list(pages)
    with tempfile.TemporaryDirectory() as folder:
        for start in range(0, len(addresses), AT_ONCE):
            some = addresses[start : start + AT_ONCE]
            files = [Path(folder) / f"{start + number}.html" for number in range(len(some))]
            for file, address in zip(files, some, strict=True):
                file.write_text(pages[address], encoding="utf-8")
            for message in _messages(jar, files):
                words = message["message"]
                if message["type"] == "error" and not any(each in words for each in ACCEPTED):
                    number = int(Path(message["url"]).stem)
                    found[addresses[number]].append(f"{words} ({message.get('extract', '')[:120]})")
    return dict(found)


def _messages(jar: Path, files: list[Path]) -> list[dict[str, str]]:
    command = ["java", "-Xmx512m", "-jar", str(jar), "--format", "json", "--exit-zero-always", "--html"]
    ran = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, check=False)
    said: list[dict[str, str]] = json.loads(ran.stderr)["messages"]
    return said
