"""Waiting for what happens, not for how long it takes; a test that hangs is ended by the runner."""

import time
from collections.abc import Callable


def wait_until(is_so: Callable[[], object]) -> None:
    """Look again and again until it is so."""
    while not is_so():
        time.sleep(0.05)
