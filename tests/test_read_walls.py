"""Pages that came instead of the column, with whatever status, and healthy pages that only sound like them."""

import time
import tomllib

import pytest

from auditor.base.resources import shipped
from auditor.base.terms import ColumnState
from auditor.read.reading import read_page
from auditor.read.walls import Wall, find_problem, says_empty, walls

URL = "https://www.qingshan.test/zwgk/czxx/index.html"
BLOCKED, MISSING = ColumnState.BLOCKED, ColumnState.MISSING
UNREACHABLE, UNREADABLE = ColumnState.UNREACHABLE, ColumnState.UNREADABLE


def page(body: str, title: str = "") -> str:
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title></head><body>{body}</body></html>"


NAVIGATION = (
    "<div class='nav'>"
    + "".join(
        f"<a href='/{slug}/'>{name}</a>"
        for slug, name in [
            ("", "首页"),
            ("zwgk", "政务公开"),
            ("zwfw", "政务服务"),
            ("hdjl", "互动交流"),
            ("zjqs", "走进青山"),
        ]
    )
    + "</div>"
)
FOOTER = (
    "<div class='footer'>主办：青山县人民政府办公室　网站维护：青山县大数据中心　技术支持电话：0999-1234567 "
    "青ICP备00000000号 建议使用IE9以上浏览器访问 <a href='/wzdt/'>网站地图</a></div>"
)
LOGIN_LINK = "<div class='top'><a href='/login'>登录</a> | <a href='/register'>注册</a> 无障碍 长者模式</div>"


def in_site(body: str, title: str = "青山县人民政府") -> str:
    return page(LOGIN_LINK + NAVIGATION + body + FOOTER, title)


WALLS = {
    "瑞数": (
        BLOCKED,
        "瑞数",
        "<html><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=1204;$_ts.cd='qqx';</script></html>",
    ),
    "a cookie written by pieces": (
        BLOCKED,
        "重新载入",
        "<script>document.cookie=('_')+('_')+('j')+'sl=1';location.href=location.pathname</script>",
    ),
    "加速乐": (
        BLOCKED,
        "加速乐",
        "<script>var a='__jsl_clearance_s=17.1|0|x';document.cookie=a;go();</script>",
    ),
    "C3VK": (
        BLOCKED,
        "重新载入",
        "<html><body><script>var v='C3VK=5ab0c1; path=/';document.cookie=v;window.location.reload();</scr"
        "ipt></body></html>",
    ),
    "cookie and reload": (
        BLOCKED,
        "重新载入",
        "<script>document.cookie='wzws_sid=ab12;path=/';setTimeout(function(){location.replace(location.h"
        "ref)},100)</script>",
    ),
    "reload only": (
        BLOCKED,
        "重新载入",
        "<html><body onload='go()'><script>function go(){window.location.href=location.pathname}</script>"
        "</body></html>",
    ),
    "Aliyun script": (
        BLOCKED,
        "阿里云",
        "<html><script>var arg1='0A1B2C';setCookie('acw_sc__v2',x);document.location.reload();</script></html>",
    ),
    "Aliyun 405": (
        BLOCKED,
        "阿里云",
        page(
            "<p>很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。</p><p>您的请求ID是：781bad0a</p>",
            "405",
        ),
    ),
    "Cloudflare challenge": (
        BLOCKED,
        "Cloudflare",
        page(
            "<h1>www.qingshan.test</h1><p>Verifying you are human.</p>"
            "<script src='/cdn-cgi/challenge-platform/h/b/x'></script>",
            "Just a moment...",
        ),
    ),
    "Cloudflare refusal": (
        BLOCKED,
        "Cloudflare",
        page(
            "<h1>Sorry, you have been blocked</h1><p>Error 1020</p><p>Performance & security by Cloudflare</p>",
            "Access denied",
        ),
    ),
    "安全狗": (
        BLOCKED,
        "安全狗",
        page(
            "<h2>网站防火墙</h2><p>您的请求带有不合法参数，已被网站管理员设置拦截！</p><p>"
            "可能原因：您提交的内容包含危险的攻击请求</p><p>安全狗</p>",
            "网站防火墙",
        ),
    ),
    "云锁": (
        BLOCKED,
        "云锁",
        "<html><script>function jump(){self.location='/?security_verify_data=1'} document.title='yunsuo_s"
        "ession_verify'</script></html>",
    ),
    "D盾": (BLOCKED, "D盾", page("<p>访问异常，本次请求未放行。</p>", "D盾_拦截提示")),
    "创宇盾": (
        BLOCKED,
        "创宇盾",
        page("<p>当前访问疑似黑客攻击，已被创宇盾拦截。</p><p>如果您是网站管理员，请登录查看详情。</p>", "访问被拒绝"),
    ),
    "腾讯云": (
        BLOCKED,
        "防火墙",
        page("<p>本站由腾讯云Web应用防火墙保护，您提交的请求可能对网站造成威胁</p>", "提示"),
    ),
    "360": (BLOCKED, "防火墙", page("<p>360网站卫士：当前地址的请求已停止</p>", "提示")),
    "玄武盾": (BLOCKED, "防火墙", page("<p>玄武盾提醒：访问行为异常</p>")),
    "F5": (
        BLOCKED,
        "防火墙",
        page(
            "The requested URL was rejected. Please consult with your administrator.<br>Your support ID is: 4411",
            "Request Rejected",
        ),
    ),
    "nameless firewall": (BLOCKED, "拦截", page("<p>您的访问请求已被系统拦截，事件编号 20A1。</p>")),
    "blocked address": (BLOCKED, "拦截", page("<div>您的IP地址因频次异常被限制访问</div>")),
    "slider": (BLOCKED, "验证码", page("<div id='nc'></div><p>请按住滑块，拖动到最右边</p>", "滑动验证页面")),
    "captcha in words": (
        BLOCKED,
        "验证码",
        page("<form><p>为保障网站安全，请输入图片中的验证码</p><input name='code'></form>", "系统提示"),
    ),
    "captcha in English": (
        BLOCKED,
        "验证码",
        page("<p>Please complete the captcha to continue.</p>", "Human Verification"),
    ),
    "captcha by script": (
        BLOCKED,
        "验证码",
        page("<div id='box'></div><script src='https://c.test/TencentCaptcha.js'></script>", ""),
    ),
    "too often with 200": (BLOCKED, "频繁", page("<p>您的操作过于频繁，请一分钟后再来。</p>")),
    "login page": (
        BLOCKED,
        "登录",
        page(
            "<form><label>用户名</label><input name=u><label>密码</label><input type='password' name=p>"
            "<button>登录</button></form>",
            "统一身份认证平台-用户登录",
        ),
    ),
    "login words": (BLOCKED, "登录", page("<p>您尚未登录或登录已超时</p>")),
    "WeChat only": (BLOCKED, "特定网络", page("<p>请在微信客户端打开链接</p>")),
    "script required": (BLOCKED, "开启脚本", page("<noscript>请开启JavaScript并刷新该页。</noscript>")),
    "nginx 403": (
        BLOCKED,
        "403",
        page("<center><h1>403 Forbidden</h1></center><hr><center>nginx</center>", "403 Forbidden"),
    ),
    "403 words with 200": (
        BLOCKED,
        "拦截",
        page(
            "<h1>403 - 禁止访问: 访问被拒绝。</h1><h3>您无权使用所提供的凭据查看此目录或页面。</h3>",
            "403 - 禁止访问: 访问被拒绝。",
        ),
    ),
    "405 with 200": (BLOCKED, "405", page("<center><h1>405 Not Allowed</h1></center>", "405 Not Allowed")),
    "gambling": (
        UNREADABLE,
        "篡改",
        in_site(
            "<ul><li>2020-01-01 甲</li><li>2020-01-02 乙</li><li>2020-01-03 丙</li></ul>",
            "威尼斯人娱乐城-百家乐在线投注官网",
        ),
    ),
    "502": (
        UNREACHABLE,
        "5xx",
        page("<center><h1>502 Bad Gateway</h1></center><hr><center>nginx/1.18.0</center>", "502 Bad Gateway"),
    ),
    "bare 502 text": (UNREACHABLE, "5xx", "502 Bad Gateway"),
    "504": (UNREACHABLE, "5xx", page("<h1>504 Gateway Time-out</h1>", "504 Gateway Time-out")),
    "500": (
        UNREACHABLE,
        "5xx",
        page(
            "<h1>Internal Server Error</h1><p>The server encountered an internal error.</p>",
            "500 Internal Server Error",
        ),
    ),
    "busy": (UNREACHABLE, "5xx", page("<p>系统繁忙，请稍后再试！</p>")),
    "Tomcat 500": (
        UNREACHABLE,
        "5xx",
        page(
            "<h1>HTTP Status 500 – Internal Server Error</h1><p>Type Exception Report</p><pre>"
            + "at a.b.C.run(C.java:1)\n" * 40
            + "</pre>",
            "HTTP Status 500",
        ),
    ),
    "ASP.NET": (
        UNREACHABLE,
        "程序",
        page("<h1>Server Error in '/' Application.</h1><h2><i>Object reference not set</i></h2>", "提示"),
    ),
    "database": (
        UNREACHABLE,
        "数据库",
        "Warning: mysql_connect(): Too many connections in /www/inc/db.php on line 12",
    ),
    "Java": (
        UNREACHABLE,
        "程序",
        "<pre>java.lang.NullPointerException\n\tat com.site.Column.list(Column.java:77)</pre>",
    ),
    "maintenance": (
        UNREACHABLE,
        "维护",
        page(
            "<h1>系统升级公告</h1><p>"
            "为提升服务水平，本网站正在进行升级改造，3月8日恢复访问，由此带来的不便敬请谅解。</p>"
        ),
    ),
    "maintenance title": (UNREACHABLE, "维护", page("<img src='w.png'>", "网站维护中")),
    "under construction": (UNREACHABLE, "维护", page("<p>栏目建设中，敬请期待</p>")),
    "suspended": (UNREACHABLE, "停用", page("<p>您访问的网站已被暂停，请联系服务商办理续费</p>", "站点提示")),
    "suspended in English": (
        UNREACHABLE,
        "停用",
        page("<h1>Account Suspended</h1><p>Contact your hosting provider.</p>", "Account Suspended"),
    ),
    "licence": (UNREACHABLE, "备案", page("<p>该域名尚未完成备案，依据管理规定不能提供服务</p>", "提示信息")),
    "barred": (UNREACHABLE, "备案", page("<h1>网站暂时无法访问</h1><p>请网站负责人联系接入商处理</p>", "提示")),
    "moved": (
        MISSING,
        "迁移",
        page("<h1>公告</h1><p>我县门户网站域名已变更为www.qs.test，请各位网友更新收藏。</p>", "公告"),
    ),
    "site closed": (
        MISSING,
        "迁移",
        page("<p>按照集约化要求，本网站已停止更新，请访问新网站：<a href='http://n.test'>n.test</a></p>", "公告"),
    ),
    "301 text": (
        MISSING,
        "迁移",
        page("<h1>Object Moved</h1>This document may be found <a href='/x'>here</a>", "Object moved"),
    ),
    "soft 404, small": (
        MISSING,
        "不存在",
        page("<p>抱歉，您访问的页面不存在或已被删除！</p><p>5秒后返回首页</p>", "提示"),
    ),
    "soft 404 in the site's dress": (
        MISSING,
        "不存在",
        in_site("<div class='err'><p>很抱歉，您要查看的页面找不到了</p></div>"),
    ),
    "soft 404 by title": (MISSING, "不存在", in_site("<p>出错啦</p>", "404 - 页面未找到 - 青山县人民政府")),
    "nginx 404": (MISSING, "不存在", page("<center><h1>404 Not Found</h1></center>", "404 Not Found")),
    "Tomcat 404": (MISSING, "不存在", page("<h1>HTTP Status 404 – Not Found</h1>", "HTTP Status 404 – Not Found")),
    "IIS 404": (
        MISSING,
        "不存在",
        page(
            "<h2>404 - 找不到文件或目录。</h2><h3>您要查找的资源可能已被删除，已更改名称或者暂时不可用。</h3>",
            "404 - 找不到文件或目录。",
        ),
    ),
    "PHP": (MISSING, "不存在", "No input file specified."),
    "object store": (
        MISSING,
        "不存在",
        "<?xml version='1.0'?><Error><Code>NoSuchKey</Code><Message>"
        "The specified key does not exist.</Message></Error>",
    ),
    "column closed": (MISSING, "不存在", page("<p>该栏目已关闭</p>")),
    "bad parameter": (MISSING, "不存在", page("<script>alert('x')</script><p>参数错误！</p>")),
    "nginx welcome": (
        MISSING,
        "默认页面",
        page(
            "<h1>Welcome to nginx!</h1><p>"
            "If you see this page, the nginx web server is successfully installed and working.</p>",
            "Welcome to nginx!",
        ),
    ),
    "new site": (
        MISSING,
        "默认页面",
        page("<h1>恭喜, 站点创建成功！</h1><h3>这是默认index.html，本页面由系统自动生成</h3>", "恭喜，站点创建成功！"),
    ),
    "directory": (
        MISSING,
        "默认页面",
        page(
            "<h1>Index of /zwgk</h1><pre><a href='../'>../</a> <a href='a/'>a/</a>"
            " 05-Mar-2020 08:55 -\n2020-03-05 2020-03-06 2020-03-07</pre>",
            "Index of /zwgk",
        ),
    ),
    "meta refresh": (
        MISSING,
        "其他地址",
        "<html><head><meta http-equiv='refresh' content='0; url=https://www.other.test/'></head><body></body></html>",
    ),
    "script redirect": (
        MISSING,
        "其他地址",
        "<html><script>window.location.href='/index/home.html';</script></html>",
    ),
    "refresh to itself": (
        BLOCKED,
        "自身",
        f"<html><head><meta http-equiv='refresh' content='1;url={URL}'></head><body></body></html>",
    ),
    "old browser": (UNREADABLE, "浏览器", page("<p>您的浏览器版本过低，请升级浏览器后访问</p>")),
    "frames": (
        UNREADABLE,
        "框架",
        "<html><frameset cols='20%,80%'><frame src='l.htm'><frame src='r.htm'></frameset></html>",
    ),
    "PDF": (UNREADABLE, "PDF", "%PDF-1.5\n%\ufffd\ufffd\n1 0 obj\n<< /Type /Catalog >>"),
    "picture": (UNREADABLE, "图片", "\ufffdPNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
    "archive": (UNREADABLE, "压缩包", "PK\x03\x04\x14\x00\x06\x00"),
    "other bytes": (UNREADABLE, "二进制", "\ufffd\x00\x01\x02\x03\x04\x05 abc \x00\x00\x00"),
    "JSON error": (UNREACHABLE, "接口", '{"code": 500, "msg": "服务异常", "data": null}'),
    "JSON refusal": (BLOCKED, "接口", '{"code":"403","message":"无访问权限"}'),
    "JSON failure": (UNREADABLE, "接口", '{"success": false, "message": "参数缺失", "data": []}'),
    "nothing": (UNREADABLE, "空白", " \n\t "),
    "script shell": (
        UNREADABLE,
        "脚本",
        page("<div id='app'></div><script src='/static/js/chunk.2b.js'></script>", "青山县人民政府"),
    ),
    "markup without text": (UNREADABLE, "没有任何文字", "<html><head></head><body><div></div></body></html>"),
}


@pytest.mark.parametrize("name", WALLS)
def test_a_page_that_is_not_the_column_is_recognised(name: str) -> None:
    state, word, text = WALLS[name]
    problem = find_problem(text, url=URL)
    assert problem is not None
    assert (problem.state, word in problem.reason) == (state, True), problem.reason


def rows(*titles: str, dates: bool = True) -> str:
    return (
        "<ul>"
        + "".join(
            f"<li><a href='/zwgk/{number}.html'>{title}</a>"
            f"{f'<span>2020-03-{number + 1:02d}</span>' if dates else ''}</li>"
            for number, title in enumerate(titles)
        )
        + "</ul>"
    )


PROSE = "为进一步做好有关工作，经研究，现将有关事项通知如下，请各乡镇、各部门结合实际认真抓好落实。" * 6


def article(title: str, prose: str = PROSE) -> str:
    return in_site(
        f"<h1>{title}</h1><p>发布时间：2020-03-05 来源：县政府办公室</p><div class='TRS_Editor'><p>{prose}</p></div>",
        f"{title}-青山县人民政府",
    )


HEALTHY = {
    "list": in_site(rows("关于公布预算的通知", "关于开展检查的通知", "关于表彰先进的决定")),
    "list with a maintenance title": in_site(
        rows("关于网站正在升级维护的公告", "网站维护中", "系统升级期间暂停服务的通知")
    ),
    "list of one item about maintenance": in_site(rows("关于门户网站升级改造期间暂停访问的公告")),
    "list with 404": in_site(rows("404号提案答复", "关于404户搬迁的公示", "县政府404会议室采购公告")),
    "list with 验证码": in_site(rows("警惕索要短信验证码的诈骗", "请勿向他人透露验证码", "滑块质量抽查公告")),
    "list with 域名": in_site(rows("关于县政府门户网站域名变更的公告", "网站迁移公告", "栏目迁移至新平台的说明")),
    "undated list with 域名": in_site(rows("关于县政府门户网站域名变更为新域名的公告", "网站已迁移", dates=False)),
    "undated list with 页面不存在": in_site(rows("关于整改页面不存在问题的通报", "抱歉，该页面不存在", dates=False)),
    "list with 拦截": in_site(rows("访问请求被拦截问题的答复", "疑似黑客攻击事件的处置通报")),
    "list with 赌博": in_site(
        rows("严厉打击网络赌博", "百家乐案件通报", "彩票销售点公告"), "打击赌博专项行动-青山县公安局"
    ),
    "list with a gambling campaign as title": in_site(rows("甲", "乙"), "整治网络赌博投注平台宣传专栏"),
    "list with a login form": in_site(
        "<form>用户名<input name=u>密码<input type='password'><button>登录</button></form>"
        + rows("甲通知公告一则", "乙通知公告一则")
    ),
    "list under a login title": in_site(
        "<form><input type='password'></form>" + rows("甲事项", "乙事项", "丙事项"), "青山县人民政府"
    ),
    "undated list, header form": in_site(
        "<form>账号<input>密码<input type=password>验证码<input></form>"
        + rows(*(f"第{n}号公告全文" for n in range(20)), dates=False)
        + f"<p>{PROSE}</p>"
    ),
    "empty column": in_site("<div class='list'><p>暂无信息</p></div>"),
    "empty column, bare": page("<h2>财政决算</h2><p>此栏目暂无内容</p>", "财政决算"),
    "empty column, bare, greeting a visitor": page(
        "<p>您好，请登录 | 注册</p><p>财政决算</p><p>暂无信息</p><p>建议使用新版浏览器，否则网站无法浏览</p>"
    ),
    "empty column, nothing found": page("<h2>政策文件</h2><p>没有找到相关文件</p>", "政策文件"),
    "empty column by count": in_site("<div>共0条 第1/1页</div>"),
    "article": article("关于做好春季植树工作的通知"),
    "article on maintenance": article(
        "关于网站维护的公告", "因机房改造，县政府网站将于3月8日暂停服务，维护期间无法访问，敬请谅解。"
    ),
    "article on a move": article("网站迁移公告", "我县门户网站域名已变更，请访问新网站。"),
    "article on blocked requests": article("网络安全提示", "近期监测到疑似黑客攻击，部分访问请求被防火墙拦截。"),
    "article on 404": article("关于404页面不存在问题的整改情况", "经核查，该页面不存在。"),
    "article on captcha": article("谨防诈骗", "请输入验证码后方可继续的链接一律不要点击。"),
    "short article": page("<h1>停水通知</h1><p>发布时间：2020-03-05</p><p>因管网检修，明日停水。</p>", "停水通知"),
    "bare article about suspension": page(
        "<h1>公告</h1><p>来源：交警大队</p><p>因系统升级，车管业务暂停办理。</p>", "公告"
    ),
    "jpage island": page(
        "<div id='1001'><script type='text/xml'><datastore><recordset><record><![CDATA[<li>…</li>]]>"
        "</record></recordset></datastore></script></div>"
    ),
    "jpaas shell": page(
        "<div id='list'></div>"
        "<script src='/unitbuild.js' url='/api-gateway/jpaas-publish-server/front/page/build/unit' queryD"
        "ata=\"{'webId':'1'}\"></script>",
        "部门文件",
    ),
    "gkmlpt shell": page("<div id='app'></div><script>window._CONFIG={SID:'1',TREE:[]}</script>", "政府信息公开"),
    "queryList shell": page(
        "<ul id='list'></ul><script>loadPageData({current:1,unitid:'u',perPage:'15'})</script>", "公告"
    ),
    "JSON rows": '{"code":200,"data":{"total":1,"results":[{"title":"关于系统错误的说明","url":"/a.html"}]}}',
    "JSON empty": '{"code":"0","msg":"操作成功","data":{"total":0,"results":[]}}',
    "JSON empty, plain": '{"success":true,"rows":[],"total":0}',
    "records": "<datastore><totalrecord>1</totalrecord><recordset><record><![CDATA[<li><a href='/a'>甲</a>"
    "2020-03-05</li>]]></record></recordset></datastore>",
    "fragment": "<li><a href='/1.html'>关于预算公开的通知</a><span>03-05</span></li><li><a href='/2.html'>"
    "关于决算公开的通知</a></li>",
    "list with an old cookie script": in_site(
        "<script>document.cookie='skin=1';function r(){location.reload()}</script>" + rows("甲通知", "乙通知")
    ),
    "home page with a mobile jump": in_site(
        "<script>if(/Android/.test(navigator.userAgent)){window.location.href='/m/'}</script>"
        + rows("甲", "乙", dates=False)
        + f"<p>{PROSE}</p>"
    ),
    "list in another shape": in_site(
        "<table>"
        + "".join(
            f"<tr><td>{n}</td><td><a href='{n}.htm'>第{n}季度情况</a></td><td>[2020/0{n}/01]</td></tr>"
            for n in range(1, 4)
        )
        + "</table>"
    ),
}


@pytest.mark.parametrize("name", HEALTHY)
def test_a_healthy_page_is_no_problem(name: str) -> None:
    assert find_problem(HEALTHY[name], url=URL) is None


def test_there_are_enough_kinds() -> None:
    assert len(WALLS) >= 40
    assert len(HEALTHY) >= 25


def test_a_redirect_names_where_it_leads() -> None:
    problem = find_problem(WALLS["script redirect"][2], url=URL)
    assert problem is not None
    assert "https://www.qingshan.test/index/home.html" in problem.reason


def test_words_in_comments_and_scripts_are_not_visible() -> None:
    hidden = in_site(
        "<!-- 抱歉，您访问的页面不存在 --><script>var tip='系统繁忙，请稍后再试';</script>"
        + rows("预算公开", dates=False)
    )
    assert find_problem(hidden, url=URL) is None


@pytest.mark.parametrize(
    "text",
    [
        "暂无信息",
        "暂无数据！",
        "此栏目暂无内容",
        "没有相关信息",
        "暂无任何新增信息",
        "对不起，没有找到相关记录",
        "共0条",
        "共 0 条记录",
        "该栏目暂未发布",
        "未查询到符合条件的数据",
        "目前没有内容",
        "No records found",
        "总数：0条",
    ],
)
def test_an_empty_list_says_so(text: str) -> None:
    assert says_empty(f"当前位置：首页 > 政务公开 {text} 上一页 下一页")


@pytest.mark.parametrize(
    "text",
    [
        "共10条",
        "共 120 条",
        "没有更多内容",
        "没有更多信息了",
        "无障碍",
        "信息公开",
        "暂无",
        "关于无偿献血信息",
        "共103条记录 第0页",
        "",
    ],
)
def test_other_texts_do_not_say_so(text: str) -> None:
    assert not says_empty(text)


NO_ZERO = {
    "maintained": "<p>网站正在升级维护中，暂无信息</p>",
    "closed": "<p>您没有权限访问，暂无内容</p>",
    "program": "<p>Microsoft OLE DB Provider error 80004005</p><p>暂无信息</p>",
    "moved": "<p>该栏目已停止更新，暂无信息</p>",
    "beside an app": "<div class='cal'><p>暂无数据</p></div><div id='vue-app' v-cloak></div>",
}


@pytest.mark.parametrize("name", NO_ZERO)
def test_what_is_said_of_something_else_is_no_empty_list(name: str) -> None:
    """An office that keeps its portal up itself (网站维护：县政务中心) is no failure."""
    frame = "<html><title>通知公告_某县</title><body><div class='main'>{}</div><p>网站运行维护：政务中心</p></html>"
    reading = read_page(frame.format(NO_ZERO[name]).encode(), url=URL)
    assert not reading.is_empty_list
    assert read_page(frame.format("<p>该栏目暂无信息</p>").encode(), url=URL).is_empty_list


HOSTILE = {
    "open tags": "<a href=" * 60_000,
    "open comments": "<!--" * 60_000,
    "open scripts": "<script " * 40_000,
    "cookies": "document.cookie=" * 20_000,
    "angles": "<" * 200_000,
    "blanks": " " * 300_000,
    "words": "网站" * 100_000,
    "refresh": "<meta http-equiv=refresh " * 20_000,
    "braces": "{" * 100_000,
}


@pytest.mark.alone
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_take_bounded_time(name: str) -> None:
    started = time.process_time()
    find_problem(HOSTILE[name], url=URL)
    says_empty(HOSTILE[name])
    assert time.process_time() - started < 2.0


@pytest.mark.parametrize("answer", ['{"code":-1,"msg":"失败"}', '{"errcode":"40001"}', '{"error":"invalid token"}'])
def test_an_interfaces_failure_is_no_empty_list(answer: str) -> None:
    assert find_problem(answer, url=URL) is not None


@pytest.mark.parametrize(
    "answer", ['{"code":"²"}', '{"code":20000,"data":[]}', "{", "[]", "[1,2]", '{"a":' * 900, '"text"']
)
def test_other_answers_are_the_readers(answer: str) -> None:
    problem = find_problem(answer, url=URL)
    assert problem is None or "接口" not in problem.reason


def test_a_redirect_to_a_broken_address_is_reported_as_it_stands() -> None:
    problem = find_problem("<meta http-equiv=refresh content='0;url=http://[bad'>", url=URL)
    assert problem is not None
    assert "http://[bad" in problem.reason


@pytest.mark.parametrize("wall", walls(), ids=lambda wall: wall.name)
def test_a_wall_finds_what_it_says_and_nothing_in_what_is_near(wall: Wall) -> None:
    assert wall.finds
    assert wall.not_in
    assert wall.seen
    for one in wall.finds:
        text = str(one.get("page") or page(str(one["body"]), str(one.get("title", ""))))
        problem = find_problem(text, url=URL)
        assert problem is not None
        assert problem.reason == wall.reason
    for title in wall.not_in:
        assert find_problem(article(title), url=URL) is None
        assert find_problem(in_site(rows(title, "关于公布预算的通知", "关于表彰先进的决定")), url=URL) is None


def test_every_sign_that_looks_at_words_is_bounded() -> None:
    with shipped("rules", "portals", "_walls.toml").open("rb") as file:
        walls = tomllib.load(file)["wall"]
    for wall in walls:
        assert wall["reason"]
        for sign in wall["signs"]:
            if "text" in sign or "line" in sign:
                assert sign["longest_text"] <= 8000
