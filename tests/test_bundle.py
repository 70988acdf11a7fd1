"""The archive for machines without network: what it holds, and that it installs where there is no route at all."""

import platform
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from bundle import MACHINES, PYTHONS, bundle, bundled_lock, locked_for, pack
from needs import ALL_TESTS, needs
from supply import ROOT, locked_pins

HERE = f"{sys.version_info[0]}.{sys.version_info[1]}"
INSTALLER = ROOT / "templates" / "bundle" / "install.sh"


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("python", PYTHONS)
def test_every_package_of_the_lock_that_a_linux_machine_needs_is_listed_with_hashes(machine: str, python: str):
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    lines = locked_for(lock, machine, python).splitlines()
    assert all(" --hash=sha256:" in line and ";" not in line for line in lines)
    elsewhere = {pin.name for pin in locked_pins(lock)} - {line.split("==")[0].split("[")[0] for line in lines}
    assert "typst" not in elsewhere
    assert elsewhere <= {"colorama", "pywin32", "win32-setctime", "tzlocal", "async-timeout", "exceptiongroup"}
    bundled = bundled_lock(machine, python).splitlines()
    assert bundled[: len(lines)] == lines
    more = {line.split("==")[0] for line in bundled[len(lines) :]}
    assert more == {"authlib", "cryptography", "joserfc", "pyotp", "segno"}, "single sign-on and one-time codes"


@pytest.fixture(scope="module")
def installed_from(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle for this machine and Python, unpacked."""
    if not ALL_TESTS:
        pytest.skip("AUDITOR_TEST_ALL=1 asks for it: some sixty wheels are fetched")
    if platform.machine() not in MACHINES or HERE not in PYTHONS or sys.platform != "linux":
        pytest.skip("no bundle is made for this machine")
    folder = tmp_path_factory.mktemp("bundle")
    built = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(built, cwd=ROOT, check=True, capture_output=True)
    [wheel] = folder.glob("*.whl")
    try:
        path = bundle(wheel, folder, [platform.machine()], [HERE])
    except subprocess.CalledProcessError:
        pytest.skip("pip reaches no package index")
    with tarfile.open(path) as packed:
        packed.extractall(folder, filter="data")
    return folder / path.name.removesuffix(".tar.gz")


def alone(*command: str) -> list[str]:
    """A command in a network of its own, without a route, not even to this machine."""
    words = [needs("unshare"), "--map-root-user", "--net"]
    if subprocess.run([*words, "true"], capture_output=True).returncode:
        pytest.skip("this machine lets nobody make a network of his own (unshare --map-root-user --net)")
    return [*words, *command]


def test_it_installs_and_runs_without_a_route(installed_from: Path, tmp_path: Path):
    target = tmp_path / "auditor"
    install = alone("sh", str(installed_from / "install.sh"), str(target))
    ran = subprocess.run(
        install, capture_output=True, text=True, timeout=600, env={"PATH": "/usr/bin:/bin", "PYTHON": sys.executable}
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "安装完成" in ran.stdout
    shown = [str(target / "bin" / "auditor"), "--home", str(tmp_path / "home"), "doctor"]
    doctor = subprocess.run(alone(*shown), capture_output=True, text=True, timeout=120, cwd=tmp_path)
    assert "宋" in doctor.stdout or "字体" in doctor.stdout, "the fonts are in the package"
    signing_in = "import authlib, cryptography, pyotp, segno; import auditor.web.sso, auditor.web.second_factor"
    subprocess.run(alone(str(target / "bin" / "python"), "-I", "-c", signing_in), check=True, timeout=120)
    again = subprocess.run(
        install, capture_output=True, text=True, timeout=600, env={"PATH": "/usr/bin:/bin", "PYTHON": sys.executable}
    )
    assert again.returncode == 0, "an upgrade into the same folder"


def test_a_changed_wheel_is_refused_before_anything_is_installed(installed_from: Path, tmp_path: Path):
    copy = shutil.copytree(installed_from, tmp_path / "copy")
    wheel = min((copy / "wheels").glob("h11-*.whl"))
    wheel.write_bytes(wheel.read_bytes() + b"x")
    ran = refused(copy, tmp_path)
    assert "h11" in ran
    assert "与登记的摘要不符" in ran


# -- what needs no wheels ----------------------------------------------------------------------------------------------


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A bundle without wheels, for this machine and Python."""
    folder = tmp_path / "auditor-offline-0"
    folder.mkdir()
    shutil.copy(INSTALLER, folder)
    (folder / "MACHINES").write_text(f"{platform.machine()}\n")
    (folder / "PYTHONS").write_text(f"{HERE}\n")
    (folder / "SHA256SUMS").write_text(f"{'0' * 64}  PYTHONS\n")
    return folder


def refused(folder: Path, tmp_path: Path, **env: str) -> str:
    """What the script says where it installs nothing."""
    needs("sh")
    words = {"PATH": "/usr/bin:/bin", "PYTHON": sys.executable, **env}
    command = ["sh", str(folder / "install.sh"), str(tmp_path / "to")]
    ran = subprocess.run(command, capture_output=True, text=True, env=words)
    assert ran.returncode == 1
    assert not (tmp_path / "to" / "bin").exists()
    return ran.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="the script is for Linux")
def test_the_script_says_in_chinese_what_is_missing(empty: Path, tmp_path: Path):
    assert "与登记的摘要不符" in refused(empty, tmp_path)
    (empty / "PYTHONS").write_text("3.99\n")
    assert f"没有 Python {HERE} 的文件，只有：3.99" in refused(empty, tmp_path)
    (empty / "MACHINES").write_text("riscv64\n")
    assert "只有：riscv64" in refused(empty, tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="the script is for Linux")
def test_an_old_python_is_refused(empty: Path, tmp_path: Path):
    old = tmp_path / "python"
    old.write_text('#!/bin/sh\ncase "$2" in *print*) echo 3.9;; *) exit 1;; esac\n')
    old.chmod(0o755)
    assert "Python 3.9，需要 3.11 或更新的版本" in refused(empty, tmp_path, PYTHON=str(old))


def test_the_same_files_give_the_same_archive(empty: Path, tmp_path: Path):
    for name in ("one", "two"):
        pack(empty, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    with tarfile.open(tmp_path / "one") as packed:
        assert packed.getmember("auditor-offline-0/install.sh").mode == 0o755
