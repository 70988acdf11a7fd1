"""Article pages in the shapes of many publishing systems: title, publish date and its evidence, catalogue, text."""

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from auditor.base.terms import DateSource
from auditor.read.articles.article import read_article
from auditor.read.values import ArticleFacts
from tests.bench.article_days import drawn, ours

URL = "https://www.qingshan.test/zwgk/tzgg/content.html"
PROSE = "为切实做好今年春耕备耕工作，现就有关事项通知如下。各乡镇要统一思想，压实责任，确保农资供应充足、农机调度到位。"
BODY = "".join(f"<p>{PROSE}</p>" for _ in range(4))
TITLE = "青山县人民政府办公室关于做好春耕备耕工作的通知"
NAVIGATION = "<ul class='nav'>" + "".join(f"<li><a href='/{n}/'>栏目第{n}号</a></li>" for n in range(8)) + "</ul>"
HOT = (
    "<div class='hot'><h3>热点信息</h3><ul>"
    + "".join(
        f"<li><a href='/hot/{n}.html'>县领导调研重点项目建设情况之{n}</a><span>2020-06-{n + 10}</span></li>"
        for n in range(4)
    )
    + "</ul></div>"
)
FOOTER = "<div class='footer'>主办单位：青山县人民政府办公室　网站标识码：0000000000</div>"


def page(body: str, *, metas: str = "", title: str = TITLE) -> str:
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title>{metas}</head>"
        f"<body>{NAVIGATION}{body}{HOT}{FOOTER}</body></html>"
    )


def meta(**values: str) -> str:
    return "".join(f'<meta name="{name}" content="{value}">' for name, value in values.items())


def read(text: str, url: str = URL) -> ArticleFacts | None:
    return read_article(LexborHTMLParser(text), text, url)


def facts(text: str, url: str = URL) -> ArticleFacts:
    article = read(text, url)
    assert article is not None
    return article


TRS = page(
    f"<div class='z1'><font>{TITLE}</font></div><div class='z2'>"
    " 来源：县政府办公室    时间：2020-03-05 08:55</div>"
    f"<div class='z3'><div class='TRS_Editor'>{BODY}</div></div>",
    metas=meta(SiteName="青山县人民政府", ArticleTitle=TITLE, PubDate="2020-03-05 08:55", ContentSource="县政府办公室"),
    title="青山县人民政府",
)
TRS_SCRIPT = page(
    f"<h2>{TITLE}</h2><div class='toolbar'>发布时间：<script>"
    "var  pubdata='2020年03月05日';if(pubdata!=''){document.write(pubdata);}</script>"
    "字体：<span>小</span><script>"
    "var wzly='';if(wzly!=''){document.write('文章来源：'+wzly+'&emsp;');}</script></div>"
    f"<div class='TRS_Editor'>{BODY}</div>"
)
JCMS = page(
    "<table><tr><td><b> 索&nbsp;引&nbsp;号: </b> 000014349/2020-00017</td><td><b> 发文机关: </b>"
    " 县政府办公室</td></tr>"
    "<tr><td><b>文&nbsp;&nbsp;&nbsp;号: </b>青政办发〔2020〕8号</td><td><b>主题分类: </b></td><td><b>"
    "成文日期: </b> 2020-03-02          </td></tr></table>"
    f"<p class='con-title'><!--<$[标题]>begin-->{TITLE}<!--<$[标题]>end--></p>"
    f"<div id='zoom'><!--<$[信息内容]>begin-->{BODY}<!--<$[信息内容]>end--></div>",
    metas=meta(
        Maketime="2020-03-09 23:53:40",
        ColumnName="政策文件",
        ArticleTitle=TITLE,
        PubDate="2020-03-05 08:55",
        ContentSource="",
    ),
    title=f"青山县人民政府 政策文件 {TITLE}",
)
JPAAS = page(
    "<table class='xxgk'><tr><td>索引号</td><td>000014349/2020-00017</td><td>文号</td><td>"
    "青政办发〔2020〕8号</td></tr>"
    "<tr><td>发布机构</td><td>县政府办公室</td><td>成文日期</td><td>2020-03-02</td></tr><tr><td>"
    "有效性</td><td></td></tr></table>"
    f"<div class='title'>{TITLE}</div><div class='xl_doc'><span>发布时间：2020-03-05  08:55\n</span>"
    "<span>浏览次数：<script>x()</script></span>"
    f"<span>信息来源：\n   县政府办公室\n</span></div><div class='zoom'>{BODY}</div>",
    metas=meta(ArticleTitle=TITLE, PubDate="2020-03-05 08:55"),
)
UCAP = page(
    f"<h5 class='tit'>{TITLE}</h5><p class=''>日期：2020-03-05 08:55 来源：县政府办公室</p>"
    f"<div id='UCAP-CONTENT'>{BODY}</div>",
    metas=meta(
        channelId="0f" * 16,
        ArticleTitle=TITLE,
        PubDate="2020-04-27 09:36:38",
        ContentSource="办公室",
        others="页面生成时间 2020-04-27 09:36:38",
    ),
)
VSB = page(
    f"<form name='_newscontent_fromname'><table><tr><td class='titlestyle1'>{TITLE}</td></tr><tr><td>"
    "　　　文章来源：县政府办公室\n　　　　发布时间：2020-03-05 08:55:48　　阅读次数："
    "<script>_showDynClicks('wbnews', 1, 2)</script></td></tr><tr><td><div class='v_news_content'>"
    f"{BODY}</div></td></tr></table></form>",
    title=f"{TITLE}-青山县水务局",
)
ANHUI = page(
    "<div class='xxgk_index'><table><tbody><tr><th>索 引 号：</th><td>000014349/202003-00017</td><th>"
    "信息分类：</th><td>部门文件</td></tr>"
    "<tr><th>发布机构：</th><td>县政府办公室</td><th>成文日期：</th><td>2020-03-02</td></tr>"
    "<tr><th>文　　号：</th><td>青政办发〔2020〕8号</td><th>有 效 性：</th><td>有效</td></tr></tbody>"
    "</table></div>"
    f"<h1 class='newstitle'>{TITLE}</h1><div class='newsinfo'><span>发布时间：2020-03-05 08:55</span>"
    "<span>来源：县政府办公室</span><span>浏览量：12</span></div>"
    f"<div class='j-fontContent newscontnet minh300'>{BODY}</div>",
    metas=meta(HtmlGenerateTime="2020-05-01 10:00:00", ArticleTitle=TITLE, PubDate="2020-03-05 08:55"),
)
GUANGDONG = page(
    "<div class='classify'><table><tr><td class='first'>索引号:</td><td><span>"
    "000014349/2020-00017</span></td><td class='second'>分类:</td><td></td></tr>"
    "<tr><td>发布机构:</td><td><span>县政府办公室</span></td><td>成文日期:</td><td><span>"
    "2020-03-02</span></td></tr>"
    f"<tr><td>名称:</td><td colspan='3'><span>{TITLE}</span></td></tr><tr><td>文号:</td><td><span>"
    "青政办发〔2020〕8号</span></td><td>发布日期:</td><td><span>2020-03-05</span></td></tr></table>"
    "</div>"
    f"<h3 class='zw-title'>{TITLE}</h3><div class='zw-info'><span class='time'>"
    "发布时间 : 2020-03-05 08:55:48</span> <span class='ly'>来源 : 县政府办公室</span> 浏览量: <i>"
    "-</i></div>"
    f"<div class='zw'>{BODY}</div>"
)
EMPIRE = page(
    f"<div class='content_t'>{TITLE}</div><div class='content_attr'><span class='time'>发布日期：<b>"
    "2020-03-05 08:55:48</b></span>"
    "<span class='ly'>来源：<b>县政府办公室</b></span> <span class='ly'>作者：<b></b></span></div>"
    f"<div id='text'>{BODY}</div>"
)
DEDE = page(
    "<div class='place'><a href='/'>主页</a> > <a href='/tz/'>通知</a> > </div><div class='title'>"
    f"<h2>{TITLE}</h2></div>"
    "<div class='info'><small>时间:</small>2020-03-05 08:55<small>来源:</small>县政府办公室<small>"
    "作者:</small>admin<small>点击:</small>次</div>"
    f"<div class='content'>{BODY}</div>",
    title=f"{TITLE}_青山县水务局",
)
EPOINT = page(
    f"<div class='ewb-article'><h3 class='ewb-article-tt'>{TITLE}</h3>"
    "<div class='ewb-article-sources'><p>【信息时间：2020/3/5  阅读次数：<span>7</span>】</p>"
    f"<p>【来源：县政府办公室】</p></div><div class='ewb-article-info'>{BODY}</div></div>"
)
DEFINITIONS = page(
    "<dl class='ml'><dt>索引号</dt><dd>000014349/2020-00017</dd><dt>公文编号</dt><dd>无</dd><dt>"
    "发布机构</dt><dd>县政府办公室</dd><dt>生成日期</dt><dd>2020年3月2日</dd></dl>"
    f"<h1>{TITLE}</h1><p>公开日期：2020年3月5日　来源：县政府办公室</p><article>{BODY}</article>"
)
ITEMS = page(
    "<ul class='xxgk'><li><span>发 布 机 构</span><em>县政府办公室</em></li><li><span>索 引 号</span>"
    "<em>000014349/2020-00017</em></li>"
    "<li><span>发文字号：</span><em></em></li><li><span>成文日期：</span><em>二〇二〇年三月二日</em>"
    "</li><li><span>公开方式</span><em>主动公开</em></li></ul>"
    f"<h1>{TITLE}</h1><div><span>发布日期</span><span>2020-03-05</span><span>08:55</span></div>"
    f"<div id='content'>{BODY}</div>"
)
BOXES = page(
    "<div class='row'><div class='l'>【索引号】</div><div class='r'>000014349/2020-00017</div></div>"
    "<div class='row'><div class='l'>【发布机构】</div><div class='r'>县政府办公室</div></div>"
    "<div class='row'><div class='l'>【文号】</div><div class='r'>青政办发〔2020〕8号</div></div>"
    "<div class='row'><div class='l'>【产生日期】</div><div class='r'>2020-03-02</div></div>"
    f"<div class='headline'>{TITLE}</div><div class='sub'>"
    f"[ 发布时间：2020-03-05 ] [ 来源：县政府办公室 ]</div><div class='main'>{BODY}</div>"
)
HEADING_ROW = page(
    "<table><tr><th>索引号</th><th>发文字号</th><th>发文机关</th><th>发文日期</th></tr>"
    "<tr><td>000014349/2020-00017</td><td>青政办发〔2020〕8号</td><td>县政府办公室</td><td>"
    "2020-03-02</td></tr></table>"
    f"<h1>{TITLE}</h1><p>发布时间：2020-03-05</p><div class='zw'>{BODY}</div>"
)
HOME_MADE = page(
    f"<table width=778><tr><td align=center><font size=5><b>{TITLE}</b></font></td></tr><tr>"
    f"<td align=center>2020-3-5 8:55:00　来源：县政府办公室</td></tr><tr><td>{BODY}</td></tr></table>",
    title=f"{TITLE} - 青山县水务局",
)
LINKED_DATA = page(
    f"<h1>{TITLE}</h1><div class='info'>阅读：<span id='hits'></span></div>"
    f"<div class='article-content'>{BODY}</div>"
    '<script type="application/ld+json">{"@id":"x","title":"x","pubDate":"2020-03-05T08:55:00"}</script>'
)
SHORT_TITLE = "第一季度工作要点"
MOMENT = datetime.fromisoformat("2020-03-05T08:55")
SECONDS = datetime.fromisoformat("2020-03-05T08:55:48")
DAY = date(2020, 3, 5)

SYSTEMS = {
    "TRS WCM": (TRS, MOMENT, DateSource.ARTICLE),
    "TRS with its date in a script": (TRS_SCRIPT, DAY, DateSource.SCRIPT),
    "Hanweb jCMS": (JCMS, MOMENT, DateSource.META),
    "Hanweb jpaas": (JPAAS, MOMENT, DateSource.ARTICLE),
    "UCAP": (UCAP, MOMENT, DateSource.ARTICLE),
    "VSB": (VSB, SECONDS, DateSource.ARTICLE),
    "龙讯": (ANHUI, MOMENT, DateSource.ARTICLE),
    "Guangdong": (GUANGDONG, SECONDS, DateSource.ARTICLE),
    "EmpireCMS": (EMPIRE, SECONDS, DateSource.ARTICLE),
    "DedeCMS": (DEDE, MOMENT, DateSource.ARTICLE),
    "Epoint": (EPOINT, DAY, DateSource.ARTICLE),
    "definition list": (DEFINITIONS, DAY, DateSource.ARTICLE),
    "list items": (ITEMS, MOMENT, DateSource.ARTICLE),
    "boxes": (BOXES, DAY, DateSource.ARTICLE),
    "heading row": (HEADING_ROW, DAY, DateSource.ARTICLE),
    "home-made": (HOME_MADE, MOMENT, DateSource.ARTICLE),
    "linked data": (LINKED_DATA, MOMENT, DateSource.SCRIPT),
}


@pytest.mark.parametrize("system", SYSTEMS)
def test_title_date_and_text_are_read_in_every_system(system: str) -> None:
    text, published, source = SYSTEMS[system]
    article = facts(text)
    assert article.title == TITLE
    assert article.published == published
    assert type(article.published) is type(published)
    assert article.published_from is source
    assert article.text.count("现就有关事项通知如下") == 4
    assert "begin" not in article.text
    assert "热点信息" not in article.text


@pytest.mark.parametrize(
    "system", [name for name in SYSTEMS if "县政府办公室" in SYSTEMS[name][0].partition("来源")[2][:40]]
)
def test_the_source_is_read(system: str) -> None:
    assert facts(SYSTEMS[system][0]).source == "县政府办公室"


@pytest.mark.parametrize(
    "system",
    ["Hanweb jCMS", "Hanweb jpaas", "龙讯", "Guangdong", "definition list", "list items", "boxes", "heading row"],
)
def test_the_catalogue_is_read(system: str) -> None:
    article = facts(SYSTEMS[system][0])
    assert (article.index_no or "").startswith("000014349/2020")
    assert (article.index_no or "").endswith("-00017")
    assert article.publisher == "县政府办公室"
    assert article.formed == date(2020, 3, 2)
    assert article.doc_no == (None if system in ("definition list", "list items") else "青政办发〔2020〕8号")


def test_a_build_time_in_pubdate_never_wins() -> None:
    article = facts(UCAP)
    assert article.published == MOMENT


def test_a_page_with_nothing_but_its_build_time_has_no_date() -> None:
    text = UCAP.replace("日期：2020-03-05 08:55", "")
    article = facts(text)
    assert article.published is None
    assert article.published_from is None


def test_the_time_of_day_is_completed_from_other_evidence_of_the_same_day() -> None:
    text = JPAAS.replace("2020-03-05  08:55", "2020-03-05")
    assert facts(text).published == MOMENT
    assert facts(text).published_from is DateSource.ARTICLE


def test_a_conflicting_meta_gives_way_to_the_visible_date() -> None:
    article = facts(TRS.replace('content="2020-03-05 08:55"', 'content="2020-03-09 10:00"'))
    assert article.published == MOMENT
    assert article.published_from is DateSource.ARTICLE


def test_the_address_is_the_last_evidence_and_never_wins_over_another() -> None:
    undated = EMPIRE.replace("2020-03-05 08:55:48", "")
    url = "https://www.qingshan.test/zwgk/2020-02-01/48.html"
    alone = facts(undated, url)
    assert (alone.published, alone.published_from) == (date(2020, 2, 1), DateSource.ADDRESS)
    both = facts(EMPIRE, url)
    assert both.published == SECONDS


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/art/2020/3/5/art_1_2.html", DAY),
        ("/zwgk/202003/t20200305_123.html", DAY),
        ("/d/2020-03-05/2.html", DAY),
        ("/html/20200305/1.html", DAY),
        ("/zwgk/202003/123.html", None),
        ("/art/2020/art_0123456789abcdef.html", None),
        ("/2020/13/45/x.html", None),
        ("/content/post_2020030.html", None),
    ],
)
def test_days_in_addresses(path: str, day: date | None) -> None:
    text = page(
        f"<h1>{TITLE}</h1><p>来源：县政府办公室</p><div class='TRS_Editor'>{BODY}</div>", metas=meta(ArticleTitle=TITLE)
    )
    article = facts(text, f"https://www.qingshan.test{path}")
    assert article.published == day
    assert article.published_from == (DateSource.ADDRESS if day else None)


def test_dates_of_the_text_and_of_side_lists_are_not_the_publish_date() -> None:
    body = (
        "<p>会议时间：2020年4月1日上午。</p><p>地点：县政府会议室，请准时参加，不得缺席，材料自备。</p>"
        "<p>2020年3月1日</p>"
    )
    text = page(
        f"<h1>{TITLE}</h1><p>来源：县政府办公室</p><div class='TRS_Editor'>{BODY}{body}</div>",
        metas=meta(ArticleTitle=TITLE),
    )
    assert facts(text).published is None


def test_todays_date_in_the_head_of_the_page_is_not_read() -> None:
    text = TRS_SCRIPT.replace(
        "<ul class='nav'>", "<div>今天是：2026年7月1日 星期三 当前时间：2026-07-01</div><ul class='nav'>", 1
    )
    assert facts(text).published == DAY


def test_an_update_time_counts_only_where_nothing_better_is() -> None:
    only = page(f"<h1>{TITLE}</h1><p>更新时间：2020-03-05 来源：县政府办公室</p><div class='TRS_Editor'>{BODY}</div>")
    assert facts(only).published == DAY
    both = only.replace("更新时间：2020-03-05", "更新时间：2020-03-09 发布时间：2020-03-05")
    assert facts(both).published == DAY


def test_a_visible_empty_source_is_the_answer_and_the_meta_only_stands_in() -> None:
    assert facts(UCAP.replace("来源：县政府办公室", "来源：")).source is None
    assert (
        facts(JCMS.replace('name="ContentSource" content=""', 'name="ContentSource" content="农业农村局"')).source
        == "农业农村局"
    )


@pytest.mark.parametrize("value", ["无", "空", "null", "暂无", "-", "{{ly}}", "'+wzly+'", "${source}", ""])
def test_values_that_mean_nothing_are_none(value: str) -> None:
    assert facts(TRS.replace("来源：县政府办公室", f"来源：{value}")).source is None


def test_an_empty_cell_does_not_take_the_next_cells_value() -> None:
    text = JPAAS.replace("<td>青政办发〔2020〕8号</td>", "<td></td>").replace(
        "<td>000014349/2020-00017</td>", "<td>&nbsp;</td>"
    )
    article = facts(text)
    assert article.doc_no is None
    assert article.index_no is None
    assert article.publisher == "县政府办公室"


def test_the_documents_title_loses_its_site() -> None:
    body = f"<div class='x'>发布时间：2020-03-05 来源：县水务局</div><div class='TRS_Editor'>{BODY}</div>"
    for head in (
        f"{SHORT_TITLE}-青山县水务局",
        f"{SHORT_TITLE}_通知公告_青山县政府网",
        f"{SHORT_TITLE} | 青山县人民政府",
    ):
        assert facts(page(body, title=head)).title == SHORT_TITLE


def test_a_title_cut_in_the_meta_is_taken_in_full() -> None:
    text = TRS.replace(
        f'name="ArticleTitle" content="{TITLE}"', f'name="ArticleTitle" content="{TITLE[:15]}..."'
    ).replace(f"<div class='z1'><font>{TITLE}</font></div>", f"<h1>{TITLE}</h1>")
    assert facts(text).title == TITLE


def test_markup_in_a_title_is_removed() -> None:
    text = TRS.replace(f'content="{TITLE}"', f'content="&lt;h1 style=&quot;x&quot;&gt;{TITLE}&lt;/h1&gt;"')
    assert facts(text).title == TITLE


def test_angle_brackets_that_are_no_tags_stay_in_a_title() -> None:
    title = "关于修改<县级储备粮管理办法>的决定"
    assert facts(TRS.replace(TITLE, title.replace("<", "&lt;").replace(">", "&gt;"))).title == title


@pytest.mark.parametrize(
    "head", ["信息详情", "青山县人民政府", "青山县人民政府 通知公告", "政府信息公开_青山县水务局", ""]
)
def test_a_heading_gives_the_title_where_the_head_does_not(head: str) -> None:
    body = f"<h2 class='lm'>通知公告</h2><div class='article-title'>{TITLE}</div><p>发布时间：2020-03-05</p>"
    assert facts(page(f"{body}<div class='TRS_Editor'>{BODY}</div>", title=head)).title == TITLE


@pytest.mark.parametrize("script", ["document.write('2020-03-05')", 'show("2020-03-05 08:55:00","yyyy-MM-dd");'])
def test_a_date_that_a_script_writes_behind_its_label_is_read(script: str) -> None:
    article = facts(
        page(f"<h1>{TITLE}</h1><p>发布时间：<script>{script}</script> 浏览：3</p><div id='zoom'>{BODY}</div>")
    )
    assert str(article.published).startswith("2020-03-05")
    assert article.published_from is DateSource.SCRIPT


def test_a_stale_meta_title_of_a_copied_template_does_not_win() -> None:
    text = EMPIRE.replace("</head>", meta(ArticleTitle="去年植树节活动掠影") + "</head>").replace(
        "content_t'", "content_title'"
    )
    assert facts(text).title == TITLE


def test_a_picture_article_without_text_is_an_article() -> None:
    text = page(
        f"<h1>{TITLE}</h1><p>发布时间：2020-03-05 来源：县政府办公室</p><div class='TRS_Editor'><p>"
        "<img src='1.jpg'></p></div>"
    )
    article = facts(text)
    assert article.published == DAY
    assert article.text == ""


def test_the_text_is_bounded() -> None:
    long = TRS.replace(BODY, f"<p>{PROSE * 40}</p>" * 20)
    assert len(facts(long).text) == 20_000


SHAPES = {
    "label and value cells": ("<table>", "<tr><td>{label}</td><td>{value}</td></tr>", "</table>"),
    "heading cells in one row": ("<table><tr>", "<th><b>{label}</b></th><td> {value} </td>", "</tr></table>"),
    "value beside the label in its cell": ("<table><tr>", "<td><b>{label}：</b> {value}</td>", "</tr></table>"),
    "definitions": ("<dl>", "<dt>{label}:</dt><dd>{value}</dd>", "</dl>"),
    "items of two parts": ("<ul>", "<li><span>{label}：</span><em>{value}</em></li>", "</ul>"),
    "items of one text": ("<ul>", "<li>{label}：{value}</li>", "</ul>"),
    "items with a bold label": ("<ul>", "<li><strong>【{label}】</strong>{value}</li>", "</ul>"),
    "boxes": ("<div>", "<div class='i'><div class='l'>{label}：</div><div class='r'>{value}</div></div>", "</div>"),
    "paragraphs in boxes": ("<div>", "<div><p>{label}：</p><p>{value}</p></div>", "</div>"),
    "one line": ("<p>", "{label}：{value}　　", "</p>"),
    "spans of one line": ("<p>", "<span>{label}：{value}</span>", "</p>"),
    "brackets": ("<p>", "[{label}：{value}] ", "</p>"),
}
VALUES = {
    "索引号": st.from_regex(r"[0-9]{9}/20[12][0-9]-[0-9]{5}", fullmatch=True),
    "发布机构": st.sampled_from(["县政府办公室", "青山县水务局", "县农业农村局、县财政局"]),
    "文号": st.builds(
        "{}〔{}〕{}号".format, st.sampled_from(["青政发", "青水"]), st.integers(2010, 2029), st.integers(1, 300)
    ),
    "成文日期": st.dates(min_value=date(2010, 1, 1), max_value=date(2029, 12, 31)).map(str),
    "发布日期": st.dates(min_value=date(2010, 1, 1), max_value=date(2029, 12, 31)).map(str),
}


@pytest.mark.parametrize("shape", SHAPES)
@settings(max_examples=15)
@given(drawn=st.data())
def test_a_catalogue_in_any_shape_is_read_back_and_gaps_stay_gaps(shape: str, drawn: st.DataObject) -> None:
    before, row, after = SHAPES[shape]
    labels = drawn.draw(st.permutations(list(VALUES)))
    values = {label: drawn.draw(st.one_of(st.just(""), VALUES[label])) for label in labels}
    padding = drawn.draw(st.sampled_from(["", "&nbsp;", " ", "　", "&nbsp;&nbsp;"]))
    rows = "".join(row.format(label=padding.join(label), value=values[label]) for label in labels)
    catalogue = f"{before}{rows}{after}"
    text = page(f"{catalogue}<h1>{TITLE}</h1><div class='TRS_Editor'>{BODY}</div>", metas=meta(ArticleTitle=TITLE))
    article = facts(text)
    read_back = {
        "索引号": article.index_no or "",
        "发布机构": article.publisher or "",
        "文号": article.doc_no or "",
        "成文日期": str(article.formed or ""),
        "发布日期": str(article.published or ""),
    }
    assert read_back == values


@pytest.mark.parametrize(
    ("line", "source", "published"),
    [
        ("来源：县政府办公室　2020-03-05 08:55", "县政府办公室", MOMENT),
        ("[ 发布时间：2020-03-05 ] 【来源：县政府办公室】【字体：大 中 小】", "县政府办公室", DAY),
        ("2020年03月05日 08:55 | 来源：新华网 | 编辑：王五", "新华网", MOMENT),
        (
            "<span>日期：</span><span>2020-03-05</span><span>来源：</span><span></span><span>浏览：</span>"
            "<span>3</span>",
            None,
            DAY,
        ),
        (
            "发布人：张三 发布时间：2020/3/5 8:55:00 点击数：<b>12</b> 信息来源：<a href='/x'>"
            "青山县人民政府办公室网</a>",
            "青山县人民政府办公室网",
            MOMENT,
        ),
        ("时间：2020.03.05 文章来源：本站原创 作者：佚名", "本站原创", DAY),
        ("发表于：2020-03-05 08:55 分享到：", None, MOMENT),
        ("作者： 来源： 发布日期：2020-03-05 【打印】【关闭】", None, DAY),
        ("发布日期：<script>d('2020')</script>2020-03-05", None, DAY),
        ("<em>2020-03-05</em>", None, DAY),
    ],
)
def test_the_line_under_the_title_is_read_in_any_wording(line: str, source: str | None, published: date) -> None:
    article = facts(page(f"<h1>{TITLE}</h1><div class='info'>{line}</div><div class='TRS_Editor'>{BODY}</div>"))
    assert (article.source, article.published) == (source, published)
    assert article.published_from is DateSource.ARTICLE


def test_an_article_beside_a_dated_side_list_is_still_one() -> None:
    rows = "".join(
        f"<li><a href='/h/{n}.html'>县领导调研重点项目之{n}</a><span>06-1{n}</span><i>2020-06-1{n}</i></li>"
        for n in range(8)
    )
    assert (
        facts(HOME_MADE.replace("<table width=778>", f"<ul class='left'>{rows}</ul><table width=778>")).published
        == MOMENT
    )


def test_metas_alone_make_an_article() -> None:
    text = (
        f"<head><title>{TITLE}</title>{meta(ArticleTitle=TITLE, PubDate='2020/03/05 08:55')}</head><body>"
        "<table><tr><td>表</td></tr></table>"
    )
    assert facts(text).published == MOMENT
    assert facts(text).published_from is DateSource.META


LISTS = {
    "dated rows": "<h2>通知公告</h2><ul>"
    + "".join(
        f"<li><a href='{n}.html'>关于开展第{n}项专项检查工作的通知</a><span>2020-03-{n + 1:02d}</span></li>"
        for n in range(15)
    )
    + "</ul>",
    "labelled rows": "<h2>通知公告</h2><ul>"
    + "".join(
        f"<li><a href='{n}.html'>关于开展第{n}项专项检查工作的通知</a><p>"
        f"发布时间：2020-03-{n + 1:02d} 来源：县局</p></li>"
        for n in range(6)
    )
    + "</ul>",
    "one row": "<h2 class='title'>通知公告</h2><ul><li><a href='1.html'>关于开展专项检查工作的通知</a><span>"
    "2020-03-05</span></li></ul>",
    "two rows, table": "<h2>通知公告</h2><table><tr><td><a href='1.html'>关于开展专项检查工作的通知</a></td><td>"
    "2020-03-05</td></tr><tr><td><a href='2.html'>关于结果的通报（第一号）</a></td><td>"
    "2020-03-01</td></tr></table>",
    "three boxes": "<h1>通知公告</h1>"
    + "".join(
        f"<div class='row'><div><a href='{n}.html'>关于开展第{n}项专项检查工作的通知</a></div><div>"
        f"2020-03-0{n}</div></div>"
        for n in (1, 2, 3)
    ),
    "empty": "<h1>通知公告</h1><p>暂无信息</p>",
    "catalogue rows": "<h1>政府文件</h1><table><tr><th>索引号</th><th>名称</th><th>发布日期</th></tr>"
    + "".join(
        f"<tr><td>000014349/2020-0{n}</td><td><a href='{n}.html'>关于印发第{n}号实施方案的通知</a></td>"
        f"<td>2020-03-0{n}</td></tr>"
        for n in range(1, 8)
    )
    + "</table>",
    "home page": "<div><h3>要闻</h3><ul>"
    + "".join(f"<li><a href='{n}.html'>县委召开第{n}次常委会会议</a>03-0{n}</li>" for n in range(1, 9))
    + "</ul></div>",
    "wall": "<h1>403 Forbidden</h1>",
}


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("metas", ["", meta(SiteName="青山县人民政府", ColumnName="通知公告", ColumnType="公告")])
def test_a_page_that_is_no_article_gives_none(kind: str, metas: str) -> None:
    assert read(page(LISTS[kind], metas=metas, title="通知公告-青山县人民政府")) is None


@pytest.mark.parametrize(
    "text", ["", "<html></html>", "<title>x</title>", "<p>" * 5000, "索引号：" * 5000, "<td>索引号</td>" * 3000]
)
def test_odd_pages_are_read_without_failing(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("2017-10-24 &nbsp; 青山县城关小学", date(2017, 10, 24)),
        ("青山县文化馆（图书馆） 2017-10-24", date(2017, 10, 24)),
        ("2017-10-24 青山县第3次会议召开，部署有关工作", None),
    ],
)
def test_a_day_beside_a_source_without_a_label_beats_the_day_in_the_address(line: str, published: date | None):
    heading = f"<h4 class='dttop'>青山县城关小学{TITLE}</h4>"
    text = page(f"<div class='a1'>{heading}<span>{line}</span></div><div class='TRS_Editor'>{BODY}</div>")
    article = read(text, "http://www.example.gov.cn/tsjy/201905/t20190515_112060.html")
    assert article is not None
    assert article.published == (published or date(2019, 5, 15))


def test_the_publish_day_of_drawn_articles_is_read_whatever_other_days_stand_around_it():
    missed = [(one.kind, one.url, ours(one)) for one in drawn(120, 7) if ours(one) != str(one.day)]
    assert not missed


XINHUA = (
    "<div class='header-time left'><span class='year'><em>{y}</em></span> <span class='day'><em>{m}</em>/<em>{d}</em>"
    "</span> <span class='time'> 08:55:12</span></div>"
)


@pytest.mark.parametrize(
    "line",
    [
        "<div class='tm'><b>03-05</b><span>2020</span></div>",
        "<div class='tm'><span>05</span><em>2020-03</em></div>",
        "<p><span>2020年</span><span>03月05日</span> 来源：县政府办</p>",
        "<div class='rq'><i>2020</i><i>03</i><i>05</i></div>",
        XINHUA.format(y=2020, m="03", d="05"),
    ],
)
@pytest.mark.parametrize("is_above", [True, False])
def test_a_day_in_several_elements_beside_the_title_is_read(line: str, is_above: bool) -> None:
    head = f"{line}<h1>{TITLE}</h1>" if is_above else f"<h1>{TITLE}</h1>{line}"
    article = facts(page(f"<div class='head'>{head}</div><div id='zoom'>{BODY}</div>"))
    assert article.published == date(2020, 3, 5)


@pytest.mark.parametrize(
    "beside",
    [
        "<div class='p'><span>第</span><span>2020</span><span>12</span><span>期</span></div>",
        "<ul><li><a href='/a.html'>关于做好春耕备耕工作的公告</a><b>03-05</b><span>2020</span></li></ul>",
        "<div><span>1</span><span>2</span><span>3</span></div>",
    ],
)
def test_figures_beside_the_title_that_are_no_day_of_the_article_date_nothing(beside: str) -> None:
    article = read(page(f"<h1>{TITLE}</h1>{beside}<div id='zoom'>{BODY}</div>"))
    assert article is None or article.published is None


@pytest.mark.parametrize("label", ["公告时间", "公告日期", "通告时间", "公示日期"])
def test_the_day_of_an_announcement_dates_it(label: str) -> None:
    article = facts(page(f"<h1>{TITLE}</h1><div>{label}：2020-03-05</div><div id='zoom'>{BODY}</div>"))
    assert article.published == date(2020, 3, 5)
