"""What the project is made of: lock files in step with pyproject.toml, licences listed and allowed, known faults asked.

``python tests/supply.py lock`` writes the lock files and docs/licences.md anew; ``check`` fails where they differ.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {
    "requirements.lock": ["--group", "build", "pyproject.toml"],
    "requirements-dev.lock": ["--all-extras", "--group", "build", "pyproject.toml"],
}
LICENCES = ROOT / "docs" / "licences.md"
ALLOWED = re.compile(
    "MIT|BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla|Public Domain|Unlicense|LGPL|Zlib|CC0|ZPL",
    re.IGNORECASE,
)
"""Licences the office may run without a lawyer; LGPL parts are used as they come, unchanged."""


def compile_lock(name: str, target: Path, *upgrade: str) -> None:
    """Resolve one lock file into ``target``, keeping the pins that stand in it."""
    uv = str(Path(sys.executable).with_name("uv"))
    form = ["--universal", "--python-version", "3.11", "--generate-hashes"]
    quiet = ["--quiet", "--no-header", "--no-annotate", "--no-emit-index-url"]
    command = [uv, "pip", "compile", *form, *quiet, *upgrade, *LOCKS[name], "-o", str(target)]
    subprocess.run(command, cwd=ROOT, check=True)


def locked_names(name: str) -> list[str]:
    """The packages of a lock file, by name."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return sorted({match[1] for match in re.finditer(r"(?m)^([A-Za-z0-9_.\[\]-]+)==", text)})


def licence_of(package: str) -> str:
    """A package's licence as its metadata states it; empty where it is not installed on this platform."""
    try:
        facts = metadata(package.split("[")[0])
    except PackageNotFoundError:
        return ""
    stated = facts.get("License-Expression") or ""
    classified = "; ".join(c.rsplit(" :: ", 1)[1] for c in facts.get_all("Classifier") or () if c.startswith("License"))
    return stated or classified or (facts.get("License") or "").splitlines()[0]


def licence_table() -> tuple[str, list[str]]:
    """The page that lists every runtime package with its licence, and the packages whose licence is not allowed."""
    rows, refused = [], []
    for package in locked_names("requirements.lock"):
        licence = licence_of(package)
        if licence and not ALLOWED.search(licence):
            refused.append(f"{package}: {licence}")
        rows.append(f"| {package} | {licence or 'installed on other platforms only'} |")
    head = "# Licences of what is installed with the program\n\nWritten by `make lock`.\n\n"
    head += "| package | licence |\n|---|---|\n"
    return head + "\n".join(rows) + "\n", refused


def known_faults() -> str:
    """Ask for published vulnerabilities of the locked versions; a sentence, or an error that stops the check."""
    command = [sys.executable, "-m", "pip_audit", "-r", "requirements.lock", "--no-deps", "--disable-pip", "-f", "json"]
    ran = subprocess.run([*command, "--progress-spinner", "off"], cwd=ROOT, capture_output=True, text=True, timeout=300)
    try:
        answered = [entry for entry in json.loads(ran.stdout)["dependencies"] if "vulns" in entry]
    except (json.JSONDecodeError, KeyError):
        answered = []
    faulty = [f"{entry['name']} {entry['version']}: {v['id']}" for entry in answered for v in entry["vulns"]]
    if faulty:
        raise SystemExit("known vulnerabilities:\n" + "\n".join(faulty))
    return (
        f"vulnerabilities: none known in {len(answered)} packages"
        if answered
        else "vulnerabilities: service not reached"
    )


def check() -> None:
    """Fail where a lock file or the licence list is not what pyproject.toml gives today."""
    for name in LOCKS:
        with tempfile.TemporaryDirectory() as folder:
            fresh = Path(folder) / name
            shutil.copy(ROOT / name, fresh)
            try:
                compile_lock(name, fresh)
            except subprocess.CalledProcessError:
                if os.environ.get("AUDITOR_TEST_ALL") == "1":
                    raise
                sys.stdout.write(f"{name}: the package index was not reached, not compared\n")
                continue
            if fresh.read_bytes() != (ROOT / name).read_bytes():
                raise SystemExit(f"{name} is not current: run make lock")
    table, refused = licence_table()
    if refused:
        raise SystemExit("licences to look at:\n" + "\n".join(refused))
    if LICENCES.read_text(encoding="utf-8") != table:
        raise SystemExit("docs/licences.md is not current: run make lock")
    sys.stdout.write(f"lock files and licences are current; {known_faults()}\n")


def lock(*upgrade: str) -> None:
    """Write the lock files and the licence list."""
    for name in LOCKS:
        compile_lock(name, ROOT / name, *upgrade)
    LICENCES.parent.mkdir(exist_ok=True)
    LICENCES.write_text(licence_table()[0], encoding="utf-8")


if __name__ == "__main__":
    {"check": check, "lock": lock}[sys.argv[1]](*sys.argv[2:])
