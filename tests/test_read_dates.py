"""Every printed form of a date is read; nothing else is."""

import time as clock
from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.read.dates import EARLIEST, LATEST, find_dates, from_unix, parse_date, parse_datetime

DAY = date(2020, 3, 5)

DAYS = st.dates(min_value=EARLIEST, max_value=LATEST)
TIMES = st.times().map(lambda value: value.replace(microsecond=0))
HAN = "〇一二三四五六七八九"


def in_han(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens < 1 else "十" if tens == 1 else f"{HAN[tens]}十") + (HAN[ones] if ones else "")


def wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c.isdigit() or c in "-/.:" else c for c in text)


FORMS = {
    "dashes": lambda d: f"{d:%Y-%m-%d}",
    "short dashes": lambda d: f"{d.year}-{d.month}-{d.day}",
    "slashes": lambda d: f"{d.year}/{d.month}/{d.day}",
    "full slashes": lambda d: f"{d:%Y/%m/%d}",
    "dots": lambda d: f"{d.year}.{d.month}.{d.day}",
    "full dots": lambda d: f"{d:%Y.%m.%d}",
    "written": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "full written": lambda d: f"{d:%Y}年{d:%m}月{d:%d}日",
    "written with blanks": lambda d: f"{d.year} 年 {d.month} 月 {d.day} 日",
    "colloquial": lambda d: f"{d.year}年{d.month}月{d.day}号",
    "in one": lambda d: f"{d:%Y%m%d}",
    "bracketed": lambda d: f"[{d:%Y-%m-%d}]",
    "round brackets": lambda d: f"（{d:%Y-%m-%d}）",
    "wide": lambda d: wide(f"{d:%Y-%m-%d}"),
    "wide written": lambda d: wide(f"{d.year}年{d.month}月{d.day}日"),
    "numerals": lambda d: f"{''.join(HAN[int(c)] for c in str(d.year))}年{in_han(d.month)}月{in_han(d.day)}日",
    "numerals with circles": lambda d: (
        f"{''.join(HAN[int(c)] for c in str(d.year)).replace('〇', '○')}年{in_han(d.month)}月{in_han(d.day)}日"
    ),
    "labelled": lambda d: f"发布日期：{d:%Y-%m-%d} 浏览次数：123",
    "labelled in one": lambda d: f"发布日期：{d:%Y%m%d}",
    "spaced": lambda d: f"{d.year} - {d.month:02d} - {d.day:02d}",
    "middle dots": lambda d: f"{d:%Y·%m·%d}",
    "bullets": lambda d: f"发布时间：{d:%Y•%m•%d} 浏览：12",
    "long dashes": lambda d: f"{d:%Y—%m—%d}",
    "loose dots": lambda d: f"[{d.year} · {d.month} · {d.day}]",
    "unbroken hyphens": lambda d: f"{d:%Y‑%m‑%d}",
    "enumerated": lambda d: f"{d:%Y、%m、%d}",
    "written to the month": lambda d: f"{d.year}年{d.month}月{d.day:02d}",
    "hard blanks": lambda d: f"\xa0{d:%Y-%m-%d}\u3000",
}
TIMED = {
    "minutes": (lambda d, t: f"{d:%Y-%m-%d} {t:%H:%M}", False),
    "seconds": (lambda d, t: f"{d:%Y-%m-%d} {t:%H:%M:%S}", True),
    "fraction": (lambda d, t: f"{d:%Y-%m-%d} {t:%H:%M:%S}.0", True),
    "iso": (lambda d, t: f"{d:%Y-%m-%d}T{t:%H:%M:%S}", True),
    "iso with Beijing offset": (lambda d, t: f"{d:%Y-%m-%d}T{t:%H:%M:%S}+08:00", True),
    "slashes": (lambda d, t: f"{d.year}/{d.month}/{d.day} {t.hour}:{t:%M:%S}", True),
    "written": (lambda d, t: f"{d.year}年{d.month}月{d.day}日 {t:%H:%M}", False),
    "written clock": (lambda d, t: f"{d:%Y}年{d:%m}月{d:%d}日{t:%H}时{t:%M}分", False),
    "no blank": (lambda d, t: f"{d:%Y-%m-%d}{t:%H:%M:%S}", True),
    "weekday": (lambda d, t: f"{d:%Y-%m-%d} 星期四 {t:%H:%M:%S}", True),
    "in one": (lambda d, t: f"{d:%Y%m%d}{t:%H%M%S}", True),
    "half day": (
        lambda d, t: (
            f"{d.year}-{d.month}-{d.day} {'上午' if t.hour < 12 else '下午'} "
            f"{t.hour if t.hour <= 12 else t.hour - 12}:{t:%M:%S}"
        ),
        True,
    ),
    "sentence": (lambda d, t: f"（发布时间：{d:%Y-%m-%d} {t:%H:%M:%S} 阅读次数：5）", True),
}


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=50)
@given(day=DAYS)
def test_any_day_in_any_form_is_read_back(form: str, day: date) -> None:
    assert parse_date(FORMS[form](day)) == day


@pytest.mark.parametrize("form", TIMED)
@settings(max_examples=50)
@given(day=DAYS, at=TIMES)
def test_any_moment_in_any_form_is_read_back(form: str, day: date, at: time) -> None:
    write, has_seconds = TIMED[form]
    wanted = at if has_seconds else at.replace(second=0)
    assert parse_datetime(write(day, at)) == datetime.combine(day, wanted)


@pytest.mark.parametrize(
    "write",
    [
        "{}月{}日",
        "[{:02d}-{:02d}]",
        "{:02d}-{:02d}",
        "（{:02d}-{:02d}）",
        "{:02d}/{:02d}",
        "[{}.{}]",
        " {:02d}-{:02d} ",
    ],
)
@settings(max_examples=50)
@given(day=st.dates(min_value=date(2020, 1, 1), max_value=date(2020, 12, 31)))
def test_a_day_without_its_year_is_no_date(write: str, day: date) -> None:
    text = write.format(day.month, day.day)
    assert find_dates(text) == ()
    assert parse_date(text) is None


@settings(max_examples=50)
@given(
    before=st.text(alphabet="发布时间：来源（[ 通知公告", max_size=12),
    after=st.text(alphabet=" ]）浏览来源：，。", max_size=12),
    day=DAYS,
)
def test_a_date_is_found_where_it_stands(before: str, after: str, day: date) -> None:
    text = f"{before}{day:%Y-%m-%d}{after}"
    (found,) = find_dates(text)
    assert found.value == day
    assert text[found.start : found.end] == found.text == f"{day:%Y-%m-%d}"


NO_DATES = [
    "2020-13-45",
    "2020-02-30",
    "2019年2月29日",
    "2020-00-10",
    "2020/4/31",
    "1989-03-05",
    "2100-01-01",
    "9999-12-31",
    "崇政发〔2020〕16号",
    "青政办发[2020]3号",
    "国办发（2020）5号",
    "法释【2014】9号",
    "2020年第3号",
    "2020年第9期",
    "2020年3月",
    "2020-03",
    "13800138000",
    "电话：20200305",
    "0999-20200305",
    "0999-2020-305",
    "联系电话：010-20200305-12",
    "传真 20200305",
    "邮编：20200305",
    "编号：2020-3-5",
    "编号 20200305",
    "000014349/2020-00017",
    "014501068/2020-03530",
    "113325000026455663/2023-43887",
    "统一编号2020-03-05号",
    "20200305元",
    "￥20200305",
    "¥2020.3.5",
    "20200305万元",
    "投资2020.35亿元",
    "20,200,305",
    "20200305人次",
    "2020.3.5万",
    "v2020.3.5",
    "版本2020.3.5",
    "V 2020.3.5.1",
    "192.168.20.20",
    "10.2020.3.5",
    "2020.3.5.1",
    "1.2020.3.5",
    "2019-2020",
    "2018-20-22",
    "2019—2020年",
    "2016-2020年规划",
    "10-12人",
    "3-5天",
    "08:55:48",
    "3.15",
    "12.4%",
    "十三五",
    "1/12",
    "03/05/2020",
    "05-03-2020",
    "5.3.2020",
    "3月5日",
    "[03-05]",
    "03-05",
    "20-03-05",
    "t20200305_123.html",
    "/art/2020/3/5/art_1.html",
    "http://a.cn/2020/03/05/1.html",
    "P020200305.jpg",
    "2020-03-05.pdf",
    "IMG_20200305_085548",
    "202003051234567",
    "2020030",
    "19900230",
    "abc2020-03-05",
    "2020-03-051",
    "12020-03-05",
    "2020-123-45",
    "2020_03_05",
    "2020年3月5日至3月12日",
    "2020-03-05至2020-03-12",
    "2020年3月5日—4月1日",
    "2020-03-05 ~ 2020-03-09",
    "自2020年3月5日起至2020年5月1日止",
    "2020年3月5日到7日",
    "2020年3月5-12日",
    "农历二〇二〇年正月初五",
    "",
    "    ",
    "年月日",
    "二〇二〇年十三月五日",
    "二〇二〇年三月三十二日",
    "〇〇〇〇年三月五日",
    "去年3月5日",
    "每年3月",
]


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date_is_not_read(text: str) -> None:
    assert find_dates(text) == ()
    assert parse_date(text) is None
    assert parse_datetime(text) is None


def test_several_dates_come_in_order_and_one_text_must_agree_with_itself() -> None:
    text = "成文日期：2020-03-02 发布日期：2020-03-05 08:55"
    assert [one.value for one in find_dates(text)] == [date(2020, 3, 2), DAY]
    assert parse_date(text) is None
    assert parse_date("2020-03-05（2020年3月5日）") == DAY


def test_a_sentence_around_a_date_does_not_hide_it() -> None:
    assert parse_date("本办法自2020年3月5日起施行") == DAY
    assert parse_datetime("发布时间：2020-03-05 08:55:48　　　阅读次数：") == datetime.fromisoformat(
        "2020-03-05T08:55:48"
    )


def test_an_impossible_time_leaves_the_day() -> None:
    (found,) = find_dates("2020-03-05 25:61")
    assert (found.value, found.time, found.text) == (DAY, None, "2020-03-05")
    assert parse_datetime("2020-03-05 24:00") == DAY


def test_midnight_is_a_time() -> None:
    assert parse_datetime("2020-02-28 00:00") == datetime.fromisoformat("2020-02-28T00:00")


def test_another_offset_is_turned_into_beijing_time() -> None:
    assert parse_datetime("2020-03-04T16:00:00.000Z") == datetime.fromisoformat("2020-03-05T00:00")
    assert parse_date("2020-03-04T23:30:00+00:00") == DAY
    assert parse_date("2020-03-05T10:00:00+0900") == DAY


def test_javas_own_form_is_read() -> None:
    assert parse_datetime("Thu Mar 05 08:55:48 CST 2020") == datetime.fromisoformat("2020-03-05T08:55:48")


@settings(max_examples=50)
@given(
    moment=st.datetimes(
        min_value=datetime.fromisoformat("1990-01-02T00:00"), max_value=datetime.fromisoformat("2099-12-30T00:00")
    )
)
def test_unix_time_in_seconds_and_milliseconds_is_beijing_time(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    seconds = int((moment - datetime.fromisoformat("1970-01-01T08:00")).total_seconds())
    assert from_unix(seconds) == moment
    assert from_unix(str(seconds)) == moment
    if seconds > 100_000_000:
        assert from_unix(seconds * 1000) == moment


@pytest.mark.parametrize("value", ["", "abc", 0, -5, 12345, "nan", "inf", 1e30, 5_000_000_000])
def test_other_numbers_are_no_moments(value: float | str) -> None:
    assert from_unix(value) is None


@settings(max_examples=50)
@given(st.text(max_size=80))
def test_any_text_is_read_without_failing_and_stays_in_the_window(text: str) -> None:
    for one in find_dates(text):
        assert EARLIEST <= one.value <= LATEST
        assert text[one.start : one.end] == one.text


@pytest.mark.alone
@pytest.mark.parametrize(
    "piece",
    [
        "2020年3月5日 ",
        "1",
        "2020-",
        "2020 - ",
        " ",
        "3月",
        "2020-03-05至",
        "二〇",
        "2020年",
        "2020-03-05 上午",
        "20200305 ",
    ],
)
def test_long_texts_take_bounded_time(piece: str) -> None:
    started = clock.process_time()
    find_dates(piece * (400_000 // len(piece)))
    assert clock.process_time() - started < 2.0
