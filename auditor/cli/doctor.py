"""Look through what the program stands on: fonts, database, archive, clock, holidays."""

import typer

from auditor.archive import verify_chain
from auditor.base.errors import AuditorError
from auditor.base.workdays import last_published_year
from auditor.cli.console import say
from auditor.cli.frame import CommandContext, command
from auditor.documents.fonts import choose_faces


@command("doctor")
def doctor(ctx: typer.Context) -> None:
    """Look through what the program stands on."""
    context: CommandContext = ctx.obj
    now = context.clock()
    say(f"时间：{now:%Y-%m-%d %H:%M}（{now.tzname()}）")
    faces = choose_faces(context.place.fonts)
    for line in (*faces.lines, *faces.notices):
        say(f"字体：{line}")
    with context.store() as store:
        say(f"数据库：{store.engine.url.render_as_string(hide_password=True)}，可以使用")
    last = last_published_year()
    say(f"节假日数据：到{last}年" + ("" if now.year <= last else "，今年的工作日只按周末推算，请升级 chinesecalendar"))
    damaged = False
    root = context.place.home / "archive"
    for folder in sorted(root.iterdir()) if root.is_dir() else []:
        report = verify_chain(folder)
        say(
            f"存档：{folder.name}，{report.files}个文件，{report.records}条记录"
            + ("，完整" if not report.faults else "")
        )
        for fault in report.faults:
            damaged = True
            say(f"  损坏：{fault}")
    if damaged:
        raise AuditorError("存档有损坏或缺失，请从备份恢复列出的文件")
    if not root.is_dir():
        say("存档：还没有采集过")
