"""Passages in which numbers stand beside each other that need not agree: each was once a finding, none is a fault."""

# ruff: noqa: E501 - a passage reads as it is printed

import pytest

from auditor.verify import render_text, verify_file

PASSAGES = {
    "all answered in time, some of them sooner": (
        "“我为政府网站找错”平台转办网民留言136条，均按期办结，按期办结率100%。其中3个工作日内办结的128条，占94.1%。"
    ),
    "the rate of each of some counties": (
        "本次随机抽查220家，合格212家，总体合格率96.4%。东河、怀安等10个市州抽查合格率为100%；"
        "永兴、石门等4个市州合格率在83.3%至95%之间。"
    ),
    "the rate of a part": (
        "检查结果显示，合格网站44个，不合格网站5个，合格率为89.8%。其中，县（区）网站合格率88.9%，市直部门网站合格率90.3%。"
    ),
    "a change against another period": (
        "5月份，共发布信息460条，比4月份的400条增加60条，环比增长15.0%；去年同期为406条，同比增长13.3%。"
    ),
    "a list of attachments above the signature": (
        "请于10月25日前整改。\n附件：不合格政府网站名单（8家）\n省政府办公厅\n2018年10月12日\n附件\n不合格政府网站名单"
    ),
    "four grades": "乡镇组：优秀4个，良好7个，合格3个，不合格1个。县直组：优秀9个，良好16个，合格6个，不合格1个。",
    "points of each": "县卫健委、县医保局各加1分；县交通局在第三季度通报中被点名，扣3分；县林业局2次，每次扣1.5分，共扣3分。",
    "towns in brackets are no name": "其中，5个乡镇（街道）发布77条，7个县直部门发布193条。",
    "what each of several has": (
        "甲水务局本季度公开6条；乙水务局、丙水务局等2个单位本季度公开3条；丁水务局、戊水务局等2个单位本季度公开5条。"
    ),
    "a sum whose merged cells plain text does not show": (
        "序号\t单位\t栏目数\t应更新数\t更新条数\n1\t教育局\t4\t3\t12\n2\t民政局\t2\t2\t7\n3\t财政局\t3\t1\t5\n合计\t9\t6\t24"
    ),
    "the mean of others than those of the table": (
        "县直组平均分84.7分，比乡镇组高2.2分。\n乡镇组得分表\n| 名次 | 乡镇 | 总分 |\n| 1 | 城关镇 | 96.5 |\n| 2 | 新安镇 | 84.2 |\n"
        "| 3 | 丁集乡 | 66.8 |"
    ),
    "what is asked, and what was found, of a column the table counts": (
        "“规范性文件”栏目有1件文件缺少索引号，扣2分；审计局将1条工作动态发布到“审计信息”栏目。\n"
        "| 序号 | 栏目 | 公开数量 | 责任单位 |\n| 1 | 规范性文件 | 2 | 司法局 |\n| 2 | 审计信息 | 3 | 审计局 |\n| 3 | 财政预算 | 4 | 财政局 |"
    ),
}


@pytest.mark.parametrize("name", PASSAGES)
def test_what_need_not_agree_is_not_accused(tmp_path, name):
    path = tmp_path / "a.txt"
    path.write_text(f"关于政务公开检查情况的通报\n各单位：\n{PASSAGES[name]}\n", encoding="utf-8")
    report = verify_file(path)
    assert report.is_consistent, render_text(report)


FOUND = {
    "a hundred per cent by shares": (
        "受理群众诉求4914件。\n诉求分类。咨询类2051件，占41.7%；求助类455件，占9.3%；投诉举报类1285件，占26.1%；建议类1125件，占22.9%。"
    ),
    "towns and departments are units": "县政府办对13个单位（县直部门10个，乡镇4个）栏目更新情况进行了核查。",
    "in order and with faults": "对66个栏目进行了逐一排查，正常更新58个，发现问题栏目7个，问题栏目占比10.6%。",
    "mended and not, with those it concerns": (
        "县政府办公室对通报的6个单位23个问题逐一复查。\n已整改22个，尚未整改到位2个，涉及民政局、教育局等2个单位。"
    ),
    "between the most and the least": (
        "最高分与最低分相差31.7分。\n| 名次 | 县（区） | 得分 |\n| 1 | 城中区 | 96.5 |\n| 2 | 河西区 | 84.2 |\n| 3 | 灵山县 | 66.8 |"
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_what_must_agree_is_told(tmp_path, name):
    path = tmp_path / "a.txt"
    path.write_text(f"关于政务公开检查情况的通报\n各单位：\n{FOUND[name]}\n", encoding="utf-8")
    assert verify_file(path).findings
