"""Static pages of the TRS kind: four pagers, four ways of writing a row."""

from html import escape

from farm.dress import aged, modern
from farm.shape import Shape, cut
from farm.truth import Column

_SCRIPT = """<script type="text/javascript">
function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){
  if(_nPageCount == null || _nPageCount<=1){ return; }
  var nCurrIndex = _nCurrIndex || 0;
  if(nCurrIndex == 0){ document.write("<span>首页</span>"); }
  else { document.write("<a href='"+_sPageName+"."+_sPageExt+"'>首页</a>"); }
}
"""


class TrsCall(Shape):
    """``createPageHTML(pages, current, name, ext)``; cut titles; a rule after every fifth row."""

    empty = "<li>本栏目暂无相关内容</li>"

    def target(self, column: Column, number: int) -> str:
        return f"/zwgk/{column.slug}/" + ("" if number == 1 else f"index_{number - 1}.html")

    def article(self, slug, number, day):  # type: ignore[no-untyped-def]
        return f"/zwgk/{slug}/{day:%Y%m}/t{day:%Y%m%d}_{number + 30000}.html"

    def show(self, column: Column, number: int) -> str:
        at = self.target(column, number)
        rows = ""
        for n, entry in enumerate(column.page(number, self.size), 1):
            title = escape(entry.title)
            href = self.href(entry, at)
            href = href if "//" in href or href.startswith("..") else "./" + href
            rows += f'<li><a href="{href}" target="_blank" title="{title}">{escape(cut(entry.title))}</a>'
            rows += f"<span>{entry.day}</span></li>\n" + ('<li class="line"></li>' if n % 5 == 0 else "")
        pager = f'{_SCRIPT}createPageHTML({column.pages(self.size)}, {number - 1}, "index", "html");\n</script>'
        content = f'<ul class="gl-list">{rows or self.empty}</ul><div class="page">{pager}</div>'
        return modern(column.name, content, extra="<!-- 模板 2018-03 --><script src='/images/_trs_ta_js.js'></script>")


class TrsHolder(Shape):
    """``createPageHTML('page_div', 10, 1, name, ext, records)`` with files counted from 1; GBK said by a meta only."""

    charset = "gbk"
    kind = "text/html"
    empty = "<li>抱歉，没有找到相关信息！</li>"

    def target(self, column: Column, number: int) -> str:
        return f"/{column.slug}/xxlist{'' if number == 1 else f'_{number}'}.shtml"

    def show(self, column: Column, number: int) -> str:
        at = self.target(column, number)
        rows = "".join(
            f"<li><span> {entry.day} </span><a href={self.href(entry, at)}><a href={self.href(entry, at)}>"
            f"{escape(entry.title)}</a>"
            for entry in column.page(number, self.size)
        )
        call = f"createPageHTML('page_div',{column.pages(self.size)},{number},'xxlist','shtml',{len(column.entries)});"
        content = f"<div class=list><ul>{rows or self.empty}</ul></div><div id=page_div></div><script>{call}</script>"
        return aged(column.name, content, metas="<meta charset=gbk>")


class TrsSettings(Shape):
    """``Pager({size:…, current:…})`` with its own defaults on the page; numbered table rows with 年月日."""

    size = 20
    empty = '<tr><td colspan="3">没有相关数据</td></tr>'

    def target(self, column: Column, number: int) -> str:
        return f"/xxgk/{column.slug}/index{'' if number == 1 else f'_{number - 1}'}.html"

    def show(self, column: Column, number: int) -> str:
        at = self.target(column, number)
        rows = "".join(
            f'<tr><td align="center">{n}</td><td><a href="{self.href(entry, at)}" title=\'{escape(entry.title)}\'>'
            f"{escape(cut(entry.title, 26))}</a></td><td nowrap>"
            f"{entry.day.year}年{entry.day.month}月{entry.day.day}日</td></tr>"
            for n, entry in enumerate(column.page(number, self.size), 1 + (number - 1) * self.size)
        )
        pager = (
            "<div id='fenye'></div><script>function Pager(settings){var cfg={size:1, //页数\n current:0, //当前页码\n"
            "prevLabel:'上一页', nextLabel:'下一页'};}\n"
            f"Pager({{size:{column.pages(self.size)}, current:{number - 1}, prefix:'index', suffix:'html'}});</script>"
        )
        header = "<tr><th>序号</th><th>标题</th><th>发布日期</th></tr>"
        return aged(column.name, f'<table class="tb" width="98%">{header}{rows or self.empty}</table>{pager}')


class TrsVariables(Shape):
    """``currentPage`` and ``countPage`` variables; the next page stands in script strings only."""

    size = 25
    empty = "<p>该栏目暂时没有信息</p>"

    def target(self, column: Column, number: int) -> str:
        return f"/gk/{column.slug}/index{'' if number == 1 else f'_{number - 1}'}.shtml"

    def show(self, column: Column, number: int) -> str:
        at = self.target(column, number)
        rows = "".join(
            f'<li><i class="dot"></i><a target=_blank href="{self.href(entry, at)}">{escape(entry.title)}</a>'
            f'<em class="date">{entry.day:%Y.%m.%d}</em></li>'
            for entry in column.page(number, self.size)
        )
        pager = (
            f"<script>\nvar currentPage = {number - 1};//所在页从0开始\nvar prevPage = currentPage-1//上一页\n"
            f"var nextPage = currentPage+1//下一页\nvar countPage = {column.pages(self.size)}//共多少页\n"
            'document.write("共"+countPage+"页&nbsp;");\nif(countPage>1&&currentPage<(countPage-1)){'
            'document.write("<a href=\\"index_"+nextPage+".shtml\\">下一页</a>");}\n</script>'
        )
        return modern(column.name, f'<div class="lm_list"><ul>{rows}</ul>{"" if rows else self.empty}{pager}</div>')
