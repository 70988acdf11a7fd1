"""What can stand in the way of a column: walls, errors, strays, broken bodies, broken paging. None of it is a count."""

import asyncio
import gzip
from collections.abc import Callable, Mapping
from datetime import date

from servers import Line, Reply, close, page, redirect, reset, silence

from farm.dress import bare, head, modern, side
from farm.healthy import DAYS, SIZE, listed, number_in, rows_of
from farm.site import Request, send, send_json
from farm.truth import FIRST, LAST, spread

Fault = Callable[[Request], Reply]
HOME_PAGE = (
    f"{head('网站首页')}<body><h1>试验县人民政府</h1>{side('政务要闻', 300)}{side('通知公告', 330)}</body></html>"
)


def plain(title: str, body: str, status: str = "200 OK") -> bytes:
    text = f"<html><head><meta charset='utf-8'><title>{title}</title></head><body>{body}</body></html>"
    return page(text, status, "Content-Type: text/html; charset=utf-8")


def fixed(reply: Reply) -> Fault:
    """The same answer to everything."""
    return lambda _request: reply


def later(second: Callable[[str], Reply], slug: str) -> Fault:
    """A good first page; ``second`` answers for the others."""
    return lambda request: send(listed(slug, 1)) if number_in(request) == 1 else second(slug)


def noted(slug: str, note: str) -> Fault:
    """Good pages beside a figure that they contradict."""
    return lambda request: send(listed(slug, number_in(request), note=note))


async def drip(line: Line) -> None:
    """A byte now and then, for longer than anybody waits."""
    await line.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n")
    for _ in range(200):
        await line.send(b"<", pause=0.05)


def cut_off(_request: Request) -> Reply:
    body = listed("cut-off", 1).encode()

    async def script(line: Line) -> None:
        await line.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body))
        await line.send(body[: len(body) * 2 // 3])
        await asyncio.sleep(0.01)
        line.writer.close()

    return script


def bomb() -> bytes:
    body = gzip.compress(b"<li>" + b"0" * 60_000_000, 9, mtime=0)
    return page(body, "200 OK", "Content-Type: text/html", "Content-Encoding: gzip")


def over_long(_request: Request) -> Reply:
    return send(listed("over-long", 1).replace("</body>", "<!--" + "长" * 3_000_000 + "--></body>"))


def backwards(slug: str) -> Reply:
    return send(
        modern("信息公开", f"<ul class='list'>{rows_of(spread(15, date(2020, 4, 8), LAST), slug, first=40)}</ul>")
    )


def own_article(_request: Request) -> Reply:
    text = (
        "<p>各乡镇人民政府，县直各部门：</p><p>经县政府研究同意，现将有关事项通知如下，请结合实际认真贯彻落实。</p>" * 4
    )
    return send(
        bare(
            "关于做好春耕备耕工作的通知",
            f"<div class='info'>发布时间：2020-03-12 10:20 来源：县农业农村局</div><div id='zoom'>{text}</div>",
            metas='<meta charset="utf-8"><meta name="ArticleTitle" content="关于做好春耕备耕工作的通知">'
            '<meta name="PubDate" content="2020-03-12 10:20">',
        )
    )


def empty_unit(request: Request) -> Reply:
    """A shell whose interface answers an error with an empty list in it."""
    if request.path.endswith("queryList"):
        return send_json({"code": 500, "msg": "系统繁忙", "data": {"total": 0, "results": []}})
    call = "<script>loadPageData({current:1,unitid:'u',webSiteCode:['t'],channelCode:['col1'],perPage:'15'});</script>"
    return send(modern("信息公开", f'<ul id="list"></ul>{call}'))


def silent_answer(request: Request) -> Reply:
    """A shell whose interface answers an empty list and no figure: asked wrongly, it would say the same."""
    if request.path.endswith("page"):
        return send_json({"code": 200, "data": {"list": []}})
    script = (
        "$.ajax({url:'/silent-answer/page',data:{columnId:'7',pageNo:1,pageSize:15},"
        "success:function(r){show(r.data.list)}});"
    )
    return send(modern("信息公开", f"<ul id='rows' class='list'></ul><script>{script}</script>"))


def unknown_shell(_request: Request) -> Reply:
    """A page filled by a bundled program; its side boxes say 暂无信息 and show dated news."""
    aside = '<div class="sidebar"><h3>网上调查</h3><p>暂无信息</p></div>'
    return send(modern("信息公开", f'<div id="app"></div>{aside}<script src="/static/js/app.7f3d.js"></script>'))


def hijacked_titles(request: Request) -> Reply:
    spam = [f"皇冠{n}体育投注平台官网注册送{n}彩金" for n in range(1, 16)]
    return send(
        listed("hijacked-rows", number_in(request), titles=spam).replace("信息公开", "澳门娱乐城官网_百家乐在线开户")
    )


def hijacked_head(request: Request) -> Reply:
    """A sure list of the column's own under a gambling site's title and keywords."""
    text = listed("hijacked-head", number_in(request)).replace(
        "<title>信息公开_试验县人民政府</title>", "<title>澳门新葡京娱乐场_真人百家乐在线投注平台</title>"
    )
    return send(text.replace("<head>", '<head><meta name="keywords" content="澳门赌场,百家乐,时时彩,六合彩开奖">'))


def unknown_pager(_request: Request) -> Reply:
    """A step to the next page that a bundled program takes."""
    rows = rows_of(spread(SIZE, LAST, FIRST), "unknown-pager")
    return send(
        modern(
            "信息公开",
            f"<ul class='list'>{rows}</ul><div class='page'><a href='javascript:;' class='nx'>下一页</a></div>",
        )
    )


def unknown_more(_request: Request) -> Reply:
    rows = rows_of(spread(SIZE, LAST, FIRST), "unknown-more")
    return send(
        modern(
            "信息公开",
            f"<ul class='list'>{rows}</ul><button class='more' id='btn'>加载更多</button>"
            "<script src='/js/app.js'></script>",
        )
    )


def unknown_numbers(_request: Request) -> Reply:
    rows = rows_of(spread(SIZE, LAST, FIRST), "unknown-numbers")
    numbers = "<span class='cur'>1</span><a onclick='app.to(2)'>2</a><a onclick='app.to(3)'>3</a>"
    return send(modern("信息公开", f"<ul class='list'>{rows}</ul><div class='page'>{numbers}</div>"))


def hub(_request: Request) -> Reply:
    """A page that only previews its sub-columns."""
    blocks = "".join(
        f"<div class='box'><h3>{name}<a href='/hub/{n}/'>更多&gt;&gt;</a></h3><ul>"
        f"{rows_of(spread(6, LAST, FIRST), f'hub/{n}')}</ul></div>"
        for n, name in enumerate(("政策文件", "规划计划", "财政信息", "人事信息"))
    )
    return send(modern("政务公开", blocks))


_TS = (
    "<script>$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=51283;$_ts.cd='qQfZ';</script>"
    "<script src='/4QbVtADbnLVIc/d.FxJzG50F.js'></script>"
)
_C3VK = "<html><script>document.cookie='C3VK=7a1b3c;path=/;max-age=300';window.location.reload();</script></html>"
_CAPTCHA = (
    "<h3>访问验证</h3><p>您的访问过于频繁，请输入验证码后继续访问</p><form><input name='code'>"
    "<img src='/captcha.jpg'></form>"
)
_LOGIN = (
    "<form action='/login' method='post'><h2>用户登录</h2>用户名<input name='u'>"
    "密码<input type='password' name='p'><button>登录</button></form>"
)

FAULTS: Mapping[str, Fault] = {
    "captcha-200": fixed(plain("安全验证", _CAPTCHA)),
    "wall-403": fixed(plain("403", "<h1>403 Forbidden</h1>您的请求被云防护拦截", "403 Forbidden")),
    "wall-412": fixed(plain("", _TS, "412 Precondition Failed")),
    "wall-202": fixed(plain("", _TS, "202 Accepted")),
    "wall-521": fixed(
        plain(
            "", "<script>document.cookie='__jsl_clearance=1586.1|-1|x';location.href=location.pathname</script>", "521 "
        )
    ),
    "wall-405": fixed(
        plain("405", "很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。", "405 Method Not Allowed")
    ),
    "cookie-shell": fixed(send(_C3VK)),
    "too-many": fixed(page("slow down", "429 Too Many Requests", "Retry-After: 7200")),
    "error-500": fixed(page("java.lang.NullPointerException", "500 Internal Server Error")),
    "error-503": fixed(plain("维护", "网站正在维护，请稍后访问", "503 Service Unavailable")),
    "maintenance-200": fixed(
        plain("系统维护公告", "<h2>网站升级维护中</h2><p>给您带来的不便敬请谅解，预计2020年4月12日恢复</p>")
    ),
    "soft-404": fixed(
        send(modern("出错了", "<div class='err'>抱歉，您访问的页面不存在或已被删除</div><a href='/'>返回首页</a>"))
    ),
    "gone-404": fixed(page("nothing", "404 Not Found")),
    "gone-410": fixed(page("gone", "410 Gone")),
    "home-served": fixed(send(HOME_PAGE)),
    "home-redirect": fixed(redirect("/")),
    "redirect-loop": fixed(redirect("/redirect-loop/")),
    "login": fixed(send(bare("用户登录", _LOGIN))),
    "gateway-text-200": fixed(
        plain("502 Bad Gateway", "<center><h1>502 Bad Gateway</h1></center><hr><center>nginx/1.14.0</center>")
    ),
    "empty-body": fixed(send("")),
    "cut-off": cut_off,
    "gzip-bomb": fixed(bomb()),
    "over-long": over_long,
    "drip": fixed(drip),
    "reset": fixed(reset),
    "hang-up": fixed(close),
    "silence": fixed(silence),
    "binary": fixed(send(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 40, "text/html")),
    "mojibake": fixed(
        send(modern("信息公开", "暂无信息").encode("gbk").decode("utf-8", "replace").replace("2020", "�020"))
    ),
    "moved-notice": fixed(
        send(
            bare(
                "公告",
                "<p>本网站已迁移至新网址：<a href='http://www.new.example.gov.cn/'>"
                "http://www.new.example.gov.cn/</a>，请更新收藏</p>",
            )
        )
    ),
    "moved-by-script": fixed(
        send("<html><script>window.location.href='http://www.new.example.gov.cn/zwgk/';</script></html>")
    ),
    "server-greeting": fixed(
        plain("Welcome to nginx!", "<h1>Welcome to nginx!</h1><p>If you see this page, the web server is working.</p>")
    ),
    "folder-index": fixed(
        plain(
            "Index of /zwgk",
            "<h1>Index of /zwgk</h1><pre><a href='../'>../</a>\n<a href='a.html'>a.html</a>"
            " 12-Mar-2020 10:00 312</pre>",
        )
    ),
    "hijacked-rows": hijacked_titles,
    "hijacked-head": hijacked_head,
    "own-article": own_article,
    "unknown-shell": unknown_shell,
    "queryList": empty_unit,
    "silent-answer": silent_answer,
    "unknown-pager": unknown_pager,
    "unknown-more": unknown_more,
    "unknown-numbers": unknown_numbers,
    "hub": hub,
    "robots": lambda request: send(listed("robots", number_in(request))),
    "second-repeats": lambda _request: send(listed("second-repeats", 1)),
    "second-backwards": later(backwards, "second-backwards"),
    "second-500": later(lambda _slug: page("no", "500 Internal Server Error"), "second-500"),
    "second-404": later(lambda _slug: page("no", "404 Not Found"), "second-404"),
    "second-wall": later(lambda _slug: plain("安全验证", _CAPTCHA), "second-wall"),
    "second-empty": later(lambda _slug: send(modern("信息公开", "<ul class='list'></ul>")), "second-empty"),
    "second-home": later(lambda _slug: send(HOME_PAGE), "second-home"),
    "total-contradicted": noted("total-contradicted", f"共{len(DAYS) + 21}条"),
    "pages-contradicted": lambda _request: send(
        modern(
            "信息公开",
            f"<ul class='list'>{rows_of(spread(SIZE, LAST, FIRST), 'pages-contradicted')}</ul>"
            "<div class='page'>第1页/共7页</div>",
        )
    ),
}
"""Programs by column."""
