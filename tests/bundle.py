"""One archive with all that an installation needs, for machines without network: ``python tests/bundle.py``.

It holds the project's wheel (built before, in ``dist``), the wheels of ``requirements.lock`` and of the extras `EXTRAS`
for every machine and Python of `MACHINES` and `PYTHONS`, a list with hashes for each, the digests of all files, and the
installing script.
``--machine`` and ``--python`` (each may be repeated) make a smaller one. The same wheels give the same bytes.
"""

import argparse
import gzip
import hashlib
import io
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from supply import ROOT, applies, locked_pins, stated_requirements

MACHINES = ("x86_64", "aarch64")
PYTHONS = ("3.11", "3.12", "3.13")
EXTRAS = ("second", "sso")
"""What the offices of an intranet sign in with; the others need more than packages."""
_GLIBC = ("2_17", "2_28")
"""The oldest C libraries that wheels may be made for, besides the plain name of 2.17."""


def locked_for(lock: str, machine: str, python: str) -> str:
    """The entries of a lock file that apply to a Linux machine and Python, with their hashes and without markers.

    The downloader judges markers by the machine it runs on.
    """
    there = _environment(machine, python)
    kept = []
    for entry in re.split(r"(?m)^(?=[A-Za-z0-9])", lock):
        if "==" not in entry.partition("\n")[0]:
            continue
        stated = Requirement(entry.partition("\n")[0].rstrip(" \\"))
        if applies(stated, there, ""):
            hashes = re.findall(r"--hash=sha256:[0-9a-f]{64}", entry)
            kept.append(f"{stated.name}{stated.specifier} {' '.join(hashes)}\n")
    return "".join(kept)


def _environment(machine: str, python: str) -> dict[str, str]:
    there = {name: str(value) for name, value in default_environment().items()}
    there.update(sys_platform="linux", platform_system="Linux", os_name="posix", platform_machine=machine)
    there.update(python_version=python, python_full_version=f"{python}.0", implementation_version=f"{python}.0")
    return there


def bundled_lock(machine: str, python: str) -> str:
    """What is installed there: the runtime lock, and from the lock of all extras what `EXTRAS` need beyond it."""
    base, every = ((ROOT / name).read_text(encoding="utf-8") for name in ("requirements.lock", "requirements-dev.lock"))
    there, known = _environment(machine, python), {canonicalize_name(pin.name) for pin in locked_pins(base)}
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    waiting = [Requirement(text) for extra in EXTRAS for text in stated[extra]]
    wanted = set[str]()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if applies(requirement, there, "") and name not in known | wanted:
            wanted.add(name)
            waiting += stated_requirements(name)
    lines = locked_for(every, machine, python).splitlines(keepends=True)
    kept = [line for line in lines if canonicalize_name(Requirement(line.split(" --hash")[0]).name) in wanted]
    if len(kept) != len(wanted):
        raise SystemExit(f"requirements-dev.lock does not hold all of {', '.join(sorted(wanted))}")
    return locked_for(base, machine, python) + "".join(kept)


def download(requirements: Path, wheels: Path, machine: str, python: str) -> None:
    """Fetch every wheel of a list into a folder; pip holds each against its hashes."""
    platforms = [f"manylinux_{glibc}_{machine}" for glibc in _GLIBC] + [f"manylinux2014_{machine}"]
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--require-hashes", "--only-binary=:all:", "--implementation", "cp", "--python-version", python]
    for abi in (f"cp{python.replace('.', '')}", "abi3", "none"):
        command += ["--abi", abi]
    for platform in platforms:
        command += ["--platform", platform]
    subprocess.run([*command, "-d", str(wheels), "-r", str(requirements)], check=True)


def gather(folder: Path, wheel: Path, machines: Sequence[str], pythons: Sequence[str]) -> None:
    """Put all that the archive holds into an empty folder."""
    wheels = folder / "wheels"
    wheels.mkdir()
    for machine in machines:
        for python in pythons:
            requirements = folder / f"requirements-{machine}-{python}.txt"
            requirements.write_text(bundled_lock(machine, python), encoding="utf-8")
            download(requirements, wheels, machine, python)
    shutil.copy(wheel, folder)
    for name in ("install.sh", "说明.txt"):
        shutil.copy(ROOT / "templates" / "bundle" / name, folder)
    (folder / "MACHINES").write_text("".join(f"{one}\n" for one in machines), encoding="utf-8")
    (folder / "PYTHONS").write_text("".join(f"{one}\n" for one in pythons), encoding="utf-8")
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    digests = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder)}\n" for path in files]
    (folder / "SHA256SUMS").write_text("".join(digests), encoding="utf-8")


def pack(folder: Path, target: Path) -> None:
    """The folder as an archive under its own name: entries in order, without times and owners."""
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w", format=tarfile.PAX_FORMAT) as packed:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = tarfile.TarInfo(f"{folder.name}/{path.relative_to(folder)}")
            entry.size, entry.mode = path.stat().st_size, 0o755 if path.suffix == ".sh" else 0o644
            with path.open("rb") as file:
                packed.addfile(entry, file)
    target.write_bytes(gzip.compress(content.getvalue(), 1, mtime=0))  # wheels are packed already


def bundle(wheel: Path, out: Path, machines: Sequence[str] = MACHINES, pythons: Sequence[str] = PYTHONS) -> Path:
    """Make the archive in ``out``; its path."""
    version = wheel.name.split("-")[1]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / f"auditor-offline-{version}"
        folder.mkdir()
        gather(folder, wheel, machines, pythons)
        target = out / f"{folder.name}.tar.gz"
        pack(folder, target)
    return target


def main() -> None:
    """Make the archive from the wheel in ``dist`` and say how large it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--machine", action="append", choices=MACHINES)
    parser.add_argument("--python", action="append", choices=PYTHONS)
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    given = parser.parse_args()
    [wheel] = (ROOT / "dist").glob("column_auditor-*.whl")
    path = bundle(wheel, given.out, given.machine or MACHINES, given.python or PYTHONS)
    sys.stdout.write(f"{path}: {path.stat().st_size / 1e6:.0f} MB\n")


if __name__ == "__main__":
    main()
