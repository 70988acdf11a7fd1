"""Rebuild the four faces beside this file from their upstream releases: ``make fonts`` or ``python build.py``.

Sources, fetched by the ordinary clients of their package registries (network needed, nothing else is):

======================  ===========================================  =======================================
file written            package                                      face in it
======================  ===========================================  =======================================
GWSong-Regular.ttf      npm ``@expo-google-fonts/noto-serif-sc``     Noto Serif SC Regular (OFL 1.1)
GWSong-Bold.ttf         the same                                     Noto Serif SC Bold (OFL 1.1)
GWHei-Medium.ttf        npm ``@expo-google-fonts/noto-sans-sc``      Noto Sans SC Medium (OFL 1.1)
GWKai-Regular.ttf       Debian ``fonts-lxgw-wenkai``                 LXGW WenKai Regular (OFL 1.1)
======================  ===========================================  =======================================

Characters kept: GB2312; the 8,105 characters of 通用规范汉字表 (国发〔2013〕23号), taken from the property
``kTGH`` of the Unihan database in the Debian package ``unicode-data``; and the punctuation and symbols below.

The subsets are modified versions under the OFL, so they carry names of their own ("GW" for 公文): "LXGW", "霞鹜" and
"Source" are reserved, and a name of our own never mixes with a full Noto that a machine has installed.
The same sources give the same bytes.
"""

import argparse
import bz2
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
NPM = ("@expo-google-fonts/noto-serif-sc@0.4.3", "@expo-google-fonts/noto-sans-sc@0.4.3")
DEBIAN = ("fonts-lxgw-wenkai", "unicode-data")
TGSCC_SIZE = 8105
KEPT_NAMES = (0, 5, 13, 14)
FEATURES = ["halt", "chws", "palt", "kern", "mark", "ccmp"]
RANGES = (
    (0x20, 0x7E),  # ASCII
    (0xA0, 0xFF),  # ² ³ ° × ÷ and Western names
    (0x2000, 0x200A),  # spaces of fixed width
    (0x2010, 0x2027),  # dashes, quotation marks, dots
    (0x2030, 0x203E),  # ‰ ′ ″ ※
    (0x2070, 0x209C),  # superior and inferior figures
    (0x20AC, 0x20AC),  # €
    (0x2100, 0x218B),  # ℃ № ℡ Ⅰ ⅰ ½
    (0x2190, 0x2199),  # arrows
    (0x2200, 0x2265),  # ± ≤ ≠ ≈ and the like
    (0x2460, 0x24FF),  # ① ⑳ ⑴ ⒈
    (0x25A0, 0x2606),  # ■ ● ★
    (0x2713, 0x2718),  # ✓ ✗
    (0x3000, 0x303F),  # 、 。 〔 〕 〇 〓
    (0x3220, 0x3247),  # ㈠
    (0x3280, 0x32B0),  # ㊀ ㊣
    (0x3380, 0x33DF),  # ㎡ ㎏
    (0xFE30, 0xFE4F),  # ︰ and the like
    (0xFF01, 0xFF5E),  # full-width forms
    (0xFFE0, 0xFFE6),  # ￥
)


@dataclass(frozen=True)
class Face:
    """One subset to write: where its source lies in the unpacked packages and how the result is named."""

    source: str
    family: str
    style: str
    file: str


FACES = (
    Face("400Regular/NotoSerifSC_400Regular.ttf", "GW Song", "Regular", "GWSong-Regular.ttf"),
    Face("700Bold/NotoSerifSC_700Bold.ttf", "GW Song", "Bold", "GWSong-Bold.ttf"),
    Face("500Medium/NotoSansSC_500Medium.ttf", "GW Hei", "Regular", "GWHei-Medium.ttf"),
    Face("lxgw-wenkai/LXGWWenKai-Regular.ttf", "GW Kai", "Regular", "GWKai-Regular.ttf"),
)


def main() -> None:
    """Fetch the packages (or take them from ``--sources``), cut the subsets, write them beside this file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=Path, help="folder that already holds the .tgz and .deb files")
    parser.add_argument("--out", type=Path, default=HERE)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        unpacked = unpack(options.sources or fetch(Path(scratch, "packages")), Path(scratch, "unpacked"))
        wanted = characters(one_file(unpacked, "Unihan_OtherMappings.txt.bz2"))
        for face in FACES:
            path = options.out / face.file
            glyphs = cut(one_file(unpacked, face.source), face, wanted, path)
            sys.stdout.write(f"{face.file}: {glyphs} glyphs, {path.stat().st_size / 1e6:.2f} MB\n")


def fetch(folder: Path) -> Path:
    """Download the packages with ``npm pack`` and ``apt-get download``."""
    folder.mkdir(parents=True)
    subprocess.run(["npm", "pack", "--silent", *NPM], cwd=folder, check=True)  # noqa: S603, S607 - fixed words
    subprocess.run(["apt-get", "download", "--quiet", *DEBIAN], cwd=folder, check=True)  # noqa: S603, S607
    return folder


def unpack(packages: Path, folder: Path) -> Path:
    """Unpack every package into a folder of its own."""
    for package in sorted(packages.iterdir()):
        target = folder / package.name
        target.mkdir(parents=True)
        if package.suffix == ".tgz":
            with tarfile.open(package) as archive:
                archive.extractall(target, filter="data")
        elif package.suffix == ".deb":
            subprocess.run(["dpkg-deb", "-x", package, target], check=True)  # noqa: S603, S607
    return folder


def one_file(folder: Path, ending: str) -> Path:
    """The one unpacked file whose path ends so."""
    found = [path for path in folder.rglob(ending.rsplit("/", 1)[-1]) if path.as_posix().endswith(ending)]
    if len(found) != 1:
        raise SystemExit(f"{ending}: expected one file, found {len(found)}")
    return found[0]


def characters(unihan: Path) -> set[int]:
    """The code points a circular may need."""
    lines = bz2.decompress(unihan.read_bytes()).decode().splitlines()
    tgscc = {int(line.split("\t")[0][2:], 16) for line in lines if "\tkTGH\t" in line}
    if len(tgscc) != TGSCC_SIZE:
        raise SystemExit(f"kTGH: expected {TGSCC_SIZE} characters, found {len(tgscc)}")
    ranges = {code for first, last in RANGES for code in range(first, last + 1)}
    return tgscc | set(gb2312()) | ranges


def gb2312() -> Iterable[int]:
    """The code points of GB2312, symbols included."""
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            text = bytes((row, cell)).decode("gb2312", errors="ignore")
            if text:
                yield ord(text)


def cut(source: Path, face: Face, wanted: set[int], target: Path) -> int:
    """Write one subset; return its number of glyphs."""
    options = subset.Options()
    options.layout_features = FEATURES
    options.hinting = False
    options.name_IDs = list(KEPT_NAMES)
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.drop_tables += ["STAT", "vhea", "vmtx", "VORG", "GlyphOrder"]
    font = subset.load_font(source, options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    rename(font, face)
    subset.save_font(font, target, options)
    return int(font["maxp"].numGlyphs)


def rename(font: TTFont, face: Face) -> None:
    """Give the subset its own name; copyright and licence records stay."""
    names = font["name"]
    full = f"{face.family} {face.style}"
    for name_id, text in {1: face.family, 2: face.style, 3: full, 4: full, 6: full.replace(" ", "")}.items():
        names.setName(text, name_id, 3, 1, 0x409)


if __name__ == "__main__":
    main()
