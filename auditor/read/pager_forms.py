"""The next page behind a script: a posted form (ASP.NET and others), or an address the script puts together."""

import re
from urllib.parse import urlencode, urljoin

from selectolax.lexbor import LexborNode

from auditor.fetch import PageRequest
from auditor.read.literals import is_page_name, joined, object_after, unquoted, variables, without_comments
from auditor.read.outline import Outline
from auditor.read.rows import absolute
from auditor.read.stepping import with_query

_POSTBACK = re.compile(
    r"__doPostBack\(\s*(?:'|&#39;|\")([^'\"&]*)(?:'|&#39;|\")\s*,\s*(?:'|&#39;|\")([^'\"&]*)(?:'|&#39;|\")\s*\)"
)
_CALL = re.compile(r"([A-Za-z_$][\w$.]*)\s*\(([^()]{0,200})\)")
_ARGUMENT = re.compile(r"\"[^\"]*\"|'[^']*'|-?\d+|[\w.$]+")
_LOCATION = re.compile(
    r"(?:(?:window|self|document|top|this)\.)*location(?:\.href)?\s*=\s*(?!=)([^;\n]{3,300})|"
    r"(?:location\.(?:replace|assign)|window\.open|open)\s*\(([^;\n]{3,300}?)\)\s*(?:;|$|\n|\})"
)
_FIELD = re.compile(
    r"(?:getElementById\(\s*[\"']([\w$-]+)[\"']\s*\)|\$\(\s*[\"']#([\w$-]+)[\"']\s*\)|(?:forms\[\d+\]|[A-Za-z_]\w*)\.([A-Za-z_]\w*))"
    r"\.(?:value\s*=\s*|val\s*\(\s*)([\w$+\-\s]{1,40})"
)
_AJAX = re.compile(r"\$\.(?:post|get|getJSON|ajax)\s*\(|fetch\s*\(|axios(?:\.\w+)?\s*\(")
_UNSENT = frozenset({"submit", "button", "image", "reset", "file"})


def scripted_request(
    outline: Outline, script: str, scripts: list[str], url: str, page: int
) -> tuple[PageRequest, str] | None:
    """The request a pager's script would send for ``page`` and its kind; ``None`` where the script is not understood."""
    postback = _POSTBACK.search(script)
    if postback:
        fields = {"__EVENTTARGET": postback[1], "__EVENTARGUMENT": postback[2]}
        form = _form_with(outline, "__VIEWSTATE")
        return (_submitted(form, fields, url, force_post=True), "form") if form is not None else None
    direct = _located(script, variables("\n".join(scripts)), url, page)
    if direct:
        return direct, "query"
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
        match = re.search(
            rf"(?:function\s+{re.escape(call[1])}\s*|{re.escape(call[1])}\s*[=:]\s*function\s*)\(([^)]{{0,200}})\)\s*\{{",
            script,
        )
        if match is None:
            continue
        body = without_comments(_body(script, match.end()))
        names = [name.strip() for name in match[1].split(",")]
        known = variables("\n".join(scripts)) | variables(body) | dict(zip(names, arguments, strict=False))
        located = _located(body, known, url, page)
        if located:
            return located, "query"
        return _filled(outline, body, known, url, page)
    number = next((argument for argument in arguments if argument.isdecimal()), str(page))
    return _page_form(outline, number, url) if is_pager_call(call[1]) else None


def is_pager_call(name: str) -> bool:
    """Whether a function's name speaks of turning pages."""
    return re.search(r"page|pager|fanye|turn|go|jump|list|next", name, re.IGNORECASE) is not None


def _body(script: str, at: int) -> str:
    depth, end = 1, at
    for end in range(at, min(len(script), at + 4000)):
        depth += {"{": 1, "}": -1}.get(script[end], 0)
        if depth == 0:
            break
    return script[at:end]


def _located(script: str, known: dict[str, str], url: str, page: int) -> PageRequest | None:
    for match in _LOCATION.finditer(script):
        target = joined(match[1] or match[2].split(",")[0], known, str(page))
        target = absolute(url, target) if target else ""
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
    form = next((form for form in map(lambda name: _form_with(outline, name), fields) if form is not None), None)
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


def ajax_request(scripts: list[str], url: str, page: int) -> PageRequest | None:
    """The request of the first call in the scripts that asks for a page of something."""
    for script in scripts:
        if not _AJAX.search(script):
            continue
        plain = without_comments(script)
        known = variables(plain)
        for match in _AJAX.finditer(plain):
            request = _asked(plain, match, known, url, page)
            if request is not None:
                return request
    return None


def _asked(script: str, match: re.Match[str], known: dict[str, str], url: str, page: int) -> PageRequest | None:
    kind = match[0]
    rest = script[match.end() : match.end() + 1500]
    if rest.lstrip().startswith("{"):
        return _asked_by_object(rest, known, url, page)
    target = _argument(rest)
    address = joined(target, _without_pages(known), str(page))
    if not address:
        return None
    after = rest[len(target) :]
    sent = _paged(object_after(after, after.find("{"), known), page) if after.lstrip(", ").startswith("{") else {}
    sent = {name: value for name, value in sent.items() if name not in ("method", "headers", "params")}
    address = absolute(url, address)
    if not address or not (any(map(is_page_name, sent)) or _counts_pages(address)):
        return None
    if "post" in kind:
        return PageRequest(address, "POST", urlencode(sent))
    return PageRequest(_extended(address, sent))


def _asked_by_object(rest: str, known: dict[str, str], url: str, page: int) -> PageRequest | None:
    start = rest.find("{")
    head = re.search(r"\burl\s*:\s*", rest)
    if head is None:
        return None
    address = absolute(url, joined(_argument(rest[head.end() :]), _without_pages(known), str(page)) or "")
    data = re.search(r"\b(?:data|params)\s*:\s*", rest)
    sent: dict[str, str] = {}
    if data is not None and rest[data.end() : data.end() + 1] == "{":
        sent = _paged(object_after(rest, data.end(), known), page)
    is_post = re.search(r"\b(?:type|method)\s*:\s*[\"']post", rest[start:], re.IGNORECASE) is not None
    if not address or not (any(map(is_page_name, sent)) or _counts_pages(address)):
        return None
    if is_post:
        return PageRequest(address, "POST", urlencode(sent))
    return PageRequest(_extended(address, sent))


def _argument(text: str) -> str:
    """The text up to the comma or bracket that ends the first argument."""
    quote, depth = "", 0
    for at, sign in enumerate(text):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'`":
            quote = sign
        elif sign == "(":
            depth += 1
        elif sign in ",)}\n" and depth == 0:
            return text[:at]
        elif sign == ")":
            depth -= 1
    return text


def _without_pages(known: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in known.items() if not is_page_name(name)}


def _paged(sent: dict[str, str], page: int) -> dict[str, str]:
    return {name: str(page) if is_page_name(name) else value for name, value in sent.items()}


def _counts_pages(address: str) -> bool:
    return any(is_page_name(name) for name in re.findall(r"[?&](\w+)=\d", address))


def _extended(address: str, sent: dict[str, str]) -> str:
    return address + ("&" if "?" in address else "?") + urlencode(sent) if sent else address
