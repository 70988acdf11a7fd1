"""Channel pages drawn at random: each of their blocks shows but the newest rows of a column.

No count is right for such a page: behind every block are rows that it does not show. ``python tests/drawn_blocks.py
COUNT [SEED]`` prints what came of each kind.
"""
# ruff: noqa: E501 - markup is written as portals write it, one line a kind

import random
import sys
from collections import Counter
from datetime import date, timedelta

from drawn_strangers import STYLES, Row, Stranger, judged

_NAMES = ("通知公告", "政策文件", "工作动态", "人事信息", "财政信息", "规划计划", "行政执法", "应急管理")
_ABOUT = ("春季造林", "部门预算", "惠农补贴", "城乡低保", "停水抢修", "采砂许可", "校车安全", "食品抽检", "危房改造")
_FORMS = ("{}情况公示", "{}结果公布", "{}实施方案", "{}工作的通知", "{}公告")
HEADS = ("h3", "h3 link", "title in a span", "bare text", "linked bare text", "tabs", "picture", "none")
MORES = (
    "none", "none", "word", "picture", "picture without words", "arrow", "dots", "detail", "enter", "full name", "plus", "called",
    "icon font", "below", "all",
)  # fmt: skip
FRAMES = ("boxes", "boxes with ids", "cells", "one after another", "left and right", "tab contents")
NOT_DRAWN = ("state", "datasource", "twice", "by unit", "relative", "range alone", "headline")
"""Styles that hold several lists themselves, or whose days nothing tells."""


def _rows(dice: random.Random, count: int, slug: str) -> list[Row]:
    day = dice.choice((date(2020, 4, 8), date(2020, 4, 1), date(2020, 3, 30), date(2020, 2, 20)))
    step, rows = dice.choice((1, 4, 11, 30)), []
    for at, paper in enumerate(dice.sample(range(1000, 9000), count)):
        title = dice.choice(_FORMS).format(dice.choice(_ABOUT)) + f"（{paper}）"
        rows.append(Row(at, title, day, f"{slug}{day:%Y%m}/content_{paper}.shtml"))
        day -= timedelta(days=dice.randrange(step + 1))
    return rows


def _head(kind: str, name: str, at: str, more: str) -> str:
    match kind:
        case "h3":
            return f"<div class='hd'><h3>{name}</h3>{more}</div>"
        case "h3 link":
            return f"<div class='hd'><h3><a href='{at}'>{name}</a></h3>{more}</div>"
        case "title in a span":
            return f"<p class='bt'><span>{name}</span>{more}</p>"
        case "bare text":
            return f"<div class='bt'>{name}{more}</div>"
        case "linked bare text":
            return f"<div class='bt'><a href='{at}' target='_blank'>{name}</a>{more}</div>"
        case "tabs":
            return f"<ul class='tab'><li class='on'><a href='{at}'>{name}</a></li><li><a href='{at}qt/'>其他{name}</a></li></ul>{more}"
        case "picture":
            return f"<div class='hd'><a href='{at}'><img src='/i{at}t.png' alt='{name}'></a>{more}</div>"
    return more


_MORE = {
    "word": "<a class='more' href='{at}'>更多&gt;&gt;</a>",
    "picture": "<a href='{at}'><img src='/i/more.gif' alt='更多'></a>",
    "picture without words": "<a href='{at}' target='_blank'><img src='/i/gd.gif'></a>",
    "arrow": "<a href='{at}'>&gt;&gt;</a>",
    "dots": "<a href='{at}'>…</a>",
    "detail": "<a href='{at}'>[详细]</a>",
    "enter": "<a href='{at}'>进入</a>",
    "full name": "<a href='{at}'>更多{name}</a>",
    "plus": "<a href='{at}'>+</a>",
    "called": "<span class='gd' onclick=\"window.open('{at}')\">更多</span>",
    "icon font": "<a href='{at}'><i class='iconfont icon-more'></i></a>",
    "all": "<a href='{at}'>全部</a>",
}


def _channel(traits: dict[str, str], blocks: list[tuple[str, str, list[Row]]]) -> str:
    made = []
    for number, (name, at, rows) in enumerate(blocks):
        more, body = _MORE.get(traits["more"], "").format(name=name, at=at), STYLES[traits["style"]](rows)
        head = _head(traits["head"], name, at, "" if traits["more"] == "below" else more)
        below = f"<div class='ft'><a href='{at}'>查看更多</a></div>" if traits["more"] == "below" else ""
        match traits["frame"]:
            case "boxes":
                made.append(f"<div class='blk'>{head}<div class='bd'>{body}</div>{below}</div>")
            case "boxes with ids":
                made.append(f"<div class='blk b{number}' id='blk{number}'>{head}{body}{below}</div>")
            case "cells":
                made.append(f"<td valign='top'>{head}{body}{below}</td>")
            case "one after another":
                made.append(f"{head}{body}{below}")
            case "left and right":
                side = "l" if number % 2 == 0 else "r"
                made.append(f"<div class='{side}box'>{head}{body}{below}</div>")
            case "tab contents":
                hidden = " style='display:none'" if number and traits["head"] == "none" else ""
                made.append(f"<div class='tabcon'{hidden}>{head}{body}{below}</div>")
    if traits["frame"] == "cells":
        pairs = ["".join(made[at : at + 2]) for at in range(0, len(made), 2)]
        return "<table width='100%'>" + "".join(f"<tr>{pair}</tr>" for pair in pairs) + "</table>"
    return "".join(made)


def _page(title: str, content: str, beside: str = "") -> str:
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}-石门县人民政府</title></head><body>"
        "<div class='top'><a href='/'>网站首页</a>|<a href='/wza/'>无障碍</a></div><ul class='nav'><li><a href='/zwgk/'>政务公开</a></li>"
        "<li><a href='/hdjl/'>互动交流</a></li><li><a href='/ywdt/'>要闻动态</a></li></ul>"
        f"<div class='loc'>您的位置：<a href='/'>首页</a>&gt;<a href='/zwgk/'>政务公开</a>&gt;{title}</div><div class='content'>{content}</div>"
        f"{beside}<div class='foot'>主办：石门县人民政府办公室 备案号：湘ICP备2020000001号 网站标识码：4307260001</div></body></html>"
    )


def draw(seed: int) -> list[Stranger]:
    """A channel page; what any reading counts of it is wrong."""
    dice = random.Random(seed)
    styles = [style for style in STYLES if style not in NOT_DRAWN]
    traits = {
        "style": dice.choice(styles),
        "head": dice.choice(HEADS),
        "more": dice.choice(MORES),
        "frame": dice.choice(FRAMES),
        "below": dice.choice(("yes", "no")),
        "sizes": dice.choice(("alike", "first longer")),
        "called like": dice.choice(("channel", "first block")),
    }
    if traits["head"] == "none" and traits["more"] == "none":
        traits["head"] = "h3"  # rows without any sign of where they belong are one list to any reader
    names, size = dice.sample(_NAMES, dice.choice((2, 3, 4, 6))), dice.choice((5, 6, 8))
    start = "/zwgk/"
    slugs = [f"{start if traits['below'] == 'yes' else '/'}lm{n}/" for n in range(len(names))]
    sizes = (
        [size] * len(names) if traits["sizes"] == "alike" else [2 * size, *(dice.choice((2, 3, 4)) for _ in names[1:])]
    )
    blocks = [(name, slug, _rows(dice, rows, slug)) for name, slug, rows in zip(names, slugs, sizes, strict=True)]
    title = names[0] if traits["called like"] == "first block" else "政务公开"
    pages = {start: _page(title, _channel(traits, blocks))}
    return [Stranger(traits, start, pages, -1)]


def main(count: int, first: int) -> int:
    """Draw, read, and print what came of each kind."""
    tally: Counter[tuple[str, str, str]] = Counter()
    wrong = []
    for seed in range(first, first + count):
        for traits, said, _ in judged(draw(seed)):
            wrong += [seed] if said == "wrong" else []
            tally.update((trait, value, said) for trait, value in {**traits, "all": "all"}.items())
    lines = ["| | | exact | unknown | wrong |", "|---|---|---|---|---|"]
    for trait, value in sorted({(trait, value) for trait, value, _ in tally}):
        figures = (tally[trait, value, said] for said in ("exact", "unknown", "wrong"))
        lines.append(f"| {trait} | {value} | {' | '.join(map(str, figures))} |")
    sys.stdout.write("\n".join([*lines, f"wrong seeds: {wrong[:60]}", ""]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0))
