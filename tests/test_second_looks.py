"""What is looked at once more: articles whose text was changed after it was read, and counts unlike a column's past."""

import asyncio
import random
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from portals import list_page
from servers import Portal, page

from auditor.base.period import Period
from auditor.base.settings import Place, clock_at
from auditor.base.terms import ColumnState
from auditor.county.model import County
from auditor.pipeline.again import columns_to_look_at_again, look_twice
from auditor.pipeline.crawling import crawl_county
from auditor.pipeline.line import audit_county
from auditor.pipeline.replay import replay_period
from auditor.pipeline.story import tell_column, tell_item
from auditor.read.articles.rewording import Rewording, compare_texts
from auditor.read.reading import read_page
from auditor.store import open_store

Q1 = Period.parse("2020Q1")
SAME = Rewording()
TEXT = "\n".join([
    "各乡（镇）人民政府，县直有关部门：",
    "经县政府同意，现将2020年春耕补助标准通知如下。",
    "一、补助标准为每亩50.5元，共发放1,200万元；二、各单位要抓好落实，确保资金于4月底前到位。",
    "补助三户的村，金额单位为万元：",
    "35",
    "附件：1.申请表",
    "浏览次数：123次",
    "上一篇：关于放假的通知",
])  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("50.5元", "60.5元"),
        ("50.5元", "505元"),
        ("二、各单位要抓好落实，", ""),
        ("4月底", "5月底"),
        ("1,200万", "120万"),
        ("50.5元", "50.55元"),
        ("1,200万", "11,200万"),
        ("4月底", "14月底"),
        ("35", "350"),
        ("三户", "三十户"),
    ],
)
def test_words_that_were_taken_away_or_replaced_are_told(before: str, after: str):
    found = compare_texts(TEXT, TEXT.replace(before, after))
    assert found is not None
    assert before in found.before
    assert after in found.after
    assert found.is_change


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("123次", "4,567次"),
        ("上一篇：关于放假的通知", "上一篇：关于开学的通知\n下一篇：关于防汛的通知"),
        ("浏览次数：123次\n", ""),
        ("1.申请表", "1.申请表（word版）"),
        ("如下。", "如下：（阅读 36 次）"),
        ("；二、", "。\n二、"),
        ("，", ","),
        ("1,200", "1,２00"),
        ("到位。", "到位。\n三、加强监督检查。"),
        ("50.5元", "60元（更正：原文有误）"),
        ("二、各单位", "\n附件的格式见县政府网站。二、各单位"),
        ("二、各单位", "\n来源：县财政局　二、各单位"),
        ("上一篇", "打印时间：2020年4月2日 星期四\n【打印本页】\n【关闭】\n上一篇"),
        ("上一篇", "相关链接\n关于春耕补助的政策解读\n上一篇"),
    ],
)
def test_what_stands_around_a_text_and_what_is_told_openly_is_no_rewording(before: str, after: str):
    assert compare_texts(TEXT, TEXT.replace(before, after)) == SAME


def test_another_page_in_place_of_the_text_is_no_rewording():
    assert compare_texts(TEXT, "您访问的页面不存在，可能已被删除。请返回首页，重新查找所需要的信息。") is None
    assert compare_texts(TEXT, "") is None
    long = "\n".join(f"第{n}条　本县各单位按照第{n * 7}号规定办理。" for n in range(1, 1200))
    assert compare_texts(long[:20_000], ("新加的一句话。\n" + long)[:20_000]) == SAME, "only so much of it is kept"


# -- whole pages, drawn: the frame changes at every look, the text only where the plan says so ------------------------

WORDS = "春耕备耕资金项目资料检查农户标准乡镇安全生产道路维修教育医疗补助验收评审公示登记"


def drawn_sentence(draw: random.Random) -> str:
    words = "".join(draw.choice(WORDS) for _ in range(draw.randint(8, 30)))
    return f"{words}{draw.randint(2, 900)}{draw.choice(['户', '元', '人', '亩', '件'])}{draw.choice('。；')}"


def drawn_page(draw: random.Random, sentences: list[str], make: int) -> bytes:
    """An article in one of three templates, its counters, dates and links of the moment in and around the text."""
    seen, today = draw.randint(3, 9999), f"2020年{draw.randint(1, 12)}月{draw.randint(1, 28)}日"
    links = "".join(f"<li><a href='/n/{n}.html'>关于{drawn_sentence(draw)}</a></li>" for n in range(draw.randint(0, 6)))
    lines = [
        f"<p>浏览次数：{seen}</p>", f"<div>【字体：<a>大</a> <a>中</a> <a>小</a>】 【打印】 阅读量({seen})</div>",
        f"<p>今天是{today}</p>", f"<p>打印时间：{today}</p>",
    ]  # fmt: skip
    draw.shuffle(lines)
    body = "".join(f"<p>{'　' * 2 * draw.randint(0, 1)}{one}</p>" for one in sentences)
    behind = f"<p>上一篇：<a href='/n/1.html'>{drawn_sentence(draw)}</a></p><p>相关链接</p><ul>{links}</ul>"
    box = ("<div class='TRS_Editor'>", "<div id='zoom' class='content'>", "<div class='article-con'>")[make]
    inside, outside = ("".join(lines[:2]), "".join(lines[2:]))
    title = "关于春耕补助标准的通知"
    return (
        f"<html><head><meta charset='utf-8'><title>{title}</title><meta name='ArticleTitle' content='{title}'>"
        f"<meta name='PubDate' content='2020-03-02'></head><body><h1>{title}</h1>"
        f"<div>发布时间：2020-03-02 来源：县农业农村局</div>{outside}{box}{body}{inside}{behind}</div>"
        f"<div class='hot'><h3>热门信息</h3><ul>{links}</ul></div></body></html>"
    ).encode()


def drawn_edit(draw: random.Random, sentences: list[str]) -> list[str]:
    """The text with one figure changed, one sentence taken out or two words exchanged."""
    now, at = list(sentences), draw.randrange(len(sentences))
    kind = draw.randrange(3)
    if kind == 0:
        digits = [n for n, sign in enumerate(now[at]) if sign.isdigit()]
        place = draw.choice(digits)
        now[at] = now[at][:place] + str((int(now[at][place]) + draw.randint(1, 8)) % 10) + now[at][place + 1 :]
    elif kind == 1:
        del now[at]
    else:
        place = draw.randrange(2, 6)
        now[at] = now[at][:place] + "暂不执行" + now[at][place + 2 :]
    return now


def drawn_looks(seed: int) -> tuple[bool, Rewording | None]:
    """Whether the text was edited between two looks, and what is told of them."""
    draw = random.Random(seed)
    sentences = [drawn_sentence(draw) for _ in range(draw.randint(4, 14))]
    make, is_edited = draw.randrange(3), draw.random() < 0.5
    later = drawn_edit(draw, sentences) if is_edited else sentences
    looks = [drawn_page(draw, text, make) for text in (sentences, later)]
    read = [read_page(look, url="http://portal.test/n/5.html", content_type="text/html").article for look in looks]
    assert all(read)
    return is_edited, compare_texts(read[0].text, read[1].text)  # type: ignore[union-attr]


def test_edits_are_told_and_frames_are_not_on_pages_drawn_at_random():
    for seed in range(60):
        is_edited, found = drawn_looks(seed)
        assert bool(found and found.is_change) is is_edited, (seed, found)


# -- the whole line over HTTP -----------------------------------------------------------------------------------------


def article(n: int, amount: str, *, views: int) -> bytes:
    title = f"关于第{n}号事项的公告"
    return page(
        f"<html><head><meta charset='utf-8'><title>{title}</title><meta name='ArticleTitle' content='{title}'></head>"
        f"<body><h1>{title}</h1><div>发布时间：2020-03-{30 - n:02} 浏览次数：{views}</div><div class='TRS_Editor'>"
        f"<p>现将第{n}号事项公告如下，请各单位遵照执行，按时办理。</p><p>补助标准为每户{amount}元，由县财政局在"
        f"年底以前发放到位。</p><p>阅读：{views}次</p></div></body></html>",
        "200 OK",
        "Content-Type: text/html; charset=utf-8",
    )


def rows(days: list[str], slug: str) -> bytes:
    entries = [(f"关于第{n}号事项的公告", f"/{slug}/t{n}.html", day) for n, day in enumerate(days)]
    listed = list_page(entries, total=len(days), name="政府文件" if slug == "wj" else "工作动态")
    return page(listed, "200 OK", "Content-Type: text/html; charset=utf-8")


def little_county(home: str) -> County:
    unit, table = {"name": "财政局", "table": "t"}, {"id": "t", "title": "统计表", "group": "部门"}
    return County.model_validate({
        "county": {"name": "试验县", "home": home, "pack": "chongxin"},
        "crawl": {"delay": 0.0, "timeout": 5.0},
        "table": [table],
        "unit": [unit],
        "column": [
            {"name": "政府文件", "url": "/wj/", "unit": "财政局", "kind": "policy"},
            {"name": "工作动态", "url": "/dt/", "unit": "财政局"},
        ],
    })  # fmt: skip


def test_texts_and_counts_are_looked_at_once_more_over_http_and_replayed(tmp_path: Path):
    documents = [f"2020-03-{30 - n:02}" for n in range(4)]
    news = [str(date(2020, 3, 30) - timedelta(days=9 * n)) for n in range(60)]
    replies = {"/wj/": rows(documents, "wj"), "/dt/": rows(news, "dt"), "/": page("<html>试验县</html>")}
    replies |= {f"/wj/t{n}.html": article(n, "500", views=n) for n in range(4)}

    async def story() -> None:
        with closing(open_store(f"sqlite:///{tmp_path}/store.db")) as store:
            async with Portal(replies) as portal:
                county, place = little_county(portal.home), Place(tmp_path)

                async def look(now: str, *, thorough: bool) -> None:
                    await crawl_county(
                        county, store, place, clock_at(now), since=date(2018, 1, 1), thorough=thorough,
                        watch=lambda *_: None, clock_checked=True,
                    )  # fmt: skip

                await look("2020-03-31T02:30", thorough=False)
                replies.update({f"/wj/t{n}.html": article(n, "500", views=90 + n) for n in range(4)})
                replies["/wj/t2.html"] = article(2, "300", views=800)
                await look("2020-04-01T02:30", thorough=False)
                assert len(portal.asked("/wj/t2.html")) == 1, "articles are not opened at every look"
                for name in ("2018Q4", "2019Q1", "2019Q2", "2019Q3", "2019Q4"):
                    audit_county(county, store, place, Period.parse(name), clock_at("2020-04-01T03:00"))
                replies["/dt/"] = rows([news[0], *(day for day in news if day < "2020-01-01")], "dt")
                await look("2020-04-10T02:30", thorough=True)
                assert [len(portal.asked(f"/wj/t{n}.html")) for n in range(4)] == [2] * 4
                news_key = county.column[1].key
                audit = audit_county(county, store, place, Q1, clock_at("2020-04-10T03:00"))
                told = {one.rule for one in audit.findings}
                assert "silent-edit" in told and "beyond-band" not in told  # noqa: PT018
                assert columns_to_look_at_again(county, store, Q1) == (news_key,)
                before = len(portal.asked("/dt/"))
                again = await look_twice(county, store, place, clock_at("2020-04-10T04:00"), Q1, lambda *_: None)
                assert again == ("工作动态",)
                assert len(portal.asked("/dt/")) == before + 1
                assert columns_to_look_at_again(county, store, Q1) == ()
                audit = audit_county(county, store, place, Q1, clock_at("2020-04-10T05:00"))
            told = {one.rule: one for one in audit.findings}
            edit = told["silent-edit"].text
            assert "每户500元" in edit and "每户300元" in edit and "3月31日" in edit and "4月10日" in edit  # noqa: PT018
            assert told["silent-edit"].items == (f"{county.county.home}wj/t2.html",)
            assert "请核实" in told["beyond-band"].text
            story = tell_column(county, store, county.column[0], Q1, date(2020, 4, 10))
            assert sum("正文" in line.text for line in story.lines) == 1
            untouched = tell_item(county, store, county.column[0], f"{county.county.home}wj/t1.html")
            assert any("没有改动" in line.text for line in untouched.lines)
            assert all(row.state is ColumnState.COUNTED for row in audit.rows)
            assert (await replay_period(county, store, place, Q1)).differences == ()

    asyncio.run(story())
