"""The office's own table, uploaded in the browser: shown as it was understood, saved only then, never trusted."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest
from httpx import Response
from web_office import COUNTY, Browser, Office, office, token_of

from auditor.base.terms import Role
from auditor.county.model import County, load_county


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path) as opened:
        yield opened


def saved(desk: Office) -> County:
    return load_county(desk.folder / "qingyuan.toml")


def table_bytes(rows: list[list[object]], links: Mapping[str, str] | None = None, merged: Sequence[str] = ()) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for cell, link in (links or {}).items():
        sheet[cell].hyperlink = link
    for cells in merged:
        sheet.merge_cells(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


OWN = table_bytes(
    [
        ["清源县栏目责任表"],
        ["序号", "栏目名称", "责任单位", "网址", "经办人"],
        [1, "招标公告", "住建局", "点击查看", "甲"],
        [2, "保障性住房", None, "点击查看", "乙"],
        [3, "工作动态", "柏树镇", "/bsz/", None],
        ["合计", 3, None, None, None],
    ],
    {"D3": f"{COUNTY.county.home}zbgg/", "D4": f"{COUNTY.county.home}bzf/"},
    ["A1:E1", "C3:C4"],
)


def send_file(browser: Browser, path: str, content: bytes, file: str = "责任表.xlsx", **fields: str) -> Response:
    form = browser.get("/account").text
    page = browser.get(path.replace("upload", "paste") if path.startswith("/county") else "/new").text
    seen = re.search(r'name="seen" value="([^"]*)"', page)
    data = {"token": token_of(form), "seen": seen[1] if seen else "", **fields}
    return browser.client.post(path, data=data, files={"file": (file, content, "application/octet-stream")})


def hidden_of(page: str) -> dict[str, str]:
    form = page.split('name="sure"')[0].rsplit("<form", 1)[1]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))


def test_an_uploaded_table_is_shown_cell_by_cell_before_it_is_saved(desk: Office):
    signer = desk.browser("王芳", Role.SIGNER)
    answer = send_file(signer, "/county/清源县/upload", OWN)
    assert answer.status_code == 200, answer.text[-900:]
    page = answer.text
    assert "还没有保存" in page
    assert "新增3个、修改0个" in page
    for told in (
        "认作栏目清单",
        "未用到",
        "合计行",
        "3行导入",
        "1行没有导入",
        "原为：点击查看",
        f"{COUNTY.county.home}bzf/",
        "柏树镇列入“乡镇”",
    ):
        assert told in page, told
    assert saved(desk).column == COUNTY.column
    assert desk.store.people.list_activity(1)[0].action != "上传表格 责任表.xlsx"
    fields = {**hidden_of(page), "sure": "yes"}
    assert fields["filename"] == "责任表.xlsx"
    assert signer.send("/county/清源县/paste", **fields).status_code == 303
    county = saved(desk)
    new = {column.name: column for column in county.column[3:]}
    assert {name: column.unit for name, column in new.items()} == {
        "招标公告": "住建局",
        "保障性住房": "住建局",
        "工作动态": "柏树镇",
    }
    assert county.address_of(new["保障性住房"]) == f"{COUNTY.county.home}bzf/"
    assert desk.store.people.list_activity(1)[0].action == "上传表格 责任表.xlsx"


def test_a_row_that_is_wrong_is_told_beside_it_and_the_others_are_taken_once_that_is_agreed_to(desk: Office):
    table = table_bytes(
        [
            ["栏目名称", "责任单位", "网址", "应更新季度"],
            ["招标公告", "住建局", f"{COUNTY.county.home}zbgg/", None],
            ["保障性住房", "住建局", None, None],
            ["工作动态", "柏树镇", f"{COUNTY.county.home}bsz/", "第七季度"],
            ["环境监测", "环保局", f"{COUNTY.county.home}hj/", None],
        ]
    )
    signer = desk.browser("王芳", Role.SIGNER)
    answer = send_file(signer, "/county/清源县/upload", table)
    assert answer.status_code == 200
    assert "有2行要改正" in answer.text
    assert "新增2个" in answer.text
    rows = {
        name: row
        for row in answer.text.split("<tr")[2:]
        for name in ("招标公告", "保障性住房", "工作动态")
        if name in row
    }
    assert "须改正" in rows["保障性住房"]
    assert "第七季度”无法识别" in rows["工作动态"]
    assert "须改正" not in rows["招标公告"]
    fields = hidden_of(answer.text)
    assert signer.send("/county/清源县/paste", **fields, sure="yes").status_code == 200, "agreed to a whole table only"
    assert saved(desk).column == COUNTY.column
    assert signer.send("/county/清源县/paste", **fields, sure="part").status_code == 303
    assert [column.name for column in saved(desk).column[len(COUNTY.column) :]] == ["招标公告", "环境监测"]


def test_what_is_wrong_with_the_whole_table_is_no_rows_fault(desk: Office):
    table = table_bytes([["栏目名称", "责任单位", "网址"], ["招标公告", "住建局", "点击查看"]])
    answer = send_file(desk.browser("王芳", Role.SIGNER), "/county/清源县/upload", table)
    assert answer.status_code == 422
    assert "没有保存" in answer.text
    assert "补上县名" not in answer.text


def test_an_uploaded_table_over_a_file_that_changed_meanwhile_is_shown_anew(desk: Office):
    signer = desk.browser("王芳", Role.SIGNER)
    fields = {**hidden_of(send_file(signer, "/county/清源县/upload", OWN).text), "sure": "yes"}
    path = desk.folder / "qingyuan.toml"
    path.write_text(path.read_text(encoding="utf-8") + "# 改过\n", encoding="utf-8")
    answer = signer.send("/county/清源县/paste", **fields)
    assert answer.status_code == 409
    assert "已被别处修改" in answer.text
    assert saved(desk).column == COUNTY.column
    assert signer.send("/county/清源县/paste", **{**hidden_of(answer.text), "sure": "yes"}).status_code == 303


def test_a_new_county_comes_from_an_uploaded_table(desk: Office):
    signer = desk.browser("王芳", Role.SIGNER)
    answer = send_file(signer, "/new/upload", OWN)
    assert "将新建“清源县”" in answer.text, "by the title above the table"
    assert signer.send("/new", **{**hidden_of(answer.text), "sure": "yes"}).status_code == 409
    answer = send_file(signer, "/new/upload", OWN, name="表县")
    assert "将新建“表县”" in answer.text
    assert signer.send("/new", **{**hidden_of(answer.text), "sure": "yes"}).status_code == 303
    assert "表县" in signer.read("/")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("表.xls", b"\xd0\xcf\x11\xe0" + b"0" * 600, "旧版 .xls、.et 表格"),
        ("表.xlsx", b"PK\x03\x04" + b"0" * 600, "已损坏"),
        ("表.csv", "栏目,责任单位,网址\n招标,住建局,点击查看\n".encode("gb18030"), "“点击查看”不是网址"),
        ("", b"", "没有选择文件"),
        ("空.xlsx", b"", "文件是空的"),
    ],
)
def test_an_upload_that_cannot_be_read_says_why(desk: Office, name: str, content: bytes, told: str):
    signer = desk.browser("王芳", Role.SIGNER)
    answer = send_file(signer, "/county/清源县/upload", content, file=name)
    assert answer.status_code == 422
    assert told in answer.text
    assert saved(desk).column == COUNTY.column


def test_an_upload_is_taken_from_signers_pages_only_and_bounded(desk: Office):
    signer = desk.browser("王芳", Role.SIGNER)
    path = "/county/清源县/upload"
    assert send_file(desk.browser("赵敏", Role.READER), path, OWN).status_code == 403
    assert send_file(desk.browser("李明", Role.REVIEWER), path, OWN).status_code == 403
    assert send_file(signer, path, b"x" * 3_100_000).status_code == 413
    for token in ("x" * 64, ""):
        answer = signer.client.post(path, data={"token": token}, files={"file": ("a.xlsx", OWN)})
        assert answer.status_code == 403
    answer = signer.client.post(path, data={"token": "x"})
    assert answer.status_code == 403, "another kind of form"
    token = token_of(signer.read("/account"))
    part = f'--XX\r\nContent-Disposition: form-data; name="token"\r\n\r\n{token}\r\n'
    for codec in ("punycode", "utf-7", "undefined", "zip"):
        kind = f"multipart/form-data; boundary=XX; charset={codec}"
        answer = signer.client.post(path, content=part.encode(), headers={"content-type": kind})
        assert answer.status_code == 422, "cut off"
        whole = (part + "--XX--\r\n").encode()
        assert signer.client.post(path, content=whole, headers={"content-type": kind}).status_code == 422, "no file"
    for kind in ("multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=" + "x" * 99):
        assert signer.client.post(path, content=part.encode(), headers={"content-type": kind}).status_code == 403
    many = "".join(f'--XX\r\nContent-Disposition: form-data; name="f{n}"\r\n\r\n1\r\n' for n in range(50))
    kind = "multipart/form-data; boundary=XX"
    assert (
        signer.client.post(path, content=f"{part}{many}--XX--\r\n".encode(), headers={"content-type": kind}).status_code
        == 422
    )
    hidden = {"filename": "a.xlsx", "file": "不是base64!", "sure": "yes"}
    assert signer.send("/county/清源县/paste", **hidden).status_code == 422
