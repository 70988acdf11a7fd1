"""The kinds of comparison: how each is called, and under which head the closing line counts it."""

from dataclasses import dataclass

from auditor.base.terms import Labelled


class CheckFamily(Labelled):
    """What was compared, as the closing line counts it; the label is its measure word and name."""

    TOTAL = "total"
    LIST = "list"
    RATE = "rate"
    TABLE = "table"
    SAME = "same"
    FORM = "form"
    DATE = "date"
    NUMBER = "number"
    ANNEX = "annex"
    FAULT = "fault"
    """A fault told by itself: nothing was compared."""

    @property
    def has_figures(self) -> bool:
        """Whether such a comparison is one of figures; the others say nothing about a document's numbers."""
        return self not in (CheckFamily.DATE, CheckFamily.NUMBER, CheckFamily.ANNEX, CheckFamily.FAULT)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: the head of its finding, and its family."""

    label: str
    family: CheckFamily


KINDS = {
    "total_parts": Kind("总数与分项不符", CheckFamily.TOTAL),
    "part_exceeds": Kind("部分大于整体", CheckFamily.TOTAL),
    "channels": Kind("去重总数与渠道数不符", CheckFamily.TOTAL),
    "list_count": Kind("数目与名单不符", CheckFamily.LIST),
    "unit_twice": Kind("单位重复归类", CheckFamily.FAULT),
    "unit_grade": Kind("表中与正文评定不一", CheckFamily.SAME),
    "units_stated": Kind("单位总数不符", CheckFamily.LIST),
    "unit_ungraded": Kind("单位未归类", CheckFamily.LIST),
    "unit_not_in_table": Kind("名单中的单位不在表中", CheckFamily.LIST),
    "text_table": Kind("正文与附表不符", CheckFamily.SAME),
    "table_total": Kind("合计与各行不符", CheckFamily.TABLE),
    "row_total": Kind("本行合计不符", CheckFamily.TABLE),
    "serial_gap": Kind("序号跳号", CheckFamily.NUMBER),
    "serial_repeated": Kind("序号重复", CheckFamily.NUMBER),
    "percentage": Kind("百分比不符", CheckFamily.RATE),
    "shares_sum": Kind("占比之和不是100%", CheckFamily.RATE),
    "stated_twice": Kind("同一数字前后不一", CheckFamily.SAME),
    "form_total": Kind("统计表合计不符", CheckFamily.FORM),
    "form_row": Kind("统计表本行不符", CheckFamily.FORM),
    "form_balance": Kind("统计表勾稽不符", CheckFamily.FORM),
    "heading_number": Kind("标题编号有误", CheckFamily.NUMBER),
    "point_number": Kind("要点编号有误", CheckFamily.NUMBER),
    "annex_missing": Kind("附件缺失", CheckFamily.ANNEX),
    "annex_title": Kind("附件标题不一致", CheckFamily.ANNEX),
    "date_impossible": Kind("无效日期", CheckFamily.DATE),
    "period_end": Kind("统计区间不完整", CheckFamily.DATE),
    "period_year": Kind("统计年度不符", CheckFamily.DATE),
    "signed_early": Kind("落款早于时段结束", CheckFamily.DATE),
    "published_late": Kind("印发或发布过晚", CheckFamily.DATE),
    "published_before": Kind("发布早于落款", CheckFamily.DATE),
    "garbled": Kind("乱码", CheckFamily.FAULT),
    "hijacked": Kind("异常文字", CheckFamily.FAULT),
    "field_empty": Kind("目录要素为空", CheckFamily.FAULT),
}
