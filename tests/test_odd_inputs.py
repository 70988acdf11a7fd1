"""What a person may give by mistake: commands answer in Chinese with the exit code that fits, and never break."""

import os
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from portals import column, county

from auditor.base.errors import BadInput
from auditor.base.settings import clock_at
from auditor.cli import main
from auditor.county.writing import save_county
from auditor.read.families import read_family
from auditor.sheet import read_sheet
from auditor.sheet.export import export_sheet
from auditor.verify import verify_file

COUNTY = county([column("规划计划", "发改局")])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.toml"
    save_county(path, COUNTY)
    return path


def auditor(
    *words: object, encoding: str = "utf-8", shell: str = "", **more: object
) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a user does; ``shell`` is what stands after the command (a pipe, a closed stream)."""
    env = {**os.environ, "PYTHONIOENCODING": encoding, "AUDITOR_HOME": os.environ.get("TMPDIR", "/tmp") + "/nowhere"}
    line = 'exec 3>&1; "$@" ' + shell
    command = ["sh", "-c", line, "sh", sys.executable, "-m", "auditor", *map(str, words)]
    return subprocess.run(command, env=env, capture_output=True, timeout=120, check=False, **more)  # type: ignore[call-overload]


@pytest.mark.parametrize("encoding", ["cp936", "latin-1", "utf-16"])
def test_output_holds_every_character_whatever_the_stream(tmp_path: Path, encoding: str):
    page = tmp_path / "p.html"
    rows = "".join(
        f'<li><a href="/a/{n}.html">关于\U00031350镇的公告·é{n}</a><span>2020-03-0{n}</span></li>' for n in range(1, 8)
    )
    page.write_text(f"<meta charset=utf-8><ul>{rows}</ul>", encoding="utf-8")
    for words in (
        ("read", page, "--url", "http://a.test/"),
        ("read", page, "--json"),
        ("check", tmp_path / "没有.toml"),
    ):
        done = auditor(*words, encoding=encoding)
        assert done.returncode == (2 if "check" in words else 0), done.stderr[-600:]
        assert b"Traceback" not in done.stderr
        text = (done.stdout + done.stderr).decode("utf-8" if encoding == "latin-1" else encoding)
        assert "公告" in text or "\\u516c" in text or "找不到文件" in text


def test_a_reader_that_stops_reading_is_no_fault(file: Path):
    for shell in ("| true", ">&-", ">&- 2>&-", ">/dev/full"):
        done = auditor("check", file, shell=shell)
        assert b"Traceback" not in done.stderr, shell
        assert b"Exception" not in done.stderr, shell
        assert "程序内部错误".encode() not in done.stderr, shell
    assert "磁盘已满" in auditor("check", file, shell=">/dev/full").stderr.decode()


@pytest.mark.parametrize(
    "given", ["9999-12-31", "0001-01-01", "1989-01-01", "2300-01-01T00:00", "2020-02-30", "x", "9" * 50]
)
def test_a_pretended_time_out_of_all_reach_is_told(given: str):
    with pytest.raises(BadInput, match="--now"):
        clock_at(given)


def test_the_wrong_kind_of_file_is_told_by_what_it_is(tmp_path: Path, file: Path):
    sheet = tmp_path / "a.xlsx"
    with zipfile.ZipFile(sheet, "w") as archive:
        archive.writestr("x", "y")
    renamed = tmp_path / "b.toml"
    renamed.write_bytes(sheet.read_bytes())
    for path in (sheet, renamed):
        done = auditor("check", path)
        assert done.returncode == 2
        assert "auditor import" in done.stderr.decode()
        assert "UTF-8" not in done.stderr.decode()
    for address in ("www.example.gov.cn", "http://[::1"):
        done = auditor("discover", address, "-o", tmp_path / "new.toml")
        assert done.returncode == 2, address
        assert "https://" in done.stderr.decode()


ODD_WORDS = (
    ("read", "http://[::1"),
    ("read", "{page}", "--url", "http://[::1"),
    ("read", "/dev/zero"),
    ("read", "{folder}"),
    ("--db", "http://[::1", "audit", "{file}", "-q", "2020Q1"),
    ("--db", "postgresql://a:b/c", "audit", "{file}", "-q", "2020Q1"),
    ("import", "{sheet}", "-o", "x" * 300, "--name", "清源县", "--home", "http://a.test/"),
    ("discover", "http://exa mple/", "-o", "new.toml"),
    ("discover", "http://a>b.test/", "-o", "new.toml"),
    ("export", "{file}", "-o", "{file}"),
    ("export", "{file}", "-o", "{page}"),
    ("discover", "http://127.0.0.1:1/", "-o", "x" * 300, "--pages", "x"),
    ("check", "/dev/zero"),
    ("check", "x" * 300),
    ("audit", "{file}", "-q", "２０２０Q９"),
    ("--now", "9999-12-31", "audit", "{file}", "-q", "2020Q1"),
    ("crawl", "{file}", "--since", "2020-02-30"),
    ("serve", "{file}", "--host", "[::1"),
)


@pytest.mark.parametrize("words", ODD_WORDS, ids=lambda words: " ".join(words)[:50])
def test_odd_words_are_bad_input(
    tmp_path: Path, file: Path, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
):
    page, sheet = tmp_path / "p.html", tmp_path / "s.csv"
    page.write_text("<p>正文</p>", encoding="utf-8")
    sheet.write_text("栏目名称,责任单位,网址\n甲,乙局,/a/\n", encoding="utf-8")
    known = {"page": page, "sheet": sheet, "file": file, "folder": tmp_path}
    with pytest.raises(SystemExit) as ended:
        main(["--home", str(tmp_path / "home"), *(word.format(**known) for word in words)])
    told = capsys.readouterr().err
    assert ended.value.code == 2, told
    assert "程序内部错误" not in told


def test_faults_of_a_family_are_told_in_chinese(tmp_path: Path):
    path = tmp_path / "own.toml"
    whole = 'id = "own"\nname = "自己的"\n'
    for text in (
        "id = ", 'id = "Own"\nname = 1', whole + "x = 1", whole + "needed = 'a'", whole + "[[mark]]\naddress = '('",
        whole + "needed = " + "9" * 5_000, whole + "[[mark]]\nweight = 99", whole + whole, "x = " + "[" * 3_000,
    ):  # fmt: skip
        path.write_text(text, encoding="utf-8")
        with pytest.raises(BadInput) as caught:
            read_family(path)
        assert str(path) in str(caught.value)
        told = str(caught.value).replace(str(path), "").replace("rules/README.md", "").replace("TOML", "")
        assert not [word for word in told.replace("：", " ").split() if word.isascii() and len(word) > 14], told
        for english in (
            "should",
            "Input",
            "match",
            "Extra",
            "missing",
            "Value error",
            "Unclosed",
            "Cannot",
            "expected",
        ):
            assert english not in told


def damaged(content: bytes) -> list[bytes]:
    """A file with each of its structures bent in turn."""
    marks = (b"PK\x05\x06", b"PK\x01\x02", b"PK\x03\x04")
    found = [content[: len(content) // 2], content[:30], content + b"x" * 70_000, content[10:]]
    for mark in marks:
        at = content.find(mark)
        bends = [
            (at + offset, value) for offset in range(4, 46, 2) for value in (b"\xff\xff", b"\x00\x00", b"\x63\x00")
        ]
        found += [content[:place] + value + content[place + 2 :] for place, value in bends]
    return found


WORD = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
    "<w:t>关于2020年第一季度栏目更新情况的通报</w:t></w:r></w:p></w:body></w:document>"
)


def test_a_damaged_file_is_told_as_such(tmp_path: Path):
    word, sheet = tmp_path / "a.docx", tmp_path / "a.xlsx"
    with zipfile.ZipFile(word, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", WORD)
    export_sheet(COUNTY, sheet)
    for path, readers in ((word, (verify_file,)), (sheet, (verify_file, read_sheet))):
        for content in damaged(path.read_bytes()):
            path.write_bytes(content)
            for read in readers:
                with suppress(BadInput):  # some bends hurt nothing
                    read(path)
