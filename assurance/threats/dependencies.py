"""What the product is made of besides itself, and what is known to be wrong with it.

    python -m assurance.threats.dependencies [--sbom FILE]

The packages are those of the lock file, each pinned by hash. Whether advisories are known is asked of pip-audit where
it is installed and its service answers; where not, that is said (`reached: false`), and nothing is claimed of it.
"""

import json
import re
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

LOCKED = Path("requirements/base.txt")
SECONDS = 120
_PACKAGE = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)[^\n]*\n((?:\s+--hash=[^\n]+\n?)*)", re.MULTILINE)
_HASH = re.compile(r"--hash=(sha256):([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Package:
    name: str
    version: str
    hashes: tuple[str, ...]
    """SHA-256 of the files that may be installed."""

    @property
    def address(self) -> str:
        return f"pkg:pypi/{self.name.lower()}@{self.version}"


def packages(text: str) -> Iterator[Package]:
    """Those of a lock file."""
    for name, version, below in _PACKAGE.findall(text):
        yield Package(name, version, tuple(digest for _, digest in _HASH.findall(below)))


def sbom(found: Sequence[Package]) -> dict[str, Any]:
    """A software bill of materials (CycloneDX 1.5); the same for the same packages."""
    number = uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(each.address for each in found))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{number}",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "engage", "bom-ref": "engage"}},
        "components": [
            {
                "type": "library",
                "bom-ref": each.address,
                "name": each.name,
                "version": each.version,
                "purl": each.address,
                "properties": [{"name": "sha256", "value": digest} for digest in each.hashes],
            }
            for each in found
        ],
    }


def audited(locked: Path, program: str | None) -> dict[str, Any]:
    """What pip-audit says of the lock file; `reached` is false where nobody answered."""
    if program is None:
        return {"reached": False, "why": "pip-audit is not installed"}
    command = [program, "-r", str(locked), "--disable-pip", "--require-hashes", "--format", "json"]
    try:
        ran = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
        told = json.loads(ran.stdout)
    except (OSError, subprocess.TimeoutExpired):
        return {"reached": False, "why": "the service of advisories did not answer in time"}
    except ValueError:
        return {"reached": False, "why": "the service of advisories was not reached"}
    entries = told.get("dependencies", ())
    skipped = [each["name"] for each in entries if "skip_reason" in each]
    if len(skipped) == len(entries):
        return {"reached": False, "why": "the service of advisories told nothing of any library"}
    return {"reached": True, "known": list(_known(entries)), "not_audited": skipped}


def _known(entries: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for each in entries:
        for fault in each.get("vulns", ()):
            better = ", ".join(fault.get("fix_versions", ())) or "none yet"
            yield f"{each['name']} {each['version']}: {fault['id']} (mended in {better})"


@click.command()
@click.option("--sbom", "into", type=click.Path(dir_okay=False, path_type=Path), help="Write what is inside there.")
def main(into: Path | None) -> None:
    """Count, audit and say."""
    found = list(packages(LOCKED.read_text(encoding="utf-8")))
    if into:
        into.write_text(json.dumps(sbom(found), indent=2) + "\n", encoding="utf-8")
    unpinned = [each.name for each in found if not each.hashes]
    told = audited(
        LOCKED, shutil.which("pip-audit", path=str(Path(sys.executable).parent)) or shutil.which("pip-audit")
    )
    kept = bool(found) and not unpinned and not told.get("known")
    print(json.dumps({"packages": len(found), "without_hash": unpinned, **told, "kept": kept}))
    sys.exit(0 if kept else 1)


if __name__ == "__main__":
    main()
