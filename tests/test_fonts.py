"""Faces: the office's folder before the system, the system before what is shipped; the shipped subsets themselves."""

from pathlib import Path

import pytest
from fontTools import subset
from fontTools.ttLib import TTFont
from glyphs import page_glyphs
from papers import CREATED, make_document, paragraph

from auditor.base.resources import shipped
from auditor.documents import fonts
from auditor.documents.fonts import FaceRole, FaceSource, choose_faces
from auditor.documents.pdf import print_pdf

FOLDER = shipped("templates", "fonts")
RARE = "堌鄠埇甪栒珺喆堃祎赟①⑳℃㎡²³●★—“”…〔〕《》、。×÷㈠Ⅳ〓"


@pytest.fixture(scope="module")
def office_fonts(tmp_path_factory) -> Path:
    """A folder with a tiny face that calls itself 仿宋_GB2312 and one that calls itself 方正小标宋简体."""
    folder = tmp_path_factory.mktemp("fonts")
    for family, characters in (("FangSong_GB2312", "国家。"), ("FZXiaoBiaoSong-B05S", "标题")):
        with TTFont(FOLDER / "GWKai-Regular.ttf", lazy=True) as font:
            cutter = subset.Subsetter(subset.Options(name_IDs=[]))
            cutter.populate(text=characters)
            cutter.subset(font)
            for name_id, text in {1: family, 2: "Regular", 4: family, 6: family.replace("_", "-")}.items():
                font["name"].setName(text, name_id, 3, 1, 0x409)
            font.save(folder / f"{family}.ttf")
    return folder


def test_the_offices_own_folder_comes_first(office_fonts):
    faces = choose_faces(office_fonts)
    assert faces.of(FaceRole.BODY).family == "FangSong_GB2312"
    assert faces.of(FaceRole.BODY).source is FaceSource.OFFICE
    assert faces.of(FaceRole.TITLE).family == "FZXiaoBiaoSong-B05S"
    assert not [notice for notice in faces.notices if "仿宋" in notice or "小标宋" in notice]
    assert "仿宋：FangSong_GB2312（单位字体文件夹）" in faces.lines


def test_characters_the_offices_face_lacks_come_from_the_next_one(office_fonts):
    document = make_document(body=(paragraph("国家堌。"),), annexes=())
    content = print_pdf(document, created=CREATED, faces=choose_faces(office_fonts)).content
    used = {glyph.text: glyph.font for page in page_glyphs(content) for glyph in page if glyph.size == 16}
    assert "FangSong" in used["国"]
    assert "FangSong" not in used["堌"]


def test_without_any_font_of_its_own_the_machine_gets_stand_ins_and_is_told(monkeypatch):
    monkeypatch.setattr(fonts, "_families", lambda folder: {})
    faces = choose_faces()
    assert {face.source for face in faces.chosen} == {FaceSource.SHIPPED}
    assert [face.role for face in faces.chosen] == list(FaceRole)
    assert any("未找到仿宋字体，正文以宋体代替" in notice for notice in faces.notices)
    assert faces.of(FaceRole.TITLE).weight == 700


def test_a_system_face_is_used_where_the_office_has_none(monkeypatch):
    found = {"SimHei": FaceSource.SYSTEM, "KaiTi": FaceSource.SYSTEM, "FangSong": FaceSource.SYSTEM}
    monkeypatch.setattr(fonts, "_families", lambda folder: {**found, "STFangsong": FaceSource.OFFICE})
    faces = choose_faces()
    assert faces.of(FaceRole.HEADING).families == ("SimHei", "GW Hei")
    assert faces.of(FaceRole.SUBHEADING).source is FaceSource.SYSTEM
    assert faces.of(FaceRole.BODY).families == ("STFangsong", "FangSong", "GW Song")


def test_a_folder_that_does_not_exist_is_as_good_as_none(tmp_path):
    missing = choose_faces(tmp_path / "没有")
    assert [face.families for face in missing.chosen] == [face.families for face in choose_faces().chosen]


def test_without_the_engine_the_choice_still_answers(monkeypatch):
    monkeypatch.setattr(fonts, "pdf_engine_is_installed", lambda: False)
    assert {face.source for face in choose_faces().chosen} == {FaceSource.SHIPPED}


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.ttf")), ids=lambda path: path.stem)
def test_each_shipped_face_has_gb2312_rare_names_and_symbols(file):
    with TTFont(file, lazy=True) as font:
        covered = font.getBestCmap()
    gb2312 = [
        bytes((row, cell)).decode("gb2312", errors="ignore") for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF)
    ]
    assert sum(bool(character) for character in gb2312) == 6763
    assert not [character for character in gb2312 if character and ord(character) not in covered]
    assert not [character for character in RARE if ord(character) not in covered]
    assert sum(0x3400 <= code <= 0x9FFF or code > 0x20000 for code in covered) >= 8105


def test_at_most_four_faces_are_shipped_under_names_of_their_own_with_their_licences():
    files = sorted(FOLDER.glob("*.ttf"))
    assert len(files) == 4
    assert sum(file.stat().st_size for file in files) < 16_000_000
    for file in files:
        with TTFont(file, lazy=True) as font:
            names = font["name"]
        shown = [names.getDebugName(number) for number in (1, 3, 4, 6)]
        assert all(name.startswith("GW") for name in shown)
        assert not [name for name in shown if "LXGW" in name or "霞鹜" in name or "Source" in name or "Noto" in name]
        assert "Open Font License" in names.getDebugName(13)
    licences = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("OFL-*.txt"))
    assert licences.count("SIL OPEN FONT LICENSE Version 1.1") == 3
    assert all(file.name in licences for file in files)
