"""Valid audits of any size for tests: every number agrees with every other; the seed decides the rest."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from auditor.audit.model import (
    Audit,
    CountyEntry,
    EvidenceEntry,
    FindingEntry,
    GradeLabel,
    ItemEntry,
    PackStamp,
    RowEntry,
    TableEntry,
    UnitEntry,
)
from auditor.base.period import Period
from auditor.base.terms import PENDING, AuditState, ColumnState, DateSource

GRADES = (
    GradeLabel(id="good", label="更新情况较好"),
    GradeLabel(id="partial", label="部分更新或信息公开不规范"),
    GradeLabel(id="late", label="更新不及时"),
)
HOSTILE = (
    '<b>&amp;"粗体"</b>',
    "=1+1",
    "# 不是标题",
    "**不是加粗**",
    "{{ facts.issuer }}{% raw %}",
    "> @标题 不是标记\n第二行\r\t制表",
    "控制\x00字符\x0b与\ufffe非字符",
    "$x$ \\alpha #set page() `raw` @ref",
    "长" * 3000,
    "堌鄠埇甪栒㎡〇\U00020bb7",
)
RULES = (
    "due-column-short",
    "blank-column",
    "late-publication",
    "stale-column",
    "burst",
    "back-dated",
    "vanished",
    "misfiled-news",
    "repost-only",
    "policy-without-interpretation",
    "duplicate",
    "missing-catalogue-field",
    "garbled-text",
    "undated",
    "consecutive-zero",
    "late-again",
)
_PLACES = ("堌", "鄠", "埇", "甪", "栒", "东", "西", "南", "北", "中", "上", "下")
_KINDS = ("水务局", "财政局", "教育局", "林草局", "民政局", "司法局", "审计局", "统计局", "交通局", "档案馆")
_UNKNOWN = (ColumnState.BLOCKED, ColumnState.UNREACHABLE, ColumnState.MISSING, ColumnState.UNREADABLE)


@dataclass(frozen=True, slots=True)
class Shape:
    """What a made audit looks like: rows per table, shares of unknown columns and of hostile texts."""

    rows: tuple[int, ...] = (43, 8)
    unknown: float = 0.1
    hostile: bool = False
    findings: int = 12
    quarter: str = "2020Q1"


def make_audit(seed: int = 0, shape: Shape | None = None) -> Audit:
    """The audit of an invented county; the same seed and shape give the same audit."""
    return _Maker(seed, shape or Shape()).make()


class _Maker:
    def __init__(self, seed: int, shape: Shape) -> None:
        self.random = Random(seed)  # not for secrets: repeatable test values
        self.shape = shape
        self.period = Period.parse(shape.quarter)

    def make(self) -> Audit:
        tables = tuple(self._table(number, rows) for number, rows in enumerate(self.shape.rows, 1))
        units = tuple(unit for table in tables for unit in self._units(table))
        first = datetime(self.period.last.year, self.period.last.month, 28, 2, 30, tzinfo=UTC) + timedelta(days=12)
        return Audit(
            county="堌水县",
            quarter=self.period.name,
            period=(self.period.first, self.period.last),
            state=AuditState.DRAFT,
            pack=PackStamp(id="sample", version="1.0", title="示例规则", grades=GRADES),
            total=sum(table.total for table in tables),
            tables=tables,
            units=units,
            findings=self._findings(tables),
            evidence=EvidenceEntry(
                pages=sum(self.shape.rows),
                archive="archive/2020",
                digest="sha256:" + "0" * 64,
                crawled_from=first,
                crawled_to=first + timedelta(days=1, hours=2),
            ),
            facts=CountyEntry(
                portal="堌水县人民政府门户网站",
                home="https://portal.example.org/",
                issuer="堌水县人民政府办公室",
                inspector="县政务公开中心",
                addressees="各乡（镇）人民政府，县直各有关单位",
            ),
        )

    def _table(self, number: int, size: int) -> TableEntry:
        names = self._names(number, size)
        rows = tuple(self._row(number, seq, names[(seq - 1) % len(names)]) for seq in range(1, size + 1))
        known = [row.count for row in rows if row.count is not None]
        group = ("县直部门", "乡镇")[number - 1] if number <= 2 else f"第{number}组"
        return TableEntry(
            id=f"table{number}",
            title=f"{group}信息公开更新情况统计表",
            total=sum(known),
            rows=rows,
            group=group,
            unknown=len(rows) - len(known),
        )

    def _names(self, number: int, size: int) -> list[str]:
        count = max(1, size * 2 // 3)
        stems = [f"{place}{kind}" for kind in _KINDS for place in _PLACES]
        return [stems[i % len(stems)] + (f"第{number}分局" if number > 1 else "") + "甲" * (i // len(stems))
                for i in range(count)]  # fmt: skip

    def _row(self, number: int, seq: int, unit: str) -> RowEntry:
        state = self._state()
        count = {ColumnState.BLANK: 0, ColumnState.COUNTED: self.random.choice((0, 1, 2, 3, 12))}.get(state)
        items = tuple(self._item(number, seq, i) for i in range(count or 0))
        owned = self.random.random() > 0.03 or seq == 1
        title = self.random.choice(HOSTILE) if self.shape.hostile and self.random.random() < 0.3 else "公开栏目"
        return RowEntry(
            seq=seq,
            column=f"{title}{number}-{seq}",
            unit=unit if owned else "相关部门",
            owned=owned,
            count=count,
            state=state,
            due=self.random.random() > 0.2,
            latest=max((item.date for item in items if item.date), default=None),
            remark=self.random.choice(("", "", "每年后季只有一次")),
            key=f"/column/{number}/{seq}/",
            url=f"https://portal.example.org/column/{number}/{seq}/",
            reason="" if state.is_known else f"栏目页面{state.label}",
            previous_count=self.random.choice((None, 0, 1, 5)),
            proposed_count=count,
            items=items,
        )

    def _state(self) -> ColumnState:
        if self.random.random() < self.shape.unknown:
            return self.random.choice(_UNKNOWN)
        return ColumnState.BLANK if self.random.random() < 0.05 else ColumnState.COUNTED

    def _item(self, number: int, seq: int, index: int) -> ItemEntry:
        day = self.period.first + timedelta(days=self.random.randrange((self.period.last - self.period.first).days + 1))
        title = self.random.choice(HOSTILE) if self.shape.hostile else "关于公开事项的公告"
        url = f"https://portal.example.org/column/{number}/{seq}/{index}.html"
        return ItemEntry(title=f"{title}（{index + 1}）", url=url, date=day, date_from=DateSource.LIST)

    def _units(self, table: TableEntry) -> list[UnitEntry]:
        names = dict.fromkeys(row.unit for row in table.rows if row.owned)
        return [self._unit(table, name, rank) for rank, name in enumerate(names, 1)]

    def _unit(self, table: TableEntry, name: str, rank: int) -> UnitEntry:
        rows = [row for row in table.rows if row.owned and row.unit == name]
        is_unknown = any(row.count is None for row in rows)
        total = None if is_unknown else sum(row.count or 0 for row in rows)
        grade = PENDING if is_unknown else self.random.choice(GRADES[:3]).id
        return UnitEntry(
            name=name,
            table=table.id,
            total=total,
            grade=grade,
            proposed=grade,
            reasons=(f"本季度公开{total}条" if total is not None else "有栏目未能核查",),
            rank=rank,
            previous_total=self.random.choice((None, 0, 2, 9)),
        )

    def _findings(self, tables: tuple[TableEntry, ...]) -> tuple[FindingEntry, ...]:
        rows = [row for table in tables for row in table.rows if row.owned and row.count is not None]
        chosen = self.random.choices(rows, k=self.shape.findings) if rows else []
        return tuple(self._finding(row, self.random.choice((*RULES, "own-rule"))) for row in chosen)

    def _finding(self, row: RowEntry, rule: str) -> FindingEntry:
        titles = (self.random.choice(HOSTILE),) if self.shape.hostile else ("关于公开事项的公告",)
        return FindingEntry(
            rule=rule,
            unit=row.unit,
            column=row.column,
            text=f"{row.unit}“{row.column}”栏目应更新{row.expect}条，实际更新{row.count or 0}条。",
            items=tuple(item.url for item in row.items[:2]),
            force=self.random.choice(("grade", "print", "trial", "off")),
            titles=titles,
            figures={"items": len(row.items), "days": self.random.randrange(1, 90)},
        )
