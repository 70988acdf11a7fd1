"""Publishing systems as mirrors of county portals leave them: where their pages stand, how they are written and paged.

Each system is told by its addresses, its rows' frame, its pager and, where a script asks for rows, the answers of its
interface. The markup is invented after facts about such systems, and was written before the reader was tried on it.
"""

import base64
import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from html import escape
from urllib.parse import quote

FIRST, LAST, TODAY = date(2020, 1, 1), date(2020, 3, 31), date(2020, 4, 9)


@dataclass(frozen=True)
class Line:
    """One item of a column: ``pin`` says whether it stands on top of the list, ``marked`` or ``bare``."""

    title: str
    day: date
    href: str
    number: int
    pin: str = ""


@dataclass
class Column:
    """One column of a portal, before it is mirrored."""

    dice: random.Random
    system: "System"
    number: int
    name: str
    folder: str
    lines: list[Line]
    size: int
    style: str
    form: str
    traits: dict[str, str]
    articles: bool = False
    siblings: list["Column"] = field(default_factory=list)
    tops: tuple[Line, ...] = ()

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.lines) // self.size))

    def lines_of(self, n: int) -> list[Line]:
        """The rows of a page; ``tops`` stand above those of the first, or of every page, and again in their places."""
        tops = self.tops if n == 1 or self.traits["pin"].endswith("everywhere") else ()
        return [*tops, *self.lines[(n - 1) * self.size : n * self.size]]

    def at(self, n: int) -> str:
        return self.system.at(self, n)

    def said(self, line: Line) -> str:
        return _dated(line.day, self.form)

    def rows(self, n: int) -> str:
        lines = self.lines_of(n)
        return STYLES[self.style](self, lines) if lines else ""


def _dated(day: date, form: str) -> str:
    said = day.strftime(form.replace("%-m", str(day.month)).replace("%-d", str(day.day)))
    return said.replace("%H:%M", f"{8 + day.day % 9:02}:{day.day * 2 % 60:02}")


# --- rows ----------------------------------------------------------------------------------------------------------


def _mark(line: Line) -> str:
    return "<b style='color:#d00'>[置顶]</b>" if line.pin == "marked" else ""


def _cut(title: str, length: int = 24) -> str:
    return escape(title if len(title) <= length else title[: length - 2] + "...")


def _plain(c: Column, lines: list[Line]) -> str:
    rows = "".join(
        f"<li>{_mark(x)}<a href='{x.href}' target='_blank'>{escape(x.title)}</a><span>{c.said(x)}</span></li>\n"
        for x in lines
    )
    return f"<ul class='gl-list'>{rows}</ul>"


def _day_first(c: Column, lines: list[Line]) -> str:
    rows = "".join(
        f"<li><em class='rq'>{c.said(x)}</em>{_mark(x)}<a title='{escape(x.title)}' href='{x.href}'>{_cut(x.title)}"
        f"</a></li>"
        for x in lines
    )
    return f"<div class='lmList'><ul>{rows}</ul></div>"


def _lines_in_fives(c: Column, lines: list[Line]) -> str:
    """A rule after every five rows, each five a list of its own."""
    out = []
    for start in range(0, len(lines), 5):
        rows = "".join(
            f"<li><i class='dot'></i>{_mark(x)}<a href='{x.href}'>{escape(x.title)}</a>"
            f"<span class='fr'>{c.said(x)}</span></li>"
            for x in lines[start : start + 5]
        )
        out.append(f"<ul class='wz'>{rows}</ul><div class='line'></div>")
    return "".join(out)


def _old_table(c: Column, lines: list[Line]) -> str:
    rows = "".join(
        f"<tr><td width='20' align='center'><img src='/images/d.gif'></td><td>{_mark(x)}<a class='c1' href='{x.href}'>"
        f"{escape(x.title)}</a></td><td width='90'>{c.said(x)}</td></tr>"
        for x in lines
    )
    return f"<table width='100%' border='0' cellspacing='0'>{rows}</table>"


def _numbered_table(c: Column, lines: list[Line]) -> str:
    rows = "".join(
        f"<tr><td>{n}</td><td><a href='{x.href}' title='{escape(x.title)}'>{_cut(x.title)}</a>{_mark(x)}</td>"
        f"<td>{c.name[:4]}发〔{x.day.year}〕{x.number + 1}号</td><td>{c.said(x)}</td></tr>"
        for n, x in enumerate(lines, 1)
    )
    head = "<tr><th>序号</th><th>标题</th><th>文号</th><th>发布日期</th></tr>"
    return f"<table class='xx-tab'><thead>{head}</thead><tbody>{rows}</tbody></table>"


def _catalogue(c: Column, lines: list[Line]) -> str:
    """The formed day stands before the published one."""
    rows = "".join(
        f"<tr><td>11620{x.number:04}/{x.day.year}-{x.number:05}</td><td><a href='{x.href}'>{escape(x.title)}</a></td>"
        f"<td>{_formed(x)}</td><td>{x.day:%Y-%m-%d}</td></tr>"
        for x in lines
    )
    head = "<tr><td>索引号</td><td>信息名称</td><td>成文日期</td><td>发布日期</td></tr>"
    return f"<table class='zfxxgk'>{head}{rows}</table>"


def _formed(x: Line) -> str:
    return f"{date.fromordinal(x.day.toordinal() - 3 - x.number % 25):%Y-%m-%d}"


def _cards(c: Column, lines: list[Line]) -> str:
    rows = "".join(
        f"<dl><dt>{_mark(x)}<a href='{x.href}'>{escape(x.title)}</a></dt><dd class='zy'>近日，{escape(x.title[:14])}"
        f"有关情况如下，请各乡镇、各单位结合实际认真抓好落实。<a href='{x.href}'>[详细]</a></dd>"
        f"<dd class='info'>来源：县政府办　发布时间：{c.said(x)}　浏览次数：{(x.number * 37) % 900 + 12}</dd></dl>"
        for x in lines
    )
    return f"<div class='cards'>{rows}</div>"


def _whole_link(c: Column, lines: list[Line]) -> str:
    rows = "".join(
        f"<a class='item' href='{x.href}'><h4>{escape(x.title)}</h4><p>{escape(x.title[:10])}……"
        f"</p><time>{c.said(x)}</time></a>"
        for x in lines
    )
    return f"<div class='news-box'>{rows}</div>"


def _split_day(c: Column, lines: list[Line]) -> str:
    rows = "".join(
        f"<li><div class='d'><strong>{x.day:%d}</strong><span>{x.day:%Y-%m}</span></div>"
        f"<div class='t'><a href='{x.href}'>{escape(x.title)}</a></div></li>"
        for x in lines
    )
    return f"<ul class='datelist'>{rows}</ul>"


def _loose(c: Column, lines: list[Line]) -> str:
    return "".join(f"·<a href='{x.href}'>{escape(x.title)}</a>&nbsp;&nbsp;({c.said(x)})<br/>\n" for x in lines)


def _divs(c: Column, lines: list[Line]) -> str:
    return "".join(
        f"<div class='row clearfix'><div class='col-10'>{_mark(x)}<a href=\"{x.href}\" onclick=\"count({x.number})\">"
        f"{escape(x.title)}</a></div><div class='col-2'>{c.said(x)}</div></div>"
        for x in lines
    )


def _letters(c: Column, lines: list[Line]) -> str:
    """Letters of citizens: written days before, answered on the day that counts."""
    rows = "".join(
        f"<tr><td>XJ{x.day:%Y%m}{x.number:03}</td><td><a href='{x.href}'>{escape(x.title)}"
        f"</a></td><td>{_formed(x)}</td>"
        f"<td>{x.day:%Y-%m-%d}</td><td>已办结</td></tr>"
        for x in lines
    )
    head = "<tr><th>编号</th><th>主题</th><th>来信时间</th><th>回复时间</th><th>状态</th></tr>"
    return f"<table class='xinxiang'>{head}{rows}</table>"


def _undated(c: Column, lines: list[Line]) -> str:
    rows = "".join(f"<li>{_mark(x)}<a href='{x.href}'>{escape(x.title)}</a></li>" for x in lines)
    return f"<ul class='nodate'>{rows}</ul>"


def _short_day(c: Column, lines: list[Line]) -> str:
    """Month and day alone: the year is the article's."""
    rows = "".join(f"<li><a href='{x.href}'>{escape(x.title)}</a><span>[{x.day:%m-%d}]</span></li>" for x in lines)
    return f"<ul class='short'>{rows}</ul>"


def _pairs(c: Column, lines: list[Line]) -> str:
    """Two items a row of the table."""
    cells = [f"<td><a href='{x.href}'>{escape(x.title)}</a></td><td>{c.said(x)}</td>" for x in lines]
    rows = "".join(f"<tr>{''.join(cells[n : n + 2])}</tr>" for n in range(0, len(cells), 2))
    return f"<table class='pair'>{rows}</table>"


Style = Callable[[Column, list[Line]], str]
STYLES: Mapping[str, Style] = {
    "plain": _plain,
    "day first": _day_first,
    "in fives": _lines_in_fives,
    "old table": _old_table,
    "numbered table": _numbered_table,
    "catalogue": _catalogue,
    "cards": _cards,
    "whole link": _whole_link,
    "split day": _split_day,
    "loose": _loose,
    "divs": _divs,
    "letters": _letters,
    "undated": _undated,
    "short day": _short_day,
    "pairs": _pairs,
}
UNYEARED = {"undated", "short day"}
NO_MARK = {"numbered table", "catalogue", "whole link", "split day", "loose", "letters", "short day", "pairs"}


# --- systems -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class System:
    """How one system publishes: addresses, the words around its rows, its pager, its interface."""

    name: str
    at: Callable[[Column, int], str]
    article: Callable[[str, int, date, int], str]
    pager: Callable[[Column, int], str]
    tells_end: bool = True
    frame: Callable[[Column, str, str], str] = field(default=lambda c, rows, pager: rows + pager)
    is_shell: bool = False
    has_first: bool = True
    answer: Callable[[Column, str, Mapping[str, str]], str | None] | None = None
    counts: str = "pages"
    one_page_ends: bool = True
    metas: Callable[[Column], str] = field(default=lambda c: "")


def _numbers(c: Column, n: int, *, first: str = "首页", mark: str = "<span class='cur'>{n}</span>") -> str:
    near = [k for k in range(1, c.pages + 1) if abs(k - n) < 4]
    steps = [mark.format(n=k) if k == n else f"<a href='{c.at(k)}'>{k}</a>" for k in near]
    before = f"<a href='{c.at(1)}'>{first}</a><a href='{c.at(n - 1)}'>上一页</a>" if n > 1 else ""
    after = f"<a href='{c.at(n + 1)}'>下一页</a><a href='{c.at(c.pages)}'>尾页</a>" if n < c.pages else ""
    return before + "".join(steps) + after


def _create_page(c: Column, n: int) -> str:
    return f'<div class=\'fy\'><script>createPageHTML({c.pages}, {n - 1}, "index", "html");</script></div>'


def _pager_object(c: Column, n: int) -> str:
    return (
        "<div id='pagination'></div><script>Pager({"
        f"size:{c.pages}, current:{n - 1}, prefix:'index', suffix:'html', total:{len(c.lines)}"
        "});</script>"
    )


def _six_arguments(c: Column, n: int) -> str:
    return (
        f"<div id='page_div'></div><script>createPageHTML('page_div',{c.pages},{n},'list','shtml',{len(c.lines)});"
        f"</script>"
    )


def _vsb_at(c: Column, n: int) -> str:
    return f"{c.folder}.htm" if n == 1 else f"{c.folder}/{c.pages - n + 1}.htm"


def _vsb_pager(c: Column, n: int) -> str:
    if c.pages == 1:
        return f"<table><tr><td id='fanye{c.number}'>共{len(c.lines)}条&nbsp;&nbsp;1/1&nbsp;</td></tr></table>"
    steps = f"<a href='{c.at(1)}'>首页</a> <a href='{c.at(n - 1)}'>上页</a> " if n > 1 else "首页 上页 "
    steps += f"<a href='{c.at(n + 1)}'>下页</a> <a href='{c.at(c.pages)}'>尾页</a>" if n < c.pages else "下页 尾页"
    return (
        f"<table><tr><td id='fanye{c.number}'>共{len(c.lines)}条&nbsp;&nbsp;{n}/{c.pages}&nbsp;</td><td>{steps}</td>"
        f"<td><input id='a{c.number}GOPAGE' size='3'>转到</td></tr></table>"
    )


def _vsb_modern(c: Column, n: int) -> str:
    said = f"<span class='p_t'>共{len(c.lines)}条</span>"
    if c.pages == 1:
        return f"<div class='pb_sys_common pb_sys_normal'>{said}<span class='p_no_d'>1</span></div>"
    near = [k for k in range(1, c.pages + 1) if abs(k - n) < 3 or k in (1, c.pages)]
    marks = "".join(
        f"<span class='p_no_d'>{k}</span>" if k == n else f"<span class='p_no'><a href='{c.at(k)}'>{k}</a></span>"
        for k in near
    )
    after = (
        f"<span class='p_next p_fun'><a href='{c.at(n + 1)}'>下页</a></span>"
        f"<span class='p_last p_fun'><a href='{c.at(c.pages)}'>尾页</a></span>"
        if n < c.pages
        else "<span class='p_next_d p_fun_d'>下页</span><span class='p_last_d p_fun_d'>尾页</span>"
    )
    return f"<div class='pb_sys_common pb_sys_normal'>{said}{marks}{after}</div>"


def _record(c: Column, x: Line) -> str:
    return (
        f"<record><![CDATA[<li><a title='{escape(x.title)}' href='{x.href}'>{_cut(x.title)}"
        f"</a><span>{c.said(x)}</span></li>]]></record>"
    )


def _jpage(c: Column, rows: str, pager: str) -> str:
    records = "".join(_record(c, x) for x in c.lines_of(1))
    call = (
        f"<script>$(function(){{$('#{c.number}').jpage({{totalRecord:1000,perPage:15}});}});"
        f"var p{c.number} = {{uid:'{c.number}',totalRecord:{len(c.lines)},perPage:{c.size // 3},groupSize:3,"
        f"openmethod:'script',proxyUrl:'/module/web/jpage/dataproxy.jsp',ajaxParam:{{col:1,appid:1,webid:7,path:'/',"
        f"columnid:{c.number},sourceContentType:1,unitid:'{c.number}',webname:'县政府',permissiontype:0}}}};"
        f"$('#{c.number}').jpage(p{c.number});</script>"
    )
    return (
        f"<div id='{c.number}' class='default_pgContainer'><script type='text/xml'><datastore><nextgroup></nextgroup>"
        f"<recordset>{records}</recordset></datastore></script></div><script src='/script/jquery.jpage.js'>"
        f"</script>{call}"
    )


def _jpage_answer(c: Column, path: str, asked: Mapping[str, str]) -> str | None:
    if path != "/module/web/jpage/dataproxy.jsp" or asked.get("columnid") != str(c.number):
        return None
    start, end = int(asked.get("startrecord", "1")), int(asked.get("endrecord", str(c.size)))
    records = "".join(_record(c, x) for x in c.lines[start - 1 : end])
    return (
        f"<datastore><totalrecord>{len(c.lines)}</totalrecord><totalpage>{c.pages}</totalpage><nextgroup></nextgroup>"
        f"<recordset>{records}</recordset></datastore>"
    )


_UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
_UNIT_QUERY = (
    "{{'webId':'7','pageId':'{}','parseType':'bulidstatic','pageType':'column','tagId':'信息列表','tplSetId':'t1'}}"
)


def _jpaas_fragment(c: Column, n: int) -> str:
    rows = "".join(
        f"<li><a href='{x.href}' title='{escape(x.title)}'>{_cut(x.title, 18)}</a><span>{c.said(x)}</span></li>"
        for x in c.lines_of(n)
    )
    query = _UNIT_QUERY.format(c.number)
    return (
        f"<div class='page-content'><ul>{rows}</ul></div><table class='pagination' queryData=\"{query}\" "
        f"rows='{c.size}' "
        f"count='{len(c.lines)}' pageNo='{n}' unitUrl='{_UNIT}'><tr><td>共<span>0</span>页</td></tr></table>"
    )


def _jpaas(c: Column, rows: str, pager: str) -> str:
    return f"<div id='信息列表'>{_jpaas_fragment(c, 1)}</div><script src='/cms_files/pageNew.js'></script>"


def _jpaas_shell(c: Column, rows: str, pager: str) -> str:
    query = _UNIT_QUERY.format(c.number)
    return (
        f"<div id='信息列表'></div><script src='/cms_files/jpaas/unitbuild.js' webId='7' parseType='bulidstatic' "
        f"url='{_UNIT}' queryData=\"{query}\"></script>"
    )


def _jpaas_answer(c: Column, path: str, asked: Mapping[str, str]) -> str | None:
    if path != _UNIT or asked.get("pageId") != str(c.number):
        return None
    wanted = json.loads(asked.get("paramJson") or "{}")
    n = int(wanted.get("pageNo", 1))
    return json.dumps({"success": True, "code": "200", "message": "生成成功", "data": {"html": _jpaas_fragment(c, n)}})


def _hex(c: Column) -> str:
    return f"{c.number * 7919:032x}"


def _ucap_metas(c: Column) -> str:
    return f"<meta name='channelId' content='{_hex(c)}'><meta name='others' content='页面生成时间 2020-04-09 03:00:00'>"


def _ucap_answer(c: Column, path: str, asked: Mapping[str, str]) -> str | None:
    if path != f"/common/search/{_hex(c)}":
        return None
    n, size = int(asked.get("page", "1")), int(asked.get("_pageSize", "20"))
    lines = c.lines[(n - 1) * size : n * size]
    results = [{"title": x.title, "url": x.href, "publishedTimeStr": f"{x.day} 10:00:00"} for x in lines]
    data = {"page": n, "rows": size, "total": len(c.lines), "channelId": _hex(c), "results": results}
    return json.dumps({"code": 200, "data": data}, ensure_ascii=False)


def _label_pager(c: Column, n: int) -> str:
    return (
        f"<div id='page_public_info'></div>"
        f"<script>var pageCount:{c.pages};$('#page_public_info').page({{pageCount:{c.pages},"
        f"pageIndex:{n},labelName:'publicInfoList',siteId:'4697428',pageSize:{c.size},organId:'1{c.number}',"
        f"type:4,catId:'{c.number}',action:'list',file:'/c1/gongkai/publicInfoList'}});</script>"
    )


def _label_answer(c: Column, path: str, asked: Mapping[str, str]) -> str | None:
    if path != "/site/label/8888" or asked.get("catId") != str(c.number):
        return None
    n = int(asked.get("pageIndex", "1"))
    return _label_list(c, c.rows(n), "") + f"<script>var pageCount:{c.pages};</script>"


def _label_list(c: Column, rows: str, pager: str) -> str:
    return f"<div class='xxgk_nav_con'>{rows}</div>{pager}"


def _gkml(c: Column, rows: str, pager: str) -> str:
    tree = [
        {"id": other.number, "name": other.name, "children": [], "jump_url": "", "post_count": len(other.lines)}
        for other in c.siblings
        if other.system.name == "gkmlpt"
    ]
    config = json.dumps({"SID": "7", "TREE": tree}, ensure_ascii=False)
    return f"<div id='app'></div><script>window._CONFIG = {config};</script>"


def _gkml_answer(c: Column, path: str, asked: Mapping[str, str]) -> str | None:
    if path != f"/gkmlpt/api/all/{c.number}":
        return None
    n = int(asked.get("page", "1"))
    articles = [
        {"id": x.number, "title": x.title, "url": x.href, "display_publish_time": _unix(x.day), "date": _unix(x.day)}
        for x in c.lines_of(n)
    ]
    return json.dumps({"articles": articles, "classify": {"id": c.number, "post_count": len(c.lines)}})


def _unix(day: date) -> int:
    return (day.toordinal() - date(1970, 1, 1).toordinal()) * 86400 + 3600


def _query_list(c: Column, rows: str, pager: str) -> str:
    return (
        "<script id='tpl' type='text/x-handlebars-template'>{{#each results}}<li><a href='{{url}}'>{{title}}</a>"
        "<span>{{pubDate}}</span></li>{{/each}}</script><ul id='list'></ul><script>loadPageData({"
        f"current:1,unitid:'u{c.number}',webSiteCode:['qyx'],channelCode:['col{c.number}'],perPage:'{c.size}',"
        "showMode:'full',groupSize:3});</script>"
    )


def _query_answer(c: Column, path: str, asked: Mapping[str, str]) -> str | None:
    if path != "/queryList" or f"col{c.number}" not in (asked.get("channelCode[]", "") + asked.get("channelCode", "")):
        return None
    n = int(asked.get("current", "1"))
    results = [
        {"source": {"title": x.title, "pubDate": f"{x.day} 09:00", "urls": json.dumps({"pc": x.href})}, **_flat(x)}
        for x in c.lines_of(n)
    ]
    return json.dumps({"data": {"total": len(c.lines), "results": results}}, ensure_ascii=False)


def _flat(x: Line) -> dict[str, str]:
    return {"title": x.title, "pubDate": f"{x.day} 09:00", "urls": json.dumps({"pc": x.href})}


def _epoint_at(c: Column, n: int) -> str:
    return f"{c.folder}/moreinfo.html" if n == 1 else f"{c.folder}/{n}.html"


def _epoint_pager(c: Column, n: int) -> str:
    return (
        f"<span id='mytotalnum' style='display:none'>{len(c.lines)}</span><div id='page' class='pagemargin'></div>"
        f"<script>$('#page').pagination({{pageIndex:{n - 1},pageSize:{c.size},total:{len(c.lines)},showPageNum:5}});"
        f"function golist(i){{i=i+1; if(i==1){{location.href='{c.folder}/moreinfo.html'}}"
        f"else{{location.href='{c.folder}/'+i+'.html'}}}}"
        "</script>"
    )


def _base64_pager(c: Column, n: int) -> str:
    words = f"<span>{len(c.lines)}条</span>" + _numbers(c, n)
    packed = base64.b64encode(quote(words).encode()).decode()
    return f"<div id='pages'>{packed}</div><input type='hidden' id='nsid' value='jyhcms-58-{c.number}'>"


def _empire_pager(c: Column, n: int) -> str:
    steps = "".join(
        f"&nbsp;<b>{k}</b>&nbsp;" if k == n else f"&nbsp;<a href='{c.at(k)}'>{k}</a>&nbsp;"
        for k in range(1, c.pages + 1)
    )
    after = f"<a href='{c.at(n + 1)}'>下一页</a>&nbsp;<a href='{c.at(c.pages)}'>尾页</a>" if n < c.pages else ""
    return f"<div class='epages'><a title='Total record'><b>{len(c.lines)}</b></a>{steps}{after}</div>"


def _dede_pager(c: Column, n: int) -> str:
    if c.pages == 1:
        return (
            f"<div class='dede_pages'><ul class='pagelist'><li><span class='pageinfo'>共 "
            f"<strong>1</strong>页<strong>{len(c.lines)}</strong>条记录</span></li></ul>"
            f"</div>"
        )
    steps = "".join(
        f"<li class='thisclass'>{k}</li>" if k == n else f"<li><a href='{c.at(k)}'>{k}</a></li>"
        for k in range(1, c.pages + 1)
    )
    after = (
        f"<li><a href='{c.at(n + 1)}'>下一页</a></li><li><a href='{c.at(c.pages)}'>末页</a></li>" if n < c.pages else ""
    )
    return (
        f"<ul class='pagelist'>{steps}{after}<li><span class='pageinfo'>共 <strong>{c.pages}"
        f"</strong>页<strong>{len(c.lines)}</strong>条</span></li></ul>"
    )


def _site_server(c: Column, n: int) -> str:
    options = "".join(
        f"<option value='{c.at(k)}'{' selected' if k == n else ''}>{k}</option>" for k in range(1, c.pages + 1)
    )
    steps = f"<a href='{c.at(1)}'>首页</a> <a href='{c.at(n - 1)}'>上一页</a>" if n > 1 else "首页 上一页"
    steps += (
        f" <a href='{c.at(n + 1)}'>下一页</a> <a href='{c.at(c.pages)}'>末页</a>" if n < c.pages else " 下一页 末页"
    )
    return (
        f"<table><tr><td>{steps}</td><td>{n} / {c.pages}</td><td><select onchange='location.href=this.value'>{options}"
        f"</select></td></tr></table>"
    )


def _jee(c: Column, n: int) -> str:
    def step(k: int, word: str, off: bool) -> str:
        go = "disabled='disabled'" if off else f"onclick=\"location.href=encodeURI('{c.at(k).rsplit('/', 1)[1]}');\""
        return f"<input type='button' value='{word}' {go}/>"

    return (
        f"<div class='pg'>共{len(c.lines)}条记录 {n}/{c.pages}页 "
        f"{step(1, '首页', n == 1)}{step(n - 1, '上一页', n == 1)}"
        f"{step(n + 1, '下一页', n == c.pages)}{step(c.pages, '尾页', n == c.pages)}</div>"
    )


def _dotnet(c: Column, n: int) -> str:
    """Steps by form: a mirror keeps no answer to them."""
    steps = "".join(
        f"<span>{k}</span>" if k == n else f"<a href=\"javascript:__doPostBack('AspNetPager1','{k}')\">{k}</a>"
        for k in range(1, c.pages + 1)
    )
    return (
        f"<form id='form1' method='post' action='{c.at(1)}'><input type='hidden' name='__VIEWSTATE' value='/wEPDwUK'>"
        f"<div id='AspNetPager1'>{steps} 共{len(c.lines)}条</div></form>"
    )


def _vue(c: Column, rows: str, pager: str) -> str:
    return (
        f"<div id='app'><div v-for='i in list'><a :href='i.url'>{{{{ i.title }}}}</a></div></div><script>"
        f"axios.get('/api/cms/article/list',{{params:{{channelId:{c.number},pageNum:1,pageSize:{c.size}}}}})"
        ".then(r=>{app.list=r.data.rows})</script>"
    )


def _vue_answer(c: Column, path: str, asked: Mapping[str, str]) -> str | None:
    if path != "/api/cms/article/list" or asked.get("channelId") != str(c.number):
        return None
    n = int(asked.get("pageNum", "1"))
    rows = [{"title": x.title, "url": x.href, "publishDate": f"{x.day}"} for x in c.lines_of(n)]
    return json.dumps({"code": 200, "total": len(c.lines), "rows": rows}, ensure_ascii=False)


def _mobile(c: Column, n: int) -> str:
    steps = f"<a class='prev' href='{c.at(n - 1)}'>&lt;</a>" if n > 1 else ""
    steps += f"<a class='next' href='{c.at(n + 1)}'>&gt;</a>" if n < c.pages else ""
    return f"<div class='pnav'>{steps}<em>{n}/{c.pages}</em></div>"


def _more_script(c: Column, n: int) -> str:
    return f"<div class='jzgd' onclick='loadMore({n + 1})'>点击加载更多</div><script src='/js/list.js'></script>"


def _none(c: Column, n: int) -> str:
    return ""


def _art(folder: str, number: int, day: date, column: int) -> str:
    return f"/art/{day.year}/{day.month}/{day.day}/art_{column}_{number + 500}.html"


def _trs_art(folder: str, number: int, day: date, column: int) -> str:
    return f"{folder}/{day:%Y%m}/t{day:%Y%m%d}_{column}{number:04}.html"


def _info_art(folder: str, number: int, day: date, column: int) -> str:
    return f"/info/{column}/{number + 2000}.htm"


def _content_art(folder: str, number: int, day: date, column: int) -> str:
    return f"{folder}/content/post_{column}{number:04}.html"


def _year_art(folder: str, number: int, day: date, column: int) -> str:
    return f"{folder}/art/{day.year}/art_{column * 7919 + number:032x}.html"


def _shtml_art(folder: str, number: int, day: date, column: int) -> str:
    return f"/qyx/c{100000 + column}/{day:%Y%m}/{column * 7919 + number:032x}.shtml"


def _query_art(folder: str, number: int, day: date, column: int) -> str:
    return f"/content.jsp?id={column}{number:04}"


def _public_art(folder: str, number: int, day: date, column: int) -> str:
    return f"/public/1{column}/{column}{number:04}.html"


def _indexed(stem: str, tail: str, first: str = "", shift: int = 0) -> Callable[[Column, int], str]:
    return lambda c, n: f"{c.folder}/{first}" if n == 1 else f"{c.folder}/{stem}{n - shift}{tail}"


SYSTEMS: tuple[System, ...] = (
    System("trs", _indexed("index_", ".html", shift=1), _trs_art, _create_page),
    System("trs pager", _indexed("index_", ".html", "index.html", 1), _trs_art, _pager_object),
    System(
        "jpage",
        lambda c, n: (
            f"/col/col{c.number}/index.html?uid={c.number}&pageNum={n}" if n > 1 else f"/col/col{c.number}/index.html"
        ),
        _art,
        _none,
        frame=_jpage,
        answer=_jpage_answer,
        counts="records",
    ),
    System(
        "jpaas",
        _indexed("index_", ".html", "index.html"),
        _year_art,
        _none,
        frame=_jpaas,
        answer=_jpaas_answer,
    ),
    System(
        "jpaas shell",
        _indexed("index_", ".html", "index.html"),
        _year_art,
        _none,
        frame=_jpaas_shell,
        answer=_jpaas_answer,
        has_first=False,
    ),
    System("vsb", _vsb_at, _info_art, _vsb_pager),
    System("vsb modern", _vsb_at, _info_art, _vsb_modern),
    System(
        "longxun",
        lambda c, n: (
            f"/public/column/1{c.number}?type=4&action=list&nav=&sub=&catId={c.number}"
            + (f"&pageIndex={n}" if n > 1 else "")
        ),
        _public_art,
        _label_pager,
        frame=_label_list,
        answer=_label_answer,
    ),
    System(
        "ucap static",
        _indexed("list_", ".shtml", "list.shtml"),
        _shtml_art,
        _six_arguments,
        metas=_ucap_metas,
    ),
    System(
        "ucap api",
        _indexed("list_", ".shtml", "list.shtml"),
        _shtml_art,
        _none,
        frame=lambda c, rows, pager: "<ul id='body' class='list'></ul><script src='/common/js/list.js'></script>",
        metas=_ucap_metas,
        answer=_ucap_answer,
        has_first=False,
    ),
    System(
        "ucap lost pages",
        _indexed("list_", ".shtml", "list.shtml"),
        _shtml_art,
        _six_arguments,
        metas=_ucap_metas,
        answer=_ucap_answer,
    ),
    System("guangdong", _indexed("index_", ".html", "index.html"), _content_art, _numbers, one_page_ends=False),
    System(
        "gkmlpt",
        lambda c, n: f"/gkmlpt/index#{c.number}",
        _content_art,
        _none,
        frame=_gkml,
        answer=_gkml_answer,
        has_first=False,
    ),
    System(
        "jiangxi",
        lambda c, n: f"/site/col/col{c.number}/index.html",
        _art,
        _none,
        frame=_query_list,
        answer=_query_answer,
        has_first=False,
    ),
    System("epoint", _epoint_at, _trs_art, _epoint_pager),
    System(
        "ilist",
        lambda c, n: f"/info/iList.jsp?node_id=GKqyx&cat_id={c.number}" + (f"&cur_page={n}" if n > 1 else ""),
        _query_art,
        lambda c, n: f"<div class='page'>共{len(c.lines)}条 第{n}/{c.pages}页 {_numbers(c, n)}</div>",
    ),
    System("jyhcms", _indexed("", ".html", "index.html"), _trs_art, _base64_pager),
    System("empire", _indexed("index_", ".html"), _year_art, _empire_pager),
    System("dede", _indexed("list_8_", ".html"), _trs_art, _dede_pager),
    System(
        "siteserver",
        lambda c, n: f"/channels/{c.number}.html" if n == 1 else f"/channels/{c.number}_{n}.html",
        _content_art,
        _site_server,
    ),
    System("jeecms", _indexed("index_", ".jhtml", "index.jhtml"), _content_art, _jee),
    System(
        "dotnet",
        lambda c, n: f"/list.aspx?cid={c.number}" + (f"&page={n}" if n > 1 else ""),
        _query_art,
        _dotnet,
    ),
    System(
        "vue",
        lambda c, n: f"/list/{c.number}.html",
        _content_art,
        _none,
        frame=_vue,
        answer=_vue_answer,
        has_first=False,
    ),
    System("arrows", _indexed("p", ".html", "index.html"), _content_art, _mobile),
    System(
        "more by script",
        _indexed("p", ".html", "index.html"),
        _content_art,
        _more_script,
        tells_end=False,
        one_page_ends=False,
    ),
    System(
        "no pager",
        _indexed("p", ".html", "index.html"),
        _trs_art,
        _none,
        tells_end=False,
        one_page_ends=False,
    ),
)
