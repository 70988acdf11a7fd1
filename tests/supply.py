"""What the project is made of: lock files complete and in step, licences listed and allowed, known faults asked.

``python tests/supply.py lock`` writes the lock files and docs/licences.md anew; ``check`` fails where they differ.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, metadata, requires
from pathlib import Path

from packaging.markers import Environment, default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {
    "requirements.lock": ["--group", "build", "pyproject.toml"],
    "requirements-dev.lock": ["--all-extras", "--group", "build", "pyproject.toml"],
}
PLATFORMS = (
    ("linux", "Linux", "posix", "x86_64"),
    ("linux", "Linux", "posix", "aarch64"),
    ("darwin", "Darwin", "posix", "arm64"),
    ("darwin", "Darwin", "posix", "x86_64"),
    ("win32", "Windows", "nt", "AMD64"),
)
"""What the locks are for: ``sys_platform``, ``platform_system``, ``os_name`` and ``platform_machine`` of each."""
PYTHONS = ("3.11.0", "3.12.0", "3.13.0", "3.14.0")
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


def locked_pins(text: str) -> list[Requirement]:
    """The pins of a lock file, each with the marker of the machines it is for."""
    return [Requirement(match[0].rstrip(" \\")) for match in re.finditer(r"(?m)^[A-Za-z0-9][^\n]*==[^\n]*$", text)]


def locked_names(name: str) -> list[str]:
    """The packages of a lock file, by name."""
    return sorted({pin.name for pin in locked_pins((ROOT / name).read_text(encoding="utf-8"))})


def roots_of(name: str) -> list[Requirement]:
    """What a lock file was made for: the project's requirements, with its extras where the lock takes them in."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    stated = [*project["project"]["dependencies"], *project["dependency-groups"]["build"]]
    if "--all-extras" in LOCKS[name]:
        stated += [text for extra in project["project"]["optional-dependencies"].values() for text in extra]
    return [Requirement(text) for text in stated]


def machines() -> Iterator[Environment]:
    """The markers' values on every supported machine."""
    for python in PYTHONS:
        for sys_platform, system, os_name, machine in PLATFORMS:
            machine_is = default_environment()
            machine_is.update(sys_platform=sys_platform, platform_system=system, os_name=os_name)
            machine_is.update(platform_machine=machine, python_version=python.rpartition(".")[0])
            machine_is.update(python_full_version=python, implementation_version=python)
            yield machine_is


@cache
def stated_requirements(package: str) -> list[Requirement]:
    """What an installed package says it needs; nothing where it is not installed on this platform."""
    try:
        return [Requirement(text) for text in requires(package) or ()]
    except PackageNotFoundError:
        return []


def lacking(
    roots: Iterable[Requirement],
    pins: Iterable[Requirement],
    needs: Callable[[str], Iterable[Requirement]] = stated_requirements,
) -> list[str]:
    """What installing ``pins`` and nothing else would leave out, on any supported machine: one line for each.

    Extras are followed as the installer would: ``a[b]`` asks for what ``a`` needs with its extra ``b``. A package that
    is not installed here (it is for other platforms) cannot say what it needs.
    """
    pins, roots, missing = list(pins), list(roots), set()
    for machine in machines():
        here = {canonicalize_name(pin.name): pin for pin in pins if applies(pin, machine, "")}
        asked = [(root, "the project") for root in roots if applies(root, machine, "")]
        seen = set()
        while asked:
            wanted, by = asked.pop()
            name = canonicalize_name(wanted.name)
            pin = here.get(name)
            if pin is None or not wanted.specifier.contains(next(iter(pin.specifier)).version, prereleases=True):
                where = f"{machine['sys_platform']} {machine['platform_machine']}, Python {machine['python_version']}"
                missing.add(f"{by} needs {wanted} on {where}")
                continue
            for extra in {"", *wanted.extras} - {extra for known, extra in seen if known == name}:
                seen.add((name, extra))
                asked += [(one, name) for one in needs(name) if applies(one, machine, extra)]
    return sorted(missing)


def applies(requirement: Requirement, machine: Mapping[str, str], extra: str) -> bool:
    """Whether a requirement holds on that machine, for that extra of the package that states it."""
    return requirement.marker is None or requirement.marker.evaluate({**machine, "extra": extra})


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
    """Fail where a lock file or the licence list is not what pyproject.toml gives today, or a lock leaves one out."""
    for name in LOCKS:
        if missing := lacking(roots_of(name), locked_pins((ROOT / name).read_text(encoding="utf-8"))):
            raise SystemExit(f"{name} is not complete, --no-deps would leave out:\n" + "\n".join(missing))
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
    sys.stdout.write(f"lock files are complete, they and the licences are current; {known_faults()}\n")


def lock(*upgrade: str) -> None:
    """Write the lock files and the licence list."""
    for name in LOCKS:
        compile_lock(name, ROOT / name, *upgrade)
    LICENCES.parent.mkdir(exist_ok=True)
    LICENCES.write_text(licence_table()[0], encoding="utf-8")


if __name__ == "__main__":
    {"check": check, "lock": lock}[sys.argv[1]](*sys.argv[2:])
