"""Where the files that ship with the program stand: rules, wording, page templates, fonts."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def shipped(*parts: str) -> Path:
    """The path of a shipped file or folder, in a checkout and in an installed wheel alike."""
    packaged = _PACKAGE / "_shipped"
    root = packaged if packaged.is_dir() else _PACKAGE.parent
    return root.joinpath(*parts)
