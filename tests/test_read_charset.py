"""Pages come back as the text they were, whatever their labels say."""

import time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from auditor.read.charset import decode

COMMON = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说"
    "产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使"
    "点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明"
    "看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料"
    "象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指"
    "几九区强放决西被干做必战先回则任取完举色权今南研究办法通知公告县政府"
)
TRADITIONAL = (
    "關於開展農村環境整治工作的通知縣政府辦公室為進一步做好有關事項請各單位認真執行臺灣同胞權益保護國"
    "務院發布辦法電話號碼會議時間"
)
RUNS = st.text(alphabet=COMMON, min_size=1, max_size=12)
CHARSETS = {"utf-8": "utf-8", "gbk": "gb18030", "gb2312": "gb18030", "gb18030": "gb18030"}


def markup(lines: list[str], label: str = "") -> str:
    meta = f'<meta charset="{label}">' if label else ""
    rows = "".join(f'<li><a href="/{n}.html">{line}</a><span>2020-03-05</span></li>' for n, line in enumerate(lines))
    return f"<html><head>{meta}<title>{lines[0]}</title></head><body><ul>{rows}</ul></body></html>"


@pytest.mark.parametrize("codec", CHARSETS)
@pytest.mark.parametrize("label", ["", "utf-8", "gb2312", "GBK", "big5", "iso-8859-1", "no-such"])
@settings(max_examples=40)
@given(lines=st.lists(RUNS, min_size=3, max_size=20))
def test_chinese_text_survives_any_label(codec: str, label: str, lines: list[str]) -> None:
    assume(len(set("".join(lines))) >= 12)
    text = markup(lines, label)
    read = decode(text.encode(codec))
    assert read.text == text
    assert read.charset == CHARSETS[codec]
    assert decode(text.encode(codec), f"text/html; charset={label}" if label else "").text == text


@pytest.mark.parametrize("label", ["", "big5", "utf-8", "gb2312"])
@settings(max_examples=40)
@given(lines=st.lists(st.text(alphabet=TRADITIONAL, min_size=4, max_size=14), min_size=4, max_size=12))
def test_big5_survives_any_label(label: str, lines: list[str]) -> None:
    text = markup(lines, label)
    read = decode(text.encode("big5"))
    assert (read.text, read.charset) == (text, "big5")


@settings(max_examples=40)
@given(lines=st.lists(st.text(alphabet=TRADITIONAL, min_size=4, max_size=14), min_size=4, max_size=12))
def test_traditional_text_in_gbk_is_no_big5(lines: list[str]) -> None:
    text = markup(lines)
    assert decode(text.encode("gbk")).text == text


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_marked_and_wide_pages_are_read(codec: str) -> None:
    text = markup(["关于公布预算的通知", "关于检查的通报"])
    read = decode(text.encode(codec), "text/html; charset=gb2312")
    assert read.text == text
    assert read.charset == ("utf-8" if codec == "utf-8-sig" else "utf-16")


def test_rare_characters_of_names_survive_a_gb2312_label() -> None:
    text = markup(["关于朱镕基、喆、㙍、𠮷等用字的通知", "关于瓩、堃的说明"], "gb2312")
    read = decode(text.encode("gb18030"), "text/html; charset=gb2312")
    assert read.text == text
    assert read.charset == "gb18030"


def test_labels_of_scripts_and_comments_are_not_the_pages() -> None:
    head = '<!-- <meta charset="big5"> --><script charset="big5" src="x.js"></script><link charset="big5" href="y">'
    text = f"<html><head>{head}</head><body>县政府</body></html>"
    assert decode(text.encode()).charset == "utf-8"
    assert decode(text.encode("gbk")).text == text


def test_a_late_meta_and_an_xml_declaration_are_seen() -> None:
    text = (
        "<html>"
        + "<!-- 版權 -->" * 60
        + "<meta http-equiv=Content-Type content='text/html; charset=big5'><p>縣政府辦公室通知公告"
    )
    assert decode(text.encode("big5")).charset == "big5"
    feed = "<?xml version='1.0' encoding='gb2312'?><t>县政府办公室通知公告</t>"
    assert decode(feed.encode("gbk")).charset == "gb18030"


def test_a_few_broken_bytes_do_not_change_the_charset() -> None:
    for codec in ("utf-8", "gbk"):
        whole = markup(["关于公布年度预算的通知", "关于开展检查的通报"] * 30, codec).encode(codec)
        cut = whole[:200] + b"\xff" + whole[200:]
        read = decode(cut)
        assert read.charset == CHARSETS[codec]
        assert read.text.count("\ufffd") == 1
        assert "关于开展检查的通报" in read.text


def test_a_page_cut_within_a_character_is_read() -> None:
    body = markup(["关于公布年度预算的通知"] * 5).encode()
    end = body.rindex("知".encode()) + 1
    assert decode(body[:end], "text/html; charset=utf-8").charset == "utf-8"


@pytest.mark.parametrize("text", ["", "<html><body>plain</body></html>", "<p>© 2020 café</p>"])
def test_latin_pages_are_read(text: str) -> None:
    assert decode(text.encode()).text == text
    assert decode(text.encode(), "text/html; charset=utf-8").text == text


def test_other_scripts_in_utf8_are_no_gb() -> None:
    text = "<p>ئۇيغۇر ئاپتونوم رايونلۇق خەلق ھۆكۈمىتى</p>"
    assert decode(text.encode()).text == text
    assert decode(text.encode(), "text/html; charset=utf-8").text == text


def test_an_ascii_page_keeps_its_label() -> None:
    assert decode(b"<html>ok</html>", "text/html; charset=gbk").charset == "gb18030"
    assert decode(b"<html>ok</html>").charset == "utf-8"


@pytest.mark.parametrize("word", ["联通", "通知", "公告", "财政", "县", "中国政府网"])
@pytest.mark.parametrize("codec", ["utf-8", "gbk"])
def test_one_word_is_enough_with_its_label(word: str, codec: str) -> None:
    assert decode(word.encode(codec), f"text/plain; charset={codec}").text == word


@settings(max_examples=40)
@given(st.binary(max_size=400), st.sampled_from(["", "utf-8", "gbk", "big5", "utf-16", "x", "charset=;;"]))
def test_any_bytes_give_a_text(body: bytes, label: str) -> None:
    read = decode(body, f"text/html; charset={label}")
    assert read.charset in ("utf-8", "gb18030", "big5", "utf-16")


@pytest.mark.alone
@pytest.mark.parametrize(
    "body",
    [
        b"\x81" * 2_000_000,
        b"\xe4\xb8\xad" * 500_000 + b"\xff",
        b"<meta " * 100_000,
        b"<!--" * 100_000,
        b"\xb9\xab0" * 500_000,
    ],
)
def test_large_and_odd_bodies_take_bounded_time(body: bytes) -> None:
    started = time.process_time()
    decode(body)
    assert time.process_time() - started < 2.0
