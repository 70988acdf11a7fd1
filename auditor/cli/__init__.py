"""The command line: the one place where an error becomes a sentence and an exit code."""


def main() -> None:
    """Run the command line."""
