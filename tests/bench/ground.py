"""What all benchmarks stand on: the simulated portals, their county files, measured work in fresh processes."""

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.site import COLUMNS, address_of, path_of

ROOT = Path(__file__).parents[2]
Address = Callable[[int], str]
UNITS = ("政府办", "发改局", "财政局", "教育局", "民政局", "司法局", "人社局", "自然资源局", "住建局", "交通运输局")


def size(name: str, usual: int) -> int:
    """A size that ``AUDITOR_BENCH_<NAME>`` may change."""
    return int(os.environ.get(f"AUDITOR_BENCH_{name}", usual))


@dataclass(frozen=True, slots=True)
class Served:
    """What the site was asked so far, and what answering cost it."""

    requests: int
    bytes: int
    cpu: float

    def since(self, before: "Served") -> "Served":
        return Served(self.requests - before.requests, self.bytes - before.bytes, self.cpu - before.cpu)


class RunningSite:
    """The simulated portals in a process of their own."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self._process, self.port = process, port

    def served(self) -> Served:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return Served(**json.loads(self._process.stdout.readline()))


@contextmanager
def running_site(portals: int, columns: int = COLUMNS, *, is_dressed: bool = False) -> Iterator[RunningSite]:
    """Start the simulated portals; they end with the block."""
    command = [sys.executable, "-m", "tests.bench.site", "--portals", str(portals), "--columns", str(columns)]
    command += ["--dressed"] if is_dressed else []
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdin
        try:
            yield RunningSite(process, int(process.stdout.readline()))
        finally:
            process.stdin.close()
            process.wait(30)


def write_counties(
    folder: Path, port: int, portals: int, columns: int = COLUMNS, *, address: Address = path_of
) -> list[Path]:
    """One county file for each simulated portal, its columns at ``address``."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for portal in range(portals):
        path = folder / f"county-{portal:04d}.toml"
        path.write_text(county_text(portal, port, columns, 0, address), encoding="utf-8")
        paths.append(path)
    return paths


def county_text(portal: int, port: int, columns: int, delay: float, address: Address = path_of) -> str:
    """A county file as an office would write it."""
    parts = [
        f'[county]\nname = "模拟{portal:04d}县"\nhome = "http://{address_of(portal)}:{port}/"\n'
        'issuer = "模拟县人民政府办公室"\ninspector = "县政务服务中心"\n',
        f"[crawl]\ndelay = {delay}\ntimeout = 30.0\n",
        '[[table]]\nid = "departments"\ntitle = "部门信息公开更新情况统计表"\ngroup = "政府部门"\n',
        *(f'[[unit]]\nname = "{unit}"\ntable = "departments"\n' for unit in UNITS),
        *(
            f'[[column]]\nname = "栏目{n}"\nurl = "{address(n)}"\nunit = "{UNITS[n % len(UNITS)]}"\n'
            for n in range(columns)
        ),
    ]
    return "\n".join(parts)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a piece of work took. Seconds; ``peak`` is megabytes of the largest process."""

    wall: float
    cpu: float
    peak: float


def measured(command: Sequence[str | Path], *, cwd: Path = ROOT) -> Cost:
    """Run a program to its end: its whole cost, start-up and its own children included. Its failure is ours."""
    with tempfile.TemporaryFile("w+") as shown:
        started = time.perf_counter()
        words = [str(word) for word in command]
        process = subprocess.Popen(words, cwd=cwd, stdout=shown, stderr=shown, env=as_installed())
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 3):
            shown.seek(0)
            raise RuntimeError(f"{command} ended with {process.returncode}:\n{shown.read()[-4000:]}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def as_installed() -> dict[str, str]:
    """The environment without the switch that has Python compile every module anew at each start."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def median(costs: Sequence[Cost]) -> Cost:
    """The middle of several rounds, figure by figure."""
    return Cost(
        statistics.median(cost.wall for cost in costs),
        statistics.median(cost.cpu for cost in costs),
        max(cost.peak for cost in costs),
    )


def machine() -> str:
    """One line about where the figures come from."""
    model = next(
        (line.partition(":")[2].strip() for line in _cpuinfo() if line.startswith("model name")), platform.machine()
    )
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} × {model}, {platform.system()}, Python {platform.python_version()}, load {load:.1f}"


def _cpuinfo() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text().splitlines() if path.exists() else []
