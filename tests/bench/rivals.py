"""The public tools compared with, in a virtual environment of their own: nothing of them is a dependency."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

PACKAGES = ("scrapy", "parsel", "lxml", "gne", "gerapy-auto-extractor")


def rival_python() -> Path:
    """The interpreter of that environment, made where missing (``AUDITOR_BENCH_VENV`` names its place)."""
    folder = Path(os.environ.get("AUDITOR_BENCH_VENV", Path(tempfile.gettempdir()) / "auditor-bench-venv"))
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        quiet = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([python, *quiet, *PACKAGES], check=True)
        (folder / "ready").touch()
    return python


def versions(python: Path) -> str:
    """Which releases took part."""
    script = (
        "from importlib.metadata import version\n"
        f"print(', '.join(f'{{name}} {{version(name)}}' for name in {PACKAGES!r}))"
    )
    return subprocess.run([python, "-c", script], capture_output=True, text=True, check=True).stdout.strip()
