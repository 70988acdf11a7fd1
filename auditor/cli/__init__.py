"""The command line: the one place where an error becomes a sentence and an exit code."""

import sys

from auditor.cli.console import say_error
from auditor.errors import AuditorError


def main() -> None:
    """Run ``auditor`` and exit: 0 done, 1 failed, 2 bad input, 3 done but something could not be verified."""
    from auditor.cli.app import app

    try:
        app(standalone_mode=False)
    except AuditorError as error:
        say_error(str(error))
        sys.exit(error.exit_code)
