"""Short Chinese summaries for the terminal."""

from auditor.audit.model import Audit
from auditor.base.terms import PENDING, AuditState
from auditor.circular.unit_papers import WORDS
from auditor.cli.console import say
from auditor.documents.writing import Printed
from auditor.pipeline.decide import BY_EYE, Decided

_OPENING = {
    "circular.docx": "通报（Word，可编辑）",
    "circular.pdf": "通报（PDF）",
    "circular.html": "通报（网页）",
    "tables.xlsx": "附表和单位评定",
    "evidence.xlsx": "核查底稿：每个单位的条目、日期、网址和存档",
    "audit.json": "供其他程序读取的数据",
}


def audit_summary(audit: Audit) -> str:
    """Totals, units per grade, and what could not be verified."""
    parts = "，".join(f"{table.group or table.title}{table.total}条" for table in audit.tables)
    is_known = len(audit.unknown_rows) < len(audit.rows)
    found = f"共更新{audit.total}条（{parts}）" if is_known else "全部栏目未能核查，条数无从统计"
    mark = f"（{audit.state.label}）" if audit.state is AuditState.PREVIEW else ""
    lines = [f"{audit.county}{audit.span.label}{mark}：{found}，{len(audit.units)}个单位"]
    for grade in audit.pack.grades:
        units = audit.graded(grade.id)
        lines.append(f"  {grade.label} {len(units)}个：{'、'.join(unit.name for unit in units) or '无'}")
    pending = audit.graded(PENDING)
    if pending:
        lines.append(f"  待核实 {len(pending)}个：{'、'.join(unit.name for unit in pending)}")
    unknown = audit.unknown_rows
    lines.append(f"未能核查的栏目：{len(unknown)}个" + ("（均未计入条数）" if unknown else ""))
    lines += [f"  “{row.column}”（{row.unit}）{row.state.label}：{row.reason}" for row in unknown]
    lines += [f"  {BY_EYE}"] if unknown and pending else []
    failed = [check for check in audit.self_check if not check.ok]
    lines.append(
        "自查："
        + (
            "；".join(f"{check.name}未通过（{check.detail}）" for check in failed)
            or f"{len(audit.self_check)}项全部通过"
        )
    )
    lines.append(f"结果摘要：{audit.digest()}")
    return "\n".join(lines)


def printed_summary(printed: Printed) -> str:
    """Which files were written, and which to open first."""
    about = _OPENING | WORDS.about
    lines = [f"文件已写入 {printed.folder}："]
    lines += [f"  {name:<14} {about[name]}" for name in printed.files]
    lines += [f"注意：{notice}" for notice in printed.notices]
    lines.append(f"请先打开 {printed.folder / printed.files[0]}")
    return "\n".join(lines)


def demo_summary() -> str:
    """What the demo's figures are, and what they are not."""
    return (
        "说明：示例的栏目、责任单位、备注和各栏目条数取自一份已公开的通报；条目的标题和日期是虚构的，"
        "日期按原通报的评定结果编排。仅凭条数，任何简单门槛只能得出原通报34个等次中的29个；"
        "加上更新时间和规范性核查后34个全部相符，原通报遗漏的“农办”也得到了评定。"
    )


def say_decided(decided: Decided) -> None:
    """What the unit's grade is now, and the digest of the result that says so, or why there is no result yet."""
    audit, name = decided.audit, decided.decision.unit
    if audit is None:
        say(f"结果尚未重新计算。{decided.fault or '请采集'}；之后运行 auditor audit")
        return
    for unit in (unit for unit in audit.units if unit.name == name):
        say(f"{unit.name}：{audit.label_of(unit.grade)}（结果摘要 {audit.digest()}）")
