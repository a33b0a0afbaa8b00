"""What the process that answers requests loads when it starts: memory and time on small servers."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LATER = (
    "alembic",
    "attr",
    "highspy",
    "icalendar",
    "jsonschema",
    "numpy",
    "openpyxl",
    "polars",
    "psycopg",
    "pyreadstat",
    "segno",
    "xlsxwriter",
)


def test_what_counts_and_what_writes_files_is_loaded_where_it_is_wanted(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from engage.app import create_app; from engage.core.settings import Settings\n"
        "create_app(Settings(secret_key='0123456789' * 4, base_url='http://localhost', data_dir=Path(sys.argv[1])))\n"
        f"print(*(name for name in {LATER!r} if name in sys.modules))"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )

    assert done.stdout.split() == []
