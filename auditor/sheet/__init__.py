"""The office's spreadsheet: read whatever it looks like, merged into a county, and written back."""

from pathlib import Path

from auditor.base.errors import BadInput
from auditor.base.grid import SheetGrid, grids_of, read_grids, text_grid
from auditor.sheet.blocks import Block, find_blocks
from auditor.sheet.build import Imported, county_from_sheet, faulty_rows, sound_part
from auditor.sheet.export import export_sheet
from auditor.sheet.rows import RowReader
from auditor.sheet.seen import WORDS
from auditor.sheet.values import Sheet, SheetRow

__all__ = [
    "Imported",
    "Sheet",
    "SheetRow",
    "county_from_sheet",
    "export_sheet",
    "faulty_rows",
    "read_pasted",
    "read_sheet",
    "read_upload",
    "sound_part",
]

_DEFAULT_NAMES = ("sheet", "工作表", "表")


def read_sheet(path: Path) -> Sheet:
    """Read an xlsx, csv or tsv file; raise `BadInput` where it is none or lists no columns.

    Bad cells do not stop the reading: they are told by `county_from_sheet`, together with all others.
    """
    grids, notes = read_grids(path)
    return _read(str(path), grids, notes)


def read_upload(name: str, content: bytes) -> Sheet:
    """Read a file that came over the wire, called ``name``; raises like `read_sheet`."""
    grids, notes = grids_of(Path(name), content)
    return _read(name, grids, notes)


def read_pasted(text: str) -> Sheet:
    """Read cells pasted from a spreadsheet, header row included; raises like `read_sheet`."""
    return _read(WORDS.pasted, (text_grid(text),), ())


def _read(file: str, grids: tuple[SheetGrid, ...], notes: tuple[str, ...]) -> Sheet:
    blocks = [block for grid in grids for block in find_blocks(grid)]
    if not any(block.kind == "column" for block in blocks):
        cure = "表头中至少要有“栏目名称”，以及“责任单位”“网址”等；表头认得的词见 rules/sheet.toml"
        raise BadInput.one(file, "", "没有找到栏目清单", cure)
    reader = RowReader(file, notes=list(notes))
    lists_tables = any(block.kind == "table" for block in blocks)
    several = sum(block.kind == "column" for block in blocks) > 1
    for block in blocks:
        reader.read(block, "" if lists_tables else _group(block, several))
    found = {block.grid.name for block in blocks}
    unread = [WORDS.unknown_heads.format(sheet=grid.name) for grid in grids if grid.name not in found]
    return Sheet(
        file,
        tuple(reader.columns),
        tuple(reader.units),
        tuple(reader.tables),
        reader.facts,
        reader.fact_cells,
        tuple(block.title for block in blocks if block.title),
        tuple(reader.problems),
        (*reader.notes, *unread),
        tuple(reader.seen),
    )


def _group(block: Block, several: bool) -> str:
    """The attachment a table of columns belongs to, by its sheet's name or its title."""
    if block.kind != "column":
        return ""
    name = block.grid.name
    is_named = bool(name) and not name.lower().startswith(_DEFAULT_NAMES)
    if several and is_named:
        return name
    for word, group in (("乡镇", "乡镇"), ("乡（镇）", "乡镇"), ("街道", "街道"), ("部门", "政府部门")):
        if word in f"{block.title}{name if is_named else ''}":
            return group
    return ""
