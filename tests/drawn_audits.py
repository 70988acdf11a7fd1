"""Audits drawn by chance over a real pack: counts, days, articles and gaps; grades and grounds as the pack gives them.

The same seed gives the same audit. Places, units and titles are made up.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random

from portals import HOME, reading, sighting, unread

from auditor.audit.build import build_audit
from auditor.audit.figures import load_figures
from auditor.audit.grade import Pack
from auditor.audit.model import Audit, IssueEntry
from auditor.base.period import LOCAL, Period
from auditor.base.terms import AuditState, ColumnState
from auditor.county.model import County, DisclosureColumn
from auditor.crawl.column import ColumnReading, Sighting
from auditor.read import ArticleFacts

DEPARTMENTS = (
    "发改局", "教科局", "工业信息化和商务局", "公安局", "民政局", "司法局", "财政局", "人社局", "自然资源局", "住建局",
    "交通运输局", "水务局", "农业农村局", "文体广电和旅游局", "卫健局", "退役军人局", "应急管理局", "审计局",
    "市场监督管理局", "统计局", "国家税务总局堌水县税务局", "栒州市生态环境局堌水分局", "公共资源交易中心",
    "机关事务服务中心", "粮食和物资储备局", "堌水县人民政府办公室", "综合行政执法局", "林草局",
)  # fmt: skip
TOWNSHIPS = ("甪直镇", "新窑镇", "埇桥镇", "黄花乡", "木林乡", "鄠邑街道", "经济技术开发区管理委员会", "城市社区")
COLUMNS = (
    ("工作动态", "news"), ("通知公告", "notice"), ("政策文件", "policy"), ("政策解读", "interpretation"),
    ("人事信息", "personnel"), ("规划计划", "plan"), ("财政预决算", "finance"), ("其他法定信息", "other"),
)  # fmt: skip
LONG = "国家矿山安全监察局堌水县煤矿安全生产综合执法监督检查大队（县安全生产委员会办公室）"
_TITLES = {
    "news": ("县某局召开项目推进会议", "某镇开展义务植树活动"),
    "policy": ("关于印发城乡供水管理办法的通知", "关于加强秸秆禁烧工作的意见"),
    "interpretation": ("《城乡供水管理办法》政策解读", "国务院办公厅有关意见解读"),
}
_USUAL = ("关于某某事项的公告", "年度项目公示", "某局召开安全生产部署会", "专项资金使用情况")


@dataclass(frozen=True, slots=True)
class Draw:
    """What is drawn: how many units of each table, columns each at most, the share of columns without a count."""

    departments: int = 14
    townships: int = 5
    columns: int = 3
    unknown: float = 0.0
    busy: int = 8
    period: str = "2020Q1"
    long_names: bool = False
    with_previous: bool = True


def draw_county(seed: int, draw: Draw, folder: Path | None = None) -> County:
    """Units in two tables, one to ``draw.columns`` columns each, some not due or for nobody."""
    dice = Random(f"county-{seed}-{draw.departments}-{draw.townships}")
    names = {
        "departments": _names(DEPARTMENTS, draw.departments, LONG if draw.long_names else ""),
        "townships": _names(TOWNSHIPS, draw.townships),
    }
    columns = [
        {**_column(dice, unit, kind, name), "table": table}
        for table, units in names.items()
        for unit in units
        for name, kind in dice.sample(COLUMNS, dice.randint(1, draw.columns))
    ]
    shared = {"name": "提案议案办理结果", "url": "/shared/", "owner": "相关部门", "table": "departments"}
    groups = {"departments": "县直部门", "townships": "乡镇"}
    known = County.model_validate(
        {
            "county": {
                "name": "堌水县",
                "home": HOME,
                "issuer": "堌水县人民政府办公室",
                "inspector": "县政务公开中心",
                "addressees": "各乡（镇）人民政府，县直各有关单位",
            },
            "crawl": {"delay": 0},
            "table": [
                {"id": table, "title": f"{group}信息公开更新情况统计表", "group": group}
                for table, group in groups.items()
                if names[table]
            ],
            "unit": [{"name": unit, "table": table} for table, units in names.items() for unit in units],
            "column": [*columns, shared],
        }
    )
    return known.model_copy(update={"path": folder / "county.toml"}) if folder else known


def _names(known: tuple[str, ...], count: int, first: str = "") -> list[str]:
    whole = [first] if first else []
    whole += [
        name + (f"第{round_ + 1}分局" if round_ else "") for round_ in range(1 + count // len(known)) for name in known
    ]
    return whole[:count]


def _column(dice: Random, unit: str, kind: str, name: str) -> dict[str, object]:
    due = dice.choice(([1, 2, 3, 4],) * 6 + ([],))
    remark = "每年后季只有一次" if not due else ""
    told = dice.choice((name, f"{name}（{unit}）"))
    return {"name": told, "url": f"/{unit}/{kind}/", "unit": unit, "kind": kind, "due": due, "remark": remark}


def draw_audit(pack: Pack, seed: int, draw: Draw | None = None, folder: Path | None = None) -> Audit:
    """One draft audit; where the pack looks back, after an issued one of the period before."""
    draw = draw or Draw(period="2024-03" if pack.pack.period == "month" else "2020Q1")
    known = draw_county(seed, draw, folder)
    period = Period.parse(draw.period)
    earlier = []
    if draw.with_previous:
        before = period.previous()
        old = build_audit(known, before, pack, readings(known, before, seed + 1000, draw))
        entry = IssueEntry(number="堌政办发〔2020〕1号", date=before.last + timedelta(days=12), by="张三")
        earlier = [old.model_copy(update={"state": AuditState.ISSUED, "issue": entry})]
    figures = load_figures(known, pack, period) if folder else None
    return build_audit(known, period, pack, readings(known, period, seed, draw), earlier=earlier, figures=figures)


def readings(known: County, period: Period, seed: int, draw: Draw) -> Mapping[str, ColumnReading]:
    """What each column showed in a period."""
    dice = Random(f"{seed}-{draw.unknown}-{draw.busy}")
    at = datetime.combine(period.last + timedelta(days=10), time(12), LOCAL)
    found = {}
    for column in known.column:
        if dice.random() < draw.unknown:
            state = dice.choice((ColumnState.UNREACHABLE, ColumnState.BLOCKED, ColumnState.UNREADABLE))
            found[column.key] = replace(unread(column.key, state, "HTTP 500"), read_at=at)
            continue
        count = dice.choice((0, 0, 1, 2, 3, draw.busy, 2 * draw.busy))
        is_early = dice.random() < 0.3
        seen = [_sighting(dice, column, number, period, is_early=is_early) for number in range(count)]
        is_blank = not count and dice.random() < 0.2
        found[column.key] = reading(
            column.key,
            seen,
            state=ColumnState.BLANK if is_blank else ColumnState.COUNTED,
            read_at=at,
            back_to=(period.first - timedelta(days=9)).isoformat(),
        )
    return found


def _sighting(dice: Random, column: DisclosureColumn, number: int, period: Period, *, is_early: bool) -> Sighting:
    days = (period.last - period.first).days
    day = period.first + timedelta(days=dice.randint(0, days // 4 if is_early else days))
    title = dice.choice(_TITLES.get(column.kind.value, _USUAL)) + f"（{number + 1}）"
    article = None
    if dice.random() < 0.3:
        article = ArticleFacts(title=title, published=day, formed=day - timedelta(days=dice.choice((1, 5, 45, 80))))
    return sighting(title, day.isoformat(), url=f"{HOME.rstrip('/')}{column.key}{number}.html", article=article)
