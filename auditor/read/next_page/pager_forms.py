"""The next page behind a script: a posted form (ASP.NET and others), or an address the script puts together."""

import re
from urllib.parse import urlencode, urljoin

from selectolax.lexbor import LexborNode

from auditor.base.pattern import pattern
from auditor.fetch import PageRequest
from auditor.read.lists.outline import Outline
from auditor.read.lists.rows import address_in_page
from auditor.read.next_page.ajax import ajax_request, first_argument
from auditor.read.next_page.literals import is_page_name, joined, unquoted, variables, without_comments
from auditor.read.next_page.stepping import with_query

_POSTBACK = pattern(
    r"__doPostBack\(\s*(?:'|&#39;|\")([^'\"&]*)(?:'|&#39;|\")\s*,\s*(?:'|&#39;|\")([^'\"&]*)(?:'|&#39;|\")\s*\)",
    finds={
        "javascript:__doPostBack('AspNetPager1','2')": "AspNetPager1",
        "__doPostBack(&#39;GridView1&#39;,&#39;Page$2&#39;)": "GridView1",
    },
    not_in=("__doPostBack(theForm)", "doPostBack('a','b')"),
    seen="ASP.NET WebForms",
)
_CALL = re.compile(r"(?<![\w$.])([A-Za-z_$][\w$.]{0,100})\s{0,9}\(([^()]{0,200})\)")
_ARGUMENT = re.compile(r"\"[^\"]*\"|'[^']*'|-?\d+|[\w.$]+")
_LOCATION = pattern(
    r"location(?:\.href)?\s{0,9}=\s{0,9}(?!=)((?:[^;\n\"'\s]|[ \t]|\"[^\"\n]{0,300}\"|'[^'\n]{0,300}'){1,300})|"
    r"(?:location\.(?:replace|assign)|window\.open|open)\s{0,9}\(([^;\n]{3,300}?)\)\s{0,9}(?:;|$|\n|\})",
    finds={
        'location.href = url+"index"+"."+"html";': 'url+"index"+"."+"html"',
        "window.location.replace('list_2.html');": "'list_2.html'",
        "window.open(zhi);": "zhi",
        "location.href=encodeURI('list_2.jhtml;jsessionid=A1');": "encodeURI('list_2.jhtml;jsessionid=A1')",
    },
    not_in=("if (location.href == url) {", "reopened(list_2)"),
    seen="中科院紫金山天文台青海观测站, 安图县林业局",
)
_OF_FIRST = pattern(
    r"[\w$.]{1,30}\s{0,9}(?:={2,3}\s{0,9}[\"']?[01][\"']?|<=\s{0,9}1|<\s{0,9}2)\s{0,9}\)?\s{0,9}\?\s{0,9}"
    r"(?:\"[^\"]{0,100}\"|'[^']{0,100}')\s{0,9}:",
    finds=("i==1 ? 'list.htm' : 'list_'+i+'.htm'", 'p <= 1)?"":"_"+p', "n === 0 ? '' : '_' + n"),
    not_in=("i==1 ? first() : next(i)", "a == 2 ? 'x' : 'y'"),
    seen="a usual form; on none of the pages kept",
)
"""What an address is where the first page is asked for: not so for any other."""
_FIELD = pattern(
    r"(?:getElementById\(\s{0,9}[\"']([\w$-]{1,60})[\"']\s{0,9}\)|\$\(\s{0,9}[\"']#([\w$-]{1,60})[\"']\s{0,9}\)|"
    r"(?:forms\[\d{1,3}\]|\w)\.([A-Za-z_]\w{0,60}))"
    r"\.(?:value\s{0,9}=\s{0,9}|val\s{0,9}\(\s{0,9})([\w$+\-\s]{1,40}|'[\w-]{1,40}'|\"[\w-]{1,40}\")",
    finds={
        "document.fy.step.value='1'": "step",
        "document.searchform.searchword.value = sword": "searchword",
        'document.getElementById("page").value=n': "page",
        "$('#pageNo').val(n)": "pageNo",
    },
    not_in=("this.options.valueOf(n)", "$('#pageNo').text(n)"),
    seen="中科院紫金山天文台青海观测站",
)
_WRITTEN = pattern(
    r"href=\\?[\"']?([^\"'<>\s]{1,200})[\"']\s{0,9}\+\s{0,9}\(?\s{0,9}([\w$]{1,40})\s{0,9}\+\s{0,9}1\s{0,9}\)?"
    r"(?:\s{0,9}\+\s{0,9}[\"']([\w./&=-]{0,80}))?",
    finds={'href="list_" + (page + 1) + ".html"': "list_", "href='?page='+n+1": "?page="},
    not_in=("href='list_2.html'", "title='a'+n+1"),
    seen="a usual form; on none of the pages kept",
)
_PAGER_NAME = pattern(
    r"page|fanye|turn|go|jump|list|next",
    finds=("gotoPage", "fanye", "turnTo", "doNext"),
    not_in=("openWindow", "zoom"),
    seen="names of the functions that pagers call",
    flags=re.IGNORECASE,
)
_FUNCTION = pattern(
    r"(?:function\s{1,20}(?P<named>[\w$]{1,100})\s{0,20}|"
    r"(?<![\w$])(?P<given>[\w$]{1,100})\s{0,20}[=:]\s{0,20}function\s{0,20})"
    r"\((?P<parameters>[^)]{0,200})\)\s{0,20}\{",
    finds={"function goPage(n) {": "goPage", "toPage = function (page, size){": "toPage", "go:function(){": "go"},
    not_in=("goPage(2);", "functional(2) {", "if (goPage) {"),
    seen="scripts of pagers that call a function of the page: Jiangxi, JiangXi 12345, many self-made portals",
)
_UNSENT = frozenset({"submit", "button", "image", "reset", "file"})


def scripted_request(
    outline: Outline, script: str, scripts: list[str], url: str, page: int
) -> tuple[PageRequest, str] | None:
    """The request a pager's script would send for ``page`` and its kind; ``None`` where it is not understood."""
    postback = _POSTBACK.search(script)
    if postback:
        fields = {"__EVENTTARGET": postback[1], "__EVENTARGUMENT": postback[2]}
        form = _form_with(outline, "__VIEWSTATE")
        return (_submitted(form, fields, url, force_post=True), "form") if form is not None else None
    direct = _located(script, variables("\n".join(scripts)), url, page)
    if direct:
        return direct, "query"
    if ".submit(" in script and (sent := _filled(outline, script, variables("\n".join(scripts)), url, page)):
        return sent
    for call in _CALL.finditer(script):
        found = _called(outline, call, scripts, url, page)
        if found is not None:
            return found
    return None


def _called(
    outline: Outline, call: re.Match[str], scripts: list[str], url: str, page: int
) -> tuple[PageRequest, str] | None:
    arguments = [unquoted(argument) for argument in _ARGUMENT.findall(call[2])]
    for script in scripts:
        made = next((one for one in _FUNCTION.finditer(script) if call[1] in (one["named"], one["given"])), None)
        if made is None:
            continue
        body = without_comments(_body(script, made.end()))
        names = [name.strip() for name in made["parameters"].split(",")]
        known = variables("\n".join(scripts)) | variables(body) | dict(zip(names, arguments, strict=False))
        located = _located(body, known, url, page)
        if located:
            return located, "query"
        asked = ajax_request([body], url, page, known=known)
        found = (asked, "api") if asked is not None else _filled(outline, body, known, url, page)
        return found or _handed(call, url)
    if (handed := _handed(call, url)) is not None:
        return handed
    number = next((argument for argument in arguments if argument.isdecimal()), str(page))
    return _page_form(outline, number, url) if is_pager_call(call[1]) else None


def _handed(call: re.Match[str], url: str) -> tuple[PageRequest, str] | None:
    """The page whose address a function is handed."""
    handed = address_in_page(url, f"javascript:{call[0]}")
    return (PageRequest(handed), "query") if handed and handed != url else None


def is_pager_call(name: str) -> bool:
    """Whether a function's name speaks of turning pages."""
    return _PAGER_NAME.search(name) is not None


def _body(script: str, at: int) -> str:
    depth, end = 1, at
    for end in range(at, min(len(script), at + 4000)):
        depth += {"{": 1, "}": -1}.get(script[end], 0)
        if depth == 0:
            break
    return script[at:end]


def _located(script: str, known: dict[str, str], url: str, page: int) -> PageRequest | None:
    for match in _LOCATION.finditer(script):
        written = first_argument(match[1]) if match[1] else match[2].split(",")[0]
        target = joined(_OF_FIRST.sub("", written), known, str(page))
        target = address_in_page(url, target) if target else ""
        if target and target != url:
            return PageRequest(target)
    return None


def _filled(outline: Outline, body: str, known: dict[str, str], url: str, page: int) -> tuple[PageRequest, str] | None:
    """A script that writes the page into a form's field and submits the form."""
    fields = {}
    for match in _FIELD.finditer(body):
        value = joined(match[4], known, str(page))
        if value is not None:
            fields[match[1] or match[2] or match[3]] = value
    if not fields:
        return None
    forms = (_form_with(outline, name) for name in fields)
    form = next((form for form in forms if form is not None), None)
    return (_submitted(form, fields, url), "form") if form is not None else None


def _page_form(outline: Outline, number: str, url: str) -> tuple[PageRequest, str] | None:
    """Where the script itself is out of sight: a form with one hidden field that counts pages."""
    for form in outline.tree.css("form"):
        for field in form.css("input[name]"):
            name = field.attributes.get("name") or ""
            if is_page_name(name):
                return _submitted(form, {name: number}, url), "form"
    return None


def _form_with(outline: Outline, name: str) -> LexborNode | None:
    for form in outline.tree.css("form"):
        for field in form.css("input, select"):
            if name in (field.attributes.get("name"), field.attributes.get("id")):
                return form
    return None


def _submitted(form: LexborNode, fields: dict[str, str], url: str, *, force_post: bool = False) -> PageRequest:
    """What a browser would send: every field of the form, some of them changed."""
    pairs: dict[str, str] = {}
    for field in form.css("input, select, textarea"):
        attrs = field.attributes
        name = attrs.get("name") or ""
        kind = (attrs.get("type") or "").lower()
        if not name or kind in _UNSENT or (kind in ("checkbox", "radio") and "checked" not in attrs):
            continue
        value = attrs.get("value") or ""
        if field.tag == "select":
            option = field.css_first("option[selected]") or field.css_first("option")
            value = (option.attributes.get("value") or option.text() or "") if option is not None else ""
        pairs[name] = fields.get(name, fields.get(attrs.get("id") or "", value))
    known_ids = {field.attributes.get("id") for field in form.css("[id]")}
    pairs |= {name: value for name, value in fields.items() if name not in known_ids or name in pairs}
    action = urljoin(url, form.attributes.get("action") or url.split("#")[0])
    if force_post or (form.attributes.get("method") or "get").lower() == "post":
        return PageRequest(action, "POST", urlencode(pairs))
    return PageRequest(with_query(action, list(pairs.items())))


def submit_request(outline: Outline, words: re.Pattern[str], url: str) -> tuple[PageRequest, str] | None:
    """What the form's own 下一页 button would send."""
    for form in outline.tree.css("form"):
        for field in form.css("input[type=submit][name], input[type=image][name], button[name]"):
            attrs = field.attributes
            if "disabled" not in attrs and words.fullmatch((attrs.get("value") or field.text() or "").strip()):
                name, value = attrs.get("name") or "", attrs.get("value") or ""
                return _submitted(form, {name: value}, url), "form"
    return None


def chosen_page(outline: Outline, url: str, page: int) -> tuple[PageRequest, str] | None:
    """What a form sends whose choice of pages is set to ``page``: a choice of plain numbers, of which one is that."""
    for form in outline.tree.css("form"):
        for choice in form.css("select[name]"):
            name, offered = choice.attributes.get("name") or "", choice.css("option")
            values = [(one.attributes.get("value") or one.text() or "").strip() for one in offered]
            if is_page_name(name, loosely=True) and str(page) in values and all(map(str.isdecimal, values)):
                return _submitted(form, {name: str(page)}, url), "form"
    return None


def sent_by(button: LexborNode, url: str) -> tuple[PageRequest, str] | None:
    """What a button sends: the form that it stands in, with its own name where it has one."""
    form = button.parent
    while form is not None and form.tag != "form":
        form = form.parent
    if form is None:
        return None
    name = button.attributes.get("name") or ""
    request = _submitted(form, {name: button.attributes.get("value") or ""} if name else {}, url)
    return (request, "form") if request.method == "POST" or request.url != url else None


def written_address(scripts: list[str], url: str, page: int) -> tuple[PageRequest, str] | None:
    """The address that a pager's script goes to or writes, where it depends on the page."""
    for script in scripts:
        plain = without_comments(script)
        known = {name: value for name, value in variables(plain).items() if not is_page_name(name, loosely=True)}
        found, other = _located(plain, known, url, page), _located(plain, known, url, page + 1)
        if found is not None and other is not None and found != other:
            return found, "query"
        for match in _WRITTEN.finditer(plain):
            target = address_in_page(url, f"{match[1]}{page}{match[3] or ''}")
            if target and is_page_name(match[2], loosely=True):
                return PageRequest(target), "query"
    return None
