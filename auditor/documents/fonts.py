"""Which face each role of a circular gets: the office's own font folder, then the system, then the shipped subset.

GB/T 9704-2012 names the faces (7.1 and following): 3号仿宋 for the text, 2号小标宋 for the title, 黑体 and 楷体 for the
headings, 宋体 for the page number. The proprietary ones cannot be shipped; where the machine has none, a shipped face
stands in and a notice says so.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.base.resources import shipped
from auditor.base.terms import Labelled
from auditor.documents.words import WORDS

if TYPE_CHECKING:
    import typst


class FaceRole(Labelled):
    """What a face is used for in a circular."""

    BODY = "fangsong"
    TITLE = "xiaobiaosong"
    HEADING = "hei"
    SUBHEADING = "kai"
    PAGE_NUMBER = "song"


class FaceSource(Labelled):
    """Where a face was found."""

    OFFICE = "office"
    SYSTEM = "system"
    SHIPPED = "shipped"


@dataclass(frozen=True, slots=True)
class Face:
    """The face of one role.

    ``families`` are tried in order, character by character; the last is always shipped. ``notice`` is empty, or a
    Chinese sentence about the stand-in.
    """

    role: FaceRole
    families: tuple[str, ...]
    weight: int
    source: FaceSource
    notice: str = ""

    @property
    def family(self) -> str:
        """The family that is used."""
        return self.families[0]


@dataclass(frozen=True, slots=True)
class Faces:
    """The faces of all roles, and the folder they were looked for in before the system's."""

    chosen: tuple[Face, ...]
    fonts_dir: Path | None = None

    def of(self, role: FaceRole) -> Face:
        """The face of one role."""
        return next(face for face in self.chosen if face.role is role)

    @property
    def notices(self) -> tuple[str, ...]:
        """What the office should know about stand-ins, one sentence each."""
        return tuple(face.notice for face in self.chosen if face.notice)

    @property
    def lines(self) -> tuple[str, ...]:
        """One line a role, for ``doctor`` and the summary of a run."""
        return tuple(
            f"{face.role.label}：{WORDS.fonts.shipped.get(face.family, face.family)}（{face.source.label}）"
            for face in self.chosen
        )


@dataclass(frozen=True, slots=True)
class _FaceRequest:
    """One role's families in order of preference, as beginnings of their plain names, and the shipped stand-in."""

    role: FaceRole
    beginnings: tuple[str, ...]
    stand_in: str
    stand_in_weight: int = 400
    notice: str = ""


_WISHES = (
    _FaceRequest(
        FaceRole.BODY,
        (
            *("fangsonggb2312", "仿宋gb2312", "fangsong", "仿宋", "stfangsong", "华文仿宋"),
            *("fzfangsong", "方正仿宋", "zhuquefangsong", "朱雀仿宋", "fandolfang"),
        ),
        "GW Song",
        notice=WORDS.fonts.no_body,
    ),
    _FaceRequest(
        FaceRole.TITLE,
        ("fzxiaobiaosong", "方正小标宋", "xiaobiaosong", "小标宋", "stzhongsong", "华文中宋"),
        "GW Song",
        700,
        WORDS.fonts.no_title,
    ),
    _FaceRequest(FaceRole.HEADING, ("simhei", "黑体", "stheiti", "heitisc", "华文黑体", "fzhei", "方正黑体"), "GW Hei"),
    _FaceRequest(
        FaceRole.SUBHEADING,
        ("kaitigb2312", "楷体gb2312", "kaiti", "simkai", "楷体", "stkaiti", "华文楷体", "fzkai", "方正楷体"),
        "GW Kai",
    ),
    _FaceRequest(FaceRole.PAGE_NUMBER, ("simsun", "宋体", "stsong", "songtisc", "华文宋体", "fzshusong"), "GW Song"),
)


def pdf_engine_is_installed() -> bool:
    """Whether the PDF engine has a build for this machine (LoongArch and 32-bit Windows have none)."""
    return find_spec("typst") is not None


def choose_faces(fonts_dir: Path | None = None) -> Faces:
    """Choose a face for every role; where the PDF engine is missing, the shipped ones (nothing can be looked up)."""
    found = _families(fonts_dir) if pdf_engine_is_installed() else {}
    return Faces(tuple(_choose(wish, found) for wish in _WISHES), fonts_dir)


@lru_cache(maxsize=8)
def load_fonts(fonts_dir: Path | None) -> "typst.Fonts":
    """The fonts of the office's folder, the machine and the program, scanned once per folder."""
    import typst

    folders = [folder for folder in (fonts_dir, shipped("templates", "fonts")) if folder is not None]
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=folders)


@lru_cache(maxsize=8)
def _families(fonts_dir: Path | None) -> dict[str, FaceSource]:
    """Every family that is not shipped, and where it is: the office's folder before the system."""
    own, office = shipped("templates", "fonts").resolve(), fonts_dir.resolve() if fonts_dir else None
    found: dict[str, FaceSource] = {}
    for font in load_fonts(fonts_dir).fonts():
        path = Path(font.path or "").resolve()
        if own in path.parents:
            continue
        if office and office in path.parents:
            found[font.family] = FaceSource.OFFICE
        else:
            found.setdefault(font.family, FaceSource.SYSTEM)
    return dict(sorted(found.items(), key=lambda pair: (list(FaceSource).index(pair[1]), pair[0])))


def forget_fonts() -> None:
    """Have the folders looked through again: files were put in or taken out."""
    load_fonts.cache_clear()
    _families.cache_clear()


def _choose(wish: _FaceRequest, found: dict[str, FaceSource]) -> Face:
    fitting = [
        family
        for source in (FaceSource.OFFICE, FaceSource.SYSTEM)
        for beginning in wish.beginnings
        for family, where in found.items()
        if where is source and _plain(family).startswith(beginning)
    ]
    families = tuple(dict.fromkeys([*fitting, wish.stand_in]))
    source = found.get(families[0], FaceSource.SHIPPED)
    if source is FaceSource.SHIPPED:
        return Face(wish.role, families, wish.stand_in_weight, source, wish.notice)
    return Face(wish.role, families, 400, source)


def _plain(family: str) -> str:
    return re.sub(r"[\s_-]+", "", family).lower()
