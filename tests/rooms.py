"""The map of the house, read from it: every room, what it is, and what each of its files does.

``python -m tests.rooms [ROOM...]`` prints it, all rooms or those named (``read``, ``read/lists``).
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[1] / "auditor"


def first_lines() -> Iterator[tuple[Path, str]]:
    """Every module below ``auditor`` but the steps of the schema, with the first line of its docstring."""
    for path in sorted(HOUSE.rglob("*.py"), key=lambda path: (path.parent, path.name != "__init__.py", path.name)):
        if path.parent.name != "versions":
            said = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
            yield path.relative_to(HOUSE), said.partition("\n")[0]


def _print(rooms: list[str]) -> None:
    for path, said in first_lines():
        room = path.parent.as_posix()
        if rooms and not any(room == name or room.startswith(f"{name}/") for name in rooms):
            continue
        is_room = path.name == "__init__.py"
        sys.stdout.write(f"\n{room}/  {said}\n" if is_room else f"  {path.stem:16} {said}\n")


if __name__ == "__main__":
    _print(sys.argv[1:])
