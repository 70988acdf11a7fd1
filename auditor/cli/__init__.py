"""The command line. Nothing is imported before `main` is called: then only what the call needs, and at one go."""

import gc
import sys
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from types import ModuleType

COMMANDS = {
    "demo": ("line", "在本机启动示例门户，完整走一遍：采集、评定 2020Q1、生成通报。"),
    "check": ("check", "检查县配置文件，列出全部问题。"),
    "import": ("counties", "由单位已有的栏目责任表生成（或合并到）县配置文件；有问题的单元格一次列全。"),
    "export": ("counties", "把县配置文件写成表格，改好后可再导入，内容不会丢失。"),
    "discover": ("counties", "浏览门户的导航和公开目录，提出一份县配置文件草案；每个栏目注明置信度。"),
    "read": ("read", "显示程序如何理解一个网页：列表、日期、翻页，或正文要素。"),
    "run": ("line", "一次完成：采集、统计评定、生成通报。"),
    "crawl": ("crawling", "采集一遍全部栏目，记录条目、首次出现时间和网页存档；多个县同时进行，互不影响。"),
    "audit": ("line", "根据已采集的内容统计、评定，不访问网络。"),
    "circular": ("line", "生成通报和附表（草稿）；已印发的按印发时冻结的内容重新生成。"),
    "papers": ("papers", "随通报的材料：各单位整改告知单和底稿（压缩包）、领导一页纸、台账。"),
    "decide": ("review", "记录人工决定：改判等次、剔除或补计条目、免于更新；机器的结论同时保留。"),
    "tally": ("tally", "登记人工打开网页数到的条目或条数，附截图；程序读不到的栏目由此计入，注明人工核查。"),
    "declare": ("declare", "登记单位的申报：无应公开内容、正在办理、依法不予公开，附文件；到期自动失效，再次催报。"),
    "adopt": ("review", "收回在 Word 中改过的通报草稿：改写的段落记在经办人名下，数量、名称和附表须与核查结果一致。"),
    "hearing": ("hearing", "印发前征求各单位意见：送草稿、登记意见和原件、作出处理，全过程有记录。"),
    "issue": ("review", "自查、冻结并生成正式通报；也印发年度汇总（--annual）和回头看（--recheck）。"),
    "package": ("package", "把一份已印发的通报连同所依据的一切打成一个压缩包，附不需安装本程序的核对程序。"),
    "replay": ("review", "不访问网络，由网页存档重新计算，与原结果逐字节比较。"),
    "ledger": ("ledger", "观察台账：各栏目哪些天看过、间断的原因；一个栏目或一条信息的来龙去脉。"),
    "retract": ("retract", "作废一次采集（如系统时间有误）：留有记录，不删除，不再计入；不带 --run 时列出各次采集。"),
    "recheck": ("yearly", "回头看：用通报之后采集的内容，逐项复查通报所列问题的整改情况。"),
    "annual": ("yearly", "汇总四个季度：各栏目、单位、分类的年度数，统计报表和工作要点对照。"),
    "city": ("city", "市对县（区）或部门：并列各自的核查结果，生成汇总表和市的通报；不重复采集。"),
    "verify": ("verify", "核对已公开的通报或年度报告中的数字、名单和附表是否自相矛盾。"),
    "serve": ("server", "按时自动采集、核查、发通知，并提供网页。"),
    "user": ("people", "网页的账号：新建、列出、改角色、重设口令、停用。"),
    "token": ("people", "数据接口的只读令牌：新建、列出、停用。"),
    "worker": ("fleet", "多台机器一起采集：从共用的 PostgreSQL 队列中取县，逐个采集，直到按 Ctrl-C。"),
    "backup": ("backup", "把数据库、网页存档、县配置、佐证和通知设置备份成一个压缩包；不必停止程序。"),
    "restore": ("backup", "把备份恢复到空的数据文件夹（和空的数据库）；逐个文件核对后才写入。"),
    "tidy": ("tidy", "整理旧的存档和数据：按月合并文件、折叠重复的记录；不删除任何内容，serve 每晚自动做。"),
    "doctor": ("doctor", "检查字体、数据库、存档、时钟和节假日数据。"),
}
"""Every command, in the order of the help: the module of this package that registers it, and what it does.

The help lists them from here; a module is loaded when its command is called.
"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run ``auditor`` and exit: 0 done, 1 failed, 2 bad input, 3 done but something could not be verified."""
    load("entry").answer(list(sys.argv[1:] if arguments is None else arguments))


@cache
def load(module: str) -> ModuleType:
    """Import one of this package's modules with all it stands on, while the garbage collector rests.

    Nothing of it is garbage, then or later: looking through it again and again would take a fifth of a short call.
    """
    gc.disable()
    try:
        return import_module(f"auditor.cli.{module}")
    finally:
        gc.freeze()
        gc.enable()
