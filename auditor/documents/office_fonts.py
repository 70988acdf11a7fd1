"""The office's own font files: taken into its folder where the PDF engine can read them, and taken out again."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from auditor.base.errors import BadInput, unwritable
from auditor.base.files import put_file
from auditor.base.settings import safe_name
from auditor.documents.fonts import forget_fonts, pdf_engine_is_installed

ENDINGS = (".ttf", ".otf", ".ttc")
MAX_FONT_BYTES = 60_000_000
"""The largest of the usual Chinese faces, several in one file, is a third of it."""


@dataclass(frozen=True, slots=True)
class FontFile:
    """A file in the office's folder, and the families in it."""

    name: str
    families: tuple[str, ...]


def list_font_files(folder: Path) -> tuple[FontFile, ...]:
    """The office's font files, by name."""
    files = sorted(path for path in folder.glob("*") if path.suffix.lower() in ENDINGS and path.is_file())
    return tuple(FontFile(path.name, _families(path)) for path in files)


def add_font_file(folder: Path, name: str, content: bytes) -> FontFile:
    """Take in a font file; raise `BadInput` where it is none."""
    given = Path(name)
    if given.suffix.lower() not in ENDINGS:
        raise BadInput.one(name or "文件", "", "不是字体文件", f"请选择 {'、'.join(ENDINGS)} 文件")
    if not pdf_engine_is_installed():
        raise BadInput.one(name, "", "本机没有 PDF 组件，读不出字体", "请先安装 typst 组件")
    with tempfile.TemporaryDirectory(prefix="auditor-") as place:
        tried = Path(place) / f"font{given.suffix.lower()}"
        tried.write_bytes(content)
        families = _families(tried)
    if not families:
        raise BadInput.one(name, "", "不是有效的字体文件", "请选择能在本机正常使用的字体文件")
    path = folder / f"{safe_name(given.stem)}{given.suffix.lower()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        put_file(path, content)
    except OSError as error:
        raise unwritable(path, "AUDITOR_FONTS", error, "请检查文件夹权限") from error
    forget_fonts()
    return FontFile(path.name, families)


def drop_font_file(folder: Path, name: str) -> None:
    """Take a font file out of the folder; raise `BadInput` where there is none of that name."""
    if name not in {file.name for file in list_font_files(folder)}:
        raise BadInput.one("字体", "", f"没有“{name[:60]}”这个字体文件", "请刷新页面后重试")
    try:
        (folder / name).unlink()
    except OSError as error:
        raise unwritable(folder / name, "AUDITOR_FONTS", error, "请检查文件夹权限") from error
    forget_fonts()


def _families(path: Path) -> tuple[str, ...]:
    """The families in one file; none where it is no font."""
    if not pdf_engine_is_installed():
        return ()
    import typst

    with tempfile.TemporaryDirectory(prefix="auditor-") as place:
        (Path(place) / path.name).symlink_to(path.resolve())
        found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[place]).fonts()
    return tuple(sorted({font.family for font in found}))
