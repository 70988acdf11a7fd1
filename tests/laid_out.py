"""Papers as LibreOffice and Chromium lay them out, in the shipped faces under the official ones' names."""

import os
import subprocess
from pathlib import Path

from needs import needs, needs_office

from auditor.base.resources import shipped

_FACES = {
    "GW Song": ("仿宋_GB2312", "仿宋", "FangSong", "宋体", "SimSun", "serif"),
    "GW Kai": ("楷体_GB2312", "楷体", "KaiTi"),
    "GW Hei": ("黑体", "SimHei", "sans-serif"),
}
_TITLES = ("方正小标宋简体", "方正小标宋_GBK")
"""What stands for the official faces: the same widths for Chinese characters, digits a little wider."""


def as_pdf_by_office(path: Path, folder: Path) -> bytes:
    """A Word file printed by LibreOffice."""
    command = [needs_office(), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", folder / "office", path]
    subprocess.run(command, check=True, capture_output=True, timeout=180, env=_with_faces(folder))
    return (folder / "office" / f"{path.stem}.pdf").read_bytes()


def as_pdf_by_browser(path: Path, folder: Path, latin: str = "GW Song") -> bytes:
    """A web page printed by Chromium; ``latin`` is the face that stands for Times New Roman."""
    printed = folder / f"{path.stem}-page.pdf"
    command = [needs("chromium"), "--headless", "--no-sandbox", f"--user-data-dir={folder / 'browser'}"]
    command += ["--no-pdf-header-footer", f"--print-to-pdf={printed}", path.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120, env=_with_faces(folder, latin))
    return printed.read_bytes()


def _with_faces(folder: Path, latin: str = "GW Song") -> dict[str, str]:
    """An environment in which the official faces are there."""
    same = '<edit name="family" mode="assign" binding="strong"><string>{}</string></edit>'
    weight = '<edit name="weight" mode="assign" binding="strong"><const>bold</const></edit>'
    rules = [
        f'<match target="pattern"><test name="family"><string>{name}</string></test>{edits}</match>'
        for face, names in (*_FACES.items(), (latin, ("Times New Roman",)), ("GW Song", _TITLES))
        for name in names
        for edits in (same.format(face) + (weight if names is _TITLES else ""),)
    ]
    configuration = folder / "fonts.conf"
    cache = f"<cachedir>{folder / 'fontcache'}</cachedir>"
    fonts = f"<dir>{shipped('templates', 'fonts')}</dir><dir>/usr/share/fonts</dir>"
    configuration.write_text(f"<?xml version='1.0'?><fontconfig>{fonts}{cache}{''.join(rules)}</fontconfig>", "utf-8")
    return {**os.environ, "FONTCONFIG_FILE": str(configuration)}
