from pathlib import Path

import pytest

from auditor.base.chinese import within
from auditor.base.errors import BadInput
from auditor.documents.wording import AnnexWording, Wording, render_wording, wording_file


def render(folder: Path, text: str, **variables: object) -> Wording:
    (folder / wording_file("circular")).write_text(text, encoding="utf-8")
    return render_wording(variables, folder)


def fault(folder: Path, text: str, **variables: object) -> str:
    with pytest.raises(BadInput) as caught:
        render(folder, text, **variables)
    return str(caught.value)


def test_one_line_is_one_paragraph_with_the_style_of_its_mark(tmp_path: Path) -> None:
    wording = render(tmp_path, "# 一、甲\n## （一）乙\n### 1.丙\n> 丁\n戊**己**庚\n\n辛\n")
    assert [(p.style, p.text) for p in wording.body] == [
        ("heading1", "一、甲"),
        ("heading2", "（一）乙"),
        ("heading3", "1.丙"),
        ("note", "丁"),
        ("body", "戊己庚"),
        ("body", "辛"),
    ]
    assert [(span.text, span.bold) for span in wording.body[4].spans] == [("戊", False), ("己", True), ("庚", False)]


@pytest.mark.parametrize(
    "value",
    ["# 标题", "## 标题", "> 注", "@标题 新标题", "**粗**", "{{ x }}", "{% raw %}", "甲\n# 乙", "*", "#"]
    + [f"{mark}公司" for mark in "=+-|~<`!>@#*"]
    + ["- 一", "+86", "=SUM(A1)", "<b>", "|甲|乙|", "---", "~~~", "=-+"],
)
def test_a_value_never_becomes_a_mark(tmp_path: Path, value: str) -> None:
    wording = render(tmp_path, "{{ value }}\n单位{{ value }}后\n", value=value)
    assert [p.style for p in wording.body] == ["body", "body"]
    assert wording.body[0].text == " ".join(value.split())
    assert not any(span.bold for p in wording.body for span in p.spans)


def test_a_value_keeps_its_signs_in_fields_and_their_keys(tmp_path: Path) -> None:
    wording = render(
        tmp_path, "@标题 {{ v }}\n@列({{ v }}) {{ v }}\n@附件 {{ v }}\n@注 {{ v }}\n# {{ v }}\n", v="=-a|~<b"
    )
    assert wording.line("标题") == wording.line("列", "=-a|~<b") == "=-a|~<b"
    assert wording.annexes == [AnnexWording("=-a|~<b", ("=-a|~<b",))]
    assert wording.body[0].text == "=-a|~<b"


def test_a_value_inside_a_macro_keeps_its_marks_as_text(tmp_path: Path) -> None:
    wording = render(tmp_path, "{% macro m(x) %}<{{ x }}>{% endmacro %}\n前{{ m(value) }}\n", value="*#>@\\*")
    assert wording.body[0].text == "前<*#>@\\*>"


def test_control_characters_and_line_breaks_of_values_are_dropped(tmp_path: Path) -> None:
    wording = render(tmp_path, "甲{{ value }}乙\n", value="\x00一\r\n二\x0b\u202e三\ud800")
    assert wording.body[0].text == "甲一 二三乙"


def test_a_tag_at_the_end_of_a_line_does_not_join_two_paragraphs(tmp_path: Path) -> None:
    text = "甲{% if yes %}乙{% endif %}\n{% if yes %}丙{% endif %}\n{% if yes %}\n丁\n{% endif %}\n"
    assert [p.text for p in render(tmp_path, text, yes=True).body] == ["甲乙", "丙", "丁"]


def test_fields_are_read_with_and_without_keys(tmp_path: Path) -> None:
    wording = render(tmp_path, "@标题 关于*号的通报\n@列(seq) 序号\n@词（total） 合计\n@附注\n")
    assert wording.line("标题") == "关于*号的通报"
    assert (wording.line("列", "seq"), wording.line("词", "total")) == ("序号", "合计")
    assert wording.line("抄送机关", required=False) == ""


def test_annex_fields_belong_to_the_annex_above_them(tmp_path: Path) -> None:
    wording = render(tmp_path, "@附件 甲表\n@合计备注 二个未计\n@注 注一\n@注 注二\n@附件 乙表\n")
    first, second = wording.annexes
    assert (first.title, first.total_remark, first.notes) == ("甲表", "二个未计", ("注一", "注二"))
    assert (second.title, second.total_remark, second.notes) == ("乙表", "", ())


def test_an_undefined_name_names_file_line_and_text(tmp_path: Path) -> None:
    message = fault(tmp_path, "甲\n乙\n共{{ total }}条，{{ tolal }}条\n", total=3)
    assert "第3行" in message
    assert "共{{ total }}条，{{ tolal }}条" in message
    assert "tolal" in message
    assert str(tmp_path / wording_file("circular")) in message


def test_an_undefined_name_inside_a_loop_names_the_line_of_the_loop_body(tmp_path: Path) -> None:
    message = fault(tmp_path, "{% for x in xs %}\n{{ x }}\n{{ x.name }}\n{% endfor %}\n", xs=["甲"])
    assert "第3行" in message
    assert "{{ x.name }}" in message


def test_a_value_that_is_missing_is_an_error_and_not_the_word_none(tmp_path: Path) -> None:
    assert "第2行" in fault(tmp_path, "甲\n数量{{ count }}\n", count=None)


@pytest.mark.parametrize(
    ("text", "line", "quoted"),
    [
        ("甲\n\n一是**没有写完。\n", 3, "一是**没有写完。"),
        ("甲\n#没有空格\n", 2, "#没有空格"),
        ("甲\n#### 太深\n", 2, "#### 太深"),
        ("@标题 甲\n@标提 乙\n", 2, "@标提 乙"),
        ("@列 没有键\n", 1, "@列 没有键"),
        ("甲\n@注 没有附件\n", 2, "@注 没有附件"),
        ("{% if yes %}\n甲\n{% endif %}\n| 表格\n", 4, "| 表格"),
    ],
)
def test_a_broken_mark_is_quoted_with_its_line(tmp_path: Path, text: str, line: int, quoted: str) -> None:
    message = fault(tmp_path, text, yes=True)
    assert f"第{line}行" in message
    assert f"“{quoted}”" in message


def test_the_line_is_right_after_comments_and_long_tags(tmp_path: Path) -> None:
    text = '{# 说明\n第二行\n#}\n{% set names = {\n  "a": "甲",\n} %}\n甲\n{% if yes %}\n乙**\n{% endif %}\n'
    assert "第9行" in fault(tmp_path, text, yes=True)


@pytest.mark.parametrize("text", ["甲\n{% if x %}\n乙\n", "甲\n{{ x \n", "甲\n{% nonsense %}\n"])
def test_a_broken_tag_is_reported_with_file_and_line(tmp_path: Path, text: str) -> None:
    message = fault(tmp_path, text, x=1)
    assert "模板标签有误" in message
    assert "第" in message


def test_arithmetic_that_fails_is_reported_not_raised(tmp_path: Path) -> None:
    assert "第1行" in fault(tmp_path, "{{ a / b }}\n", a=1, b=0)


def test_the_file_must_be_utf8_and_may_have_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / wording_file("circular")).write_bytes("甲乙丙".encode("gb18030"))
    with pytest.raises(BadInput, match="UTF-8"):
        render_wording({}, tmp_path)
    (tmp_path / wording_file("circular")).write_bytes(b"\xef\xbb\xbf" + "# 甲\r\n乙\r\n".encode())
    assert [p.text for p in render_wording({}, tmp_path).body] == ["甲", "乙"]


def test_a_template_cannot_reach_into_the_program(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        render(tmp_path, "{{ ''.__class__.__mro__[1].__subclasses__() }}\n")


TOO_COSTLY = (
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
    "{% include 'circular.txt.j2' %}",
    "{% set n = n|default(90) - 1 %}{% for a in '甲乙' if n %}{% include 'circular.txt.j2' %}{% endfor %}",
    "{{ '甲' * 10000000000 }}",
    "{{ 10000000000 * '甲' }}",
    "{{ [1] * 10000000000 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ '甲'|center(10000000000) }}",
    "{{ '甲'.ljust(10000000000) }}",
    "{{ '甲'['zfill'](10000000000) }}",
    "{{ '甲'|attr('zfill')(10000000000) }}",
    "{{ '%10000000000d' % 1 }}",
    "{{ '%*d' % (10000000000, 1) }}",
    "{{ '%10000000000d'|format(1) }}",
    "{{ '{:10000000000}'.format(1) }}",
    "{{ '{:{w}}'.format(1, w=10000000000) }}",
    "{{ 1.5|round(10000000000) }}",
    "{{ [1]|batch(10000000000, 1)|list }}",
    "{{ '甲'|indent(10000000000, true) }}",
    "{{ lipsum(n=100000000) }}",
    "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "{% for a in range(99999) %}{% for b in range(99999) %}甲{% endfor %}{% endfor %}",
    "{% for a in [1, 2] recursive %}{{ loop([1, 2]) }}{% endfor %}",
    "{% for a in range(99999) %}" + "甲" * 50_000 + "{% endfor %}",
    "{% set n = namespace(x='甲') %}{% for a in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}{{ n.x }}",
    "{% set n = namespace(x='甲') %}{% for a in range(60) %}{% set n.x = n.x + n.x %}{% endfor %}{{ n.x }}",
    "{% set n = namespace(x='甲') %}{% for a in range(60) %}{% set n.x = n.x|replace('', n.x) %}{% endfor %}",
    "{% set n = namespace(x='甲') %}{% for a in range(60) %}{% set n.x = n.x.replace('', n.x) %}{% endfor %}",
    "{% set n = namespace(x='甲') %}{% for a in range(60) %}{% set n.x = n.x.join([n.x, n.x]) %}{% endfor %}",
    "{% set n = namespace(x=[1]) %}{% for a in range(60) %}{% set n.x = [n.x, n.x] %}{% endfor %}{{ n.x }}",
    "{% set n = namespace(x=(1, 2)) %}{% for a in range(60) %}{% set n.x = (n.x, n.x) %}{% endfor %}{{ n.x }}",
    "{% set n = namespace(x=9) %}{% for a in range(60) %}{% set n.x = n.x * n.x %}{% endfor %}{{ n.x }}",
    "".join(f"{{% set x{n + 1} %}}{{{{ x{n} }}}}{{{{ x{n} }}}}{{% endset %}}" for n in range(60)),
    "{{ " + "(" * 5_000 + "1" + ")" * 5_000 + " }}",
    "{% if 1 %}" * 300 + "甲" + "{% endif %}" * 300,
)


@pytest.mark.parametrize("text", TOO_COSTLY, ids=lambda text: text[:50])
def test_a_template_that_eats_time_or_memory_is_told_with_its_file(tmp_path: Path, text: str) -> None:
    message = fault(tmp_path, text + "\n", x0="甲甲")
    assert str(tmp_path / wording_file("circular")) in message
    assert "无法生成文稿" in message or "模板标签有误" in message or "不存在的名称" in message


def test_what_an_office_may_need_is_not_costly(tmp_path: Path) -> None:
    text = (
        "{% set n = namespace(sum=0) %}{% for one in names %}{% set n.sum = n.sum + loop.index * 2 %}"
        "{{ loop.length }}{{ one.replace('局', '办') }}{{ '、' if not loop.last }}{% endfor %}\n"
        "{{ n.sum }}，{{ names|join('、') }}，{{ '、'.join(names) }}，{{ '%.1f%%' % 12.34 }}，"
        "{{ '{:.1f}'.format(1.25) }}\n"
        "{{ (100 / 3)|round(2) }}，{{ '%s' | format(names[0]) }}，{{ '局长'|replace('长', '') }}"
        "{{ 'a' ~ 1 ~ names[0] }}\n"
        "{% for a, b in [('甲', 1), ('乙', 2)] %}{{ a }}{{ b }}{% endfor %}"
        "{{ {'x': names[0]}['x'] }}{{ [names[0], 1][0] }}\n"
    )
    body = render(tmp_path, text, names=["财政局", "发改局"]).body
    assert [paragraph.text for paragraph in body] == [
        "2财政办、2发改办",
        "6，财政局、发改局，财政局、发改局，12.3%，1.2",
        "33.33，财政局，局a1财政局",
        "甲1乙2财政局财政局",
    ]
    many = render(tmp_path, "{% for one in names %}{{ one }}、{% endfor %}\n", names=["发展和改革局"] * 20_000)
    assert len(many.body[0].text) == 140_000


def test_a_missing_field_is_named_with_its_cure(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="@标题"):
        render(tmp_path, "甲\n").line("标题")


def test_the_office_folder_wins_and_a_folder_without_the_file_falls_back(tmp_path: Path) -> None:
    assert render(tmp_path, "本单位文稿\n").path == str(tmp_path / wording_file("circular"))
    empty = tmp_path / "空"
    empty.mkdir()
    with pytest.raises(BadInput) as caught:
        render_wording({}, empty)
    assert str(tmp_path) not in str(caught.value)


@pytest.mark.parametrize(
    ("sentence", "limit", "kept"),
    [
        ("甲局有1件信息逾期公开，最长55个工作日", 30, "甲局有1件信息逾期公开，最长55个工作日"),
        ("甲局有1件信息逾期公开，如《甲，乙》（1月形成，3月发布）", 20, "甲局有1件信息逾期公开，如《甲，乙》"),
        ("甲局有1件信息逾期公开，如《关于某事项的公告》（1月形成）", 18, "甲局有1件信息逾期公开"),
        (
            f"如《关于印发{'某县' * 20}办法的通知》标注1月6日，2月18日核查时尚未出现，2月21日首次见到",
            70,
            f"如《关于印发{'某县' * 16}某…》标注1月6日，2月18日核查时尚未出现，2月21日首次见到",
        ),
        ("甲" * 30, 10, "甲" * 9 + "…"),
    ],
)
def test_a_long_sentence_loses_whole_clauses(sentence: str, limit: int, kept: str) -> None:
    assert within(sentence, limit) == kept
