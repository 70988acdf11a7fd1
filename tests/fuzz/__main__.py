"""``python -m tests.fuzz TARGET [-max_total_time=60 …]``: coverage-guided fuzzing, where atheris is installed."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import atheris

from fuzz.targets import TARGETS

if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
    sys.exit(f"usage: python -m tests.fuzz {{{','.join(TARGETS)}}} [libFuzzer options]")
atheris.instrument_all()
atheris.Setup([sys.argv[0], *sys.argv[2:]], TARGETS[sys.argv[1]])
atheris.Fuzz()
