"""The publish day of articles, by this reader and by htmldate where it is installed: drawn pages, and a corpus's own.

``python tests/bench/article_days.py COUNT [SEED [CORPUS]]`` from the repository; CORPUS is a folder of pages with labels,
as the reading tests use it. With the other one: a Python of its own that has htmldate, named in ``HTMLDATE_PYTHON``.
"""
# ruff: noqa: E501 - markup is written as portals write it, one line a kind

import json
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from auditor.read.charset import decode
from auditor.read.reading import read_page

LINES = {
    "发布时间": "<div class='info'>来源：县政府办　发布时间：{d:%Y-%m-%d} 10:12　浏览：{n}次</div>",
    "发布日期 in a cell": "<table><tr><td>发布日期</td><td>{d:%Y年%m月%d日}</td><td>来源</td><td>县财政局</td></tr></table>",
    "时间": "<p class='bz'>作者：办公室 时间：{d.year}年{d.month}月{d.day}日 点击：{n}</p>",
    "bare": "<div class='date'><span>{d:%Y-%m-%d}</span><span>县水务局</span></div>",
    "bracketed": "<p>【{d:%Y/%m/%d}】 【大 中 小】 【打印】</p>",
    "meta": "<div class='info'>来源：县政府办</div>",
    "time element": "<time datetime='{d:%Y-%m-%d}T09:00:00+08:00'>{d.month}月{d.day}日</time>",
    "script": "<span id='t'></span><script>document.getElementById('t').innerHTML='发布时间：{d:%Y-%m-%d}';</script>",
    "formed and published": "<table class='gk'><tr><td>索引号</td><td>1120/2020-0{n}</td><td>成文日期</td><td>{e:%Y-%m-%d}</td></tr><tr><td>发布机构</td><td>县政府办</td><td>发布日期</td><td>{d:%Y-%m-%d}</td></tr></table>",
    "published and updated": "<div>发布时间：{d:%Y-%m-%d} 更新时间：{u:%Y-%m-%d}</div>",
    "updated first": "<div>更新时间：{u:%Y-%m-%d} 发布时间：{d:%Y-%m-%d}</div>",
    "录入": "<div>录入时间：{d:%Y-%m-%d} 审核：张三</div>",
    "answered": "<ul><li>来信时间：{e:%Y-%m-%d}</li><li>回复时间：{d:%Y-%m-%d}</li></ul>",
    "short year": "<div>发表于 {d:%y-%m-%d} 阅读 {n}</div>",
    "dots": "<h5>{d:%Y.%m.%d} 来源：本站</h5>",
    "chinese": "<p class='sj'>发布时间：{d.year} 年 {d.month} 月 {d.day} 日</p>",
}
"""The line of an article that tells its day: ``d`` the day it was published, ``e`` an earlier one, ``u`` a later one."""
DECOYS = {
    "none": "",
    "today": "<div class='top'>今天是2026年11月27日 星期五</div>",
    "footer": "<div class='foot'>版权所有 2005-2026 备案号：湘ICP备2020000001号 更新日期：2026-11-01</div>",
    "side list": "<div class='side'><h3>相关信息</h3><ul><li><a href='/a/1.html'>县委会议召开</a><span>2026-10-08</span></li><li><a href='/a/2.html'>全县安全检查</a><span>2026-10-01</span></li></ul></div>",
    "in the text": "<p>根据《条例》（2019年3月1日起施行）和2018年12月20日会议精神，请于2021年1月15日前报送。</p>",
    "signed": "<p align='right'>清源县人民政府<br>{e.year}年{e.month}月{e.day}日</p>",
    "attachment": "<p>附件：<a href='/f/20210506.pdf'>申报表（2021-05-06）</a></p>",
    "comments": "<div class='pl'>网友 2026-11-20 12:00：支持</div>",
    "modified meta": "<meta property='article:modified_time' content='2026-11-11'>",
}


@dataclass(frozen=True)
class Article:
    """One page with its truth."""

    kind: str
    url: str
    body: bytes
    day: date


def drawn(count: int, seed: int) -> Iterator[Article]:
    """Articles of invented portals; the seed draws the same ones again."""
    dice = random.Random(seed)
    for number in range(count):
        line, decoys = dice.choice(list(LINES)), dice.sample(list(DECOYS), dice.choice((1, 2, 3)))
        day = date(2012, 1, 1) + timedelta(days=dice.randrange(3200))
        told = {
            "d": day,
            "e": day - timedelta(days=dice.randrange(2, 40)),
            "u": day + timedelta(days=9),
            "n": dice.randrange(20, 99),
        }
        parts = {name: DECOYS[name].format(**told) for name in decoys}
        head = f"<meta name='PubDate' content='{day} 08:30'>" if line == "meta" else ""
        head += parts.pop("modified meta", "")
        above, below = (
            parts.pop("today", ""),
            parts.pop("footer", "") + parts.pop("side list", "") + parts.pop("comments", ""),
        )
        title = dice.choice(
            ("关于城区停水的公告", "2019年度部门决算公开", "关于印发实施方案的通知", "县长调研春耕生产")
        )
        text = "<p>为做好有关工作，经研究，现将有关事项公告如下，请各单位认真贯彻执行。</p>" * 7 + "".join(
            parts.values()
        )
        body = (
            f"<html><head><meta charset='utf-8'><title>{title}-清源县人民政府</title>{head}</head><body>{above}<div class='nav'><a href='/'>首页</a></div>"
            f"<div class='main'><h1>{title}</h1>{LINES[line].format(**told)}<div class='content'>{text}</div></div>{below}</body></html>"
        )
        yield Article(line, f"http://portal.test/xx/{7000 + number}.html", body.encode(), day)


def labelled(corpus: Path) -> Iterator[Article]:
    """The articles of a corpus whose publish day is labelled."""
    read = [
        [json.loads(line) for line in (corpus / name).read_text().splitlines()]
        for name in ("manifest.jsonl", "labels.jsonl")
    ]
    places = {page["id"]: page for page in read[0]}
    for label in read[1]:
        said = str(label.get("pub") or "")[:10]
        if label["kind"] == "article" and said:
            place = places[label["id"]]
            url = place.get("url") or f"http://portal.test/{label['id']}.html"
            yield Article("corpus", url, (corpus / place["file"]).read_bytes(), date.fromisoformat(said))


def ours(article: Article) -> str:
    found = read_page(article.body, url=article.url).article
    return str(found.published)[:10] if found and found.published else ""


_OTHER = (
    "import json,sys\nfrom htmldate import find_date\nfor line in sys.stdin:\n one=json.loads(line)\n"
    " try: print(find_date(one['html'],url=one['url'],original_date=True,extensive_search=True) or '',flush=True)\n"
    " except Exception: print('',flush=True)\n"
)


def theirs(articles: list[Article], python: str) -> list[str]:
    """What htmldate says, asked in a Python of its own: it is no dependency of the project."""
    lines = "".join(json.dumps({"url": one.url, "html": read_text(one)}, ensure_ascii=True) + "\n" for one in articles)
    done = subprocess.run([python, "-c", _OTHER], input=lines, capture_output=True, text=True, check=True)
    return done.stdout.split("\n")[: len(articles)]


def read_text(article: Article) -> str:
    return decode(article.body, "").text


def report(name: str, articles: list[Article], said: list[str]) -> None:
    verdicts = Counter(
        "right" if one == str(article.day) else "wrong" if one else "silent"
        for article, one in zip(articles, said, strict=True)
    )
    missed = Counter(article.kind for article, one in zip(articles, said, strict=True) if one != str(article.day))
    sys.stdout.write(
        f"{name:12} right {verdicts['right']}/{len(articles)}, wrong {verdicts['wrong']}, silent {verdicts['silent']}; {dict(missed)}\n"
    )


def main(count: int, seed: int, corpus: Path | None) -> None:
    sets = {"drawn": list(drawn(count, seed))} | ({"corpus": list(labelled(corpus))} if corpus else {})
    for name, articles in sets.items():
        sys.stdout.write(f"{name}\n")
        report("this reader", articles, [ours(article) for article in articles])
        if python := os.environ.get("HTMLDATE_PYTHON"):
            report("htmldate", articles, theirs(articles, python))


if __name__ == "__main__":
    main(
        int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0, Path(sys.argv[3]) if len(sys.argv) > 3 else None
    )
