"""``evidence.xlsx`` (核查底稿): what every number rests on, one sheet per unit, to hand to a unit that disagrees."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from auditor.audit.model import Audit, DecisionEntry, FindingEntry, ItemEntry, RowEntry, UnitEntry
from auditor.circular.content import preview_note
from auditor.circular.xlsx import grade_text
from auditor.documents.annex_sheets import UNKNOWN_TEXT
from auditor.documents.workbook import Align, Cell, CellLink, SheetLink, Workbook, WorkbookSheet, local_time

_HOW_TO_READ: Final = (
    "本底稿逐单位列出核查依据：栏目的核查结果、计入本期的信息条目、未计入的条目和发现的问题。",
    "条数只统计发布日期在核查周期内的条目；发布日期取自栏目列表，列表没有的取自正文页，仍没有的取自网址并注明。",
    "“未能核查”表示页面未能读取或未能读全，不等于没有更新，也不计入合计；说明栏写明原因。",
    "“首次发现”是系统第一次看到该条目的时间，可与页面标注的发布日期对照。",
    "“快照”是归档文件中的记录编号，凭编号可以调出核查时页面的原样；归档摘要用于证明归档未被改动。",
    "对核查结果有异议的，请按序号指明栏目或条目，连同页面截图反馈核查单位。",
)
_OPEN: Final = "打开"
_OVERVIEW_WIDTHS: Final = (6, 26, 18, 12, 12, 30)
_UNIT_WIDTHS: Final = (5, 18, 36, 11, 9, 15, 11, 6, 30, 24)
_COLUMN_HEADS: Final = (
    "序号",
    "栏目",
    "说明",
    "条数",
    "应有条数",
    "最近更新",
    "状态",
    "链接",
    "栏目地址",
    "读取情况和快照",
)
_COLUMN_ALIGNS: Final[tuple[Align, ...]] = (
    *("center", "left", "left", "center", "center"),
    *("center", "center", "center", "left", "left"),
)
_ITEM_HEADS: Final = ("序号", "栏目", "标题", "发布日期", "日期来源", "首次发现", "备注", "链接", "地址", "快照")
_ITEM_ALIGNS: Final[tuple[Align, ...]] = (
    *("center", "left", "left", "center", "center"),
    *("center", "left", "center", "left", "left"),
)


def render_evidence_xlsx(audit: Audit, *, created: datetime) -> bytes:
    """The working papers of one audit; same audit and ``created`` (with time zone), same bytes."""
    title = f"{audit.county}{audit.span.label}信息公开栏目核查底稿"
    book = Workbook(title, audit.facts.issuer, created, preview_note(audit))
    overview = book.add_sheet(book.reserve("说明和目录"), _OVERVIEW_WIDTHS)
    names = [book.reserve(unit.name) for unit in audit.units]
    shared = tuple(row for row in audit.rows if not row.owned)
    shared_name = book.reserve("不属单个单位的栏目") if shared else ""
    _write_overview(overview, audit, title, names, shared_name)
    for unit, name in zip(audit.units, names, strict=True):
        _write_unit(book.add_sheet(name, _UNIT_WIDTHS, landscape=True), audit, unit)
    if shared:
        _write_shared(book.add_sheet(shared_name, _UNIT_WIDTHS, landscape=True), audit, shared)
    return book.content()


def render_unit_evidence(audit: Audit, unit: UnitEntry, title: str, *, created: datetime) -> bytes:
    """The working papers of one unit alone, to go with what it is told."""
    book = Workbook(title, audit.facts.issuer, created, preview_note(audit))
    _write_unit(book.add_sheet(book.reserve(unit.name), _UNIT_WIDTHS, landscape=True), audit, unit)
    return book.content()


def _write_overview(sheet: WorkbookSheet, audit: Audit, title: str, names: Sequence[str], shared_name: str) -> None:
    sheet.foot(title)
    sheet.line(title, "title")
    for label, text in _facts(audit):
        sheet.fact(label, text)
    sheet.gap()
    sheet.line("一、怎样阅读", "section")
    for number, sentence in enumerate(_HOW_TO_READ, 1):
        sheet.line(f"{number}. {sentence}")
    sheet.gap()
    sheet.line("二、目录", "section")
    sheet.cells(("序号", "单位", "评定", "公开条数", "未能核查", "工作表"), "head")
    for number, (unit, name) in enumerate(zip(audit.units, names, strict=True), 1):
        unknown = sum(row.count is None for row in audit.rows_of(unit))
        values = (number, unit.name, grade_text(audit, unit), _number(unit.total), unknown, SheetLink(name, name))
        sheet.cells(values, aligns=("center", "left", "left", "center", "center", "left"))
    if shared_name:
        sheet.cells(("", "（不属单个单位）", "不评定", "", "", SheetLink(shared_name, shared_name)))
    sheet.finish()


def _facts(audit: Audit) -> list[tuple[str, Cell]]:
    evidence = audit.evidence
    return [
        ("核查对象", audit.facts.portal),
        ("门户地址", CellLink(audit.facts.home)),
        ("核查单位", audit.facts.inspector or audit.facts.issuer),
        ("核查周期", f"{audit.span.label}（{audit.period[0]}至{audit.period[1]}）"),
        ("状态", audit.state.label + (f"，{audit.issue.number}" if audit.issue and audit.issue.number else "")),
        ("评定规则", f"{audit.pack.title or audit.pack.id}（{audit.pack.id} {audit.pack.version}）"),
        ("采集时间", _between(evidence.crawled_from, evidence.crawled_to)),
        ("归档页面", f"{evidence.pages}页"),
        ("归档位置", evidence.archive),
        ("归档摘要", evidence.digest),
        ("公开总条数", f"{audit.total}条（{len(audit.unknown_rows)}个栏目{UNKNOWN_TEXT}，未计入）"),
        *(("附注", note) for note in audit.notes),
    ]


def _between(first: datetime | None, last: datetime | None) -> Cell:
    moments = [f"{local_time(moment):%Y-%m-%d %H:%M}" for moment in (first, last) if moment is not None]
    return "至".join(dict.fromkeys(moments)) or "无记录"


def _write_unit(sheet: WorkbookSheet, audit: Audit, unit: UnitEntry) -> None:
    rows = audit.rows_of(unit)
    _write_title(sheet, audit, f"{unit.name}信息公开栏目核查底稿")
    sheet.fact("评定", audit.label_of(unit.grade))
    sheet.fact("系统建议", audit.label_of(unit.proposed))
    if unit.score is not None:
        sheet.fact("得分", unit.score)
    sheet.fact("公开条数", _number(unit.total))
    for number, reason in enumerate(unit.reasons, 1):
        sheet.fact("评定依据" if len(unit.reasons) == 1 else f"评定依据{number}", reason)
    sheet.fact("人工决定", _decision_text(audit, unit.decision) if unit.decision else "无")
    _write_rows(sheet, rows)
    _write_findings(sheet, [finding for finding in audit.findings if finding.unit == unit.name])
    sheet.finish()


def _write_shared(sheet: WorkbookSheet, audit: Audit, rows: Sequence[RowEntry]) -> None:
    _write_title(sheet, audit, "不属单个单位的栏目核查底稿")
    sheet.line("下列栏目由多个单位共用，只计条数，不作评定。")
    _write_rows(sheet, rows)
    columns = {row.column for row in rows}
    units = {unit.name for unit in audit.units}
    _write_findings(sheet, [found for found in audit.findings if found.unit not in units and found.column in columns])
    sheet.finish()


def _write_title(sheet: WorkbookSheet, audit: Audit, title: str) -> None:
    sheet.foot(f"{title}　{audit.county}{audit.span.label}")
    sheet.line(title, "title")
    sheet.repeat_above()
    sheet.line(f"{audit.facts.portal}　{audit.span.label}（{audit.period[0]}至{audit.period[1]}）", "subtitle")


def _write_rows(sheet: WorkbookSheet, rows: Sequence[RowEntry]) -> None:
    sheet.gap()
    sheet.line("一、栏目核查结果", "section")
    sheet.cells(_COLUMN_HEADS, "head")
    for row in rows:
        sheet.cells(_column_cells(row), aligns=_COLUMN_ALIGNS)
    if not rows:
        sheet.line("没有登记由该单位负责的栏目。")
    _write_items(sheet, "二、计入本期的条目", [(row, item) for row in rows for item in row.items])
    _write_items(sheet, "三、没有发布日期的条目（列出，不计数）", [(row, item) for row in rows for item in row.undated])
    _write_items(sheet, "四、经人工决定不计入的条目", [(row, item) for row in rows for item in row.excluded])


def _column_cells(row: RowEntry) -> tuple[Cell, ...]:
    explained = [row.reason, f"免于要求：{row.exempt}" if row.exempt else "", row.remark]
    if row.proposed_count is not None and row.proposed_count != row.count:
        explained.append(f"系统计数{row.proposed_count}条，经人工决定调整")
    expected: Cell = "不要求" if not row.due else "免于要求" if row.exempt else row.expect
    latest: Cell = row.latest or ("本期无" if row.count is not None else "")
    note = "；".join(text for text in explained if text)
    return (
        *(row.seq, row.column, note, _number(row.count), expected),
        *(latest, row.state.label, CellLink(row.url, _OPEN), row.url, _reading_text(row)),
    )


def _reading_text(row: RowEntry) -> str:
    parts = [f"{local_time(row.read_at):%Y-%m-%d %H:%M}读取" if row.read_at else ""]
    if row.read_back_to:
        parts.append(f"回溯至{row.read_back_to}")
    if row.reached_end:
        parts.append("已读到列表末尾")
    if row.witness and row.witness.told:
        parts.append(f"证据——{row.witness.told}")
    if row.family:
        parts.append(f"识别方式：{row.family}")
    if row.pages:
        parts.append("快照：" + "，".join(row.pages))
    return "；".join(part for part in parts if part)


def _write_items(sheet: WorkbookSheet, heading: str, items: Sequence[tuple[RowEntry, ItemEntry]]) -> None:
    sheet.gap()
    sheet.line(f"{heading}：{len(items)}条" if items else f"{heading}：无", "section")
    if items:
        sheet.cells(_ITEM_HEADS, "head")
    for number, (row, item) in enumerate(items, 1):
        source = item.date_from.label if item.date_from else ""
        values: tuple[Cell, ...] = (
            *(number, row.column, item.title, item.date, source),
            *(item.first_seen, item.note, CellLink(item.url, _OPEN), item.url, item.page),
        )
        sheet.cells(values, aligns=_ITEM_ALIGNS)


def _write_findings(sheet: WorkbookSheet, findings: Sequence[FindingEntry]) -> None:
    printed = [finding for finding in findings if finding.force in ("grade", "print")]
    sheet.gap()
    sheet.line(f"五、发现的问题：{len(printed)}个" if printed else "五、发现的问题：无", "section")
    for number, finding in enumerate(printed, 1):
        sheet.fact(f"问题{number}", finding.text)
        for address in finding.items:
            sheet.fact("例证地址", CellLink(address))


def _decision_text(audit: Audit, decision: DecisionEntry) -> str:
    value = audit.label_of(decision.value) if decision.kind == "grade" else decision.value
    return (
        f"{value}；理由：{decision.reason}。{decision.text}（{decision.by}，{local_time(decision.at):%Y-%m-%d %H:%M}）"
    )


def _number(count: int | None) -> Cell:
    return UNKNOWN_TEXT if count is None else count
