"""Look at a county file; where columns say how they are read, at their archived pages too. No portal is asked."""

from collections.abc import Iterator

import typer

from auditor.audit.figures import sheets_of
from auditor.audit.grade.pack import Pack, load_pack
from auditor.cli.console import say
from auditor.cli.frame import CommandContext, CountyArgument, command
from auditor.cli.words import CLI_WORDS
from auditor.county.model import County, load_county
from auditor.county.past import past_text

_WORDS = CLI_WORDS.check


@command("check")
def check(ctx: typer.Context, county_file: CountyArgument) -> None:
    """Say what is wrong with a county file, or what it holds."""
    county = load_county(county_file)
    pack = load_pack(county.county.pack, county.path)
    say(county_summary(county, pack))
    for line in _figures_seen(county, pack):
        say(line)
    for line in (*_plans_tried(county, ctx.obj), *_moves_seen(county, ctx.obj)):
        say(line)


def _figures_seen(county: County, pack: Pack) -> Iterator[str]:
    """The sheets of figures from outside that lie there, read as an audit would."""
    if pack.figures is None:
        return
    sheets = sheets_of(county, pack)
    for sheet in sheets:
        units = sum(bool(values) for values in sheet.by_unit.values())
        yield _WORDS.figures.format(file=sheet.file, units=units)
    if not sheets:
        yield _WORDS.no_figures.format(file=pack.figures.file)


def _moves_seen(county: County, context: CommandContext) -> Iterator[str]:
    """Columns that seem to have moved, as far as the archive shows it."""
    if context.place.archive_of(county.name).is_dir():
        from auditor.pipeline.moves import signs_of_moves

        with context.store() as store:
            yield from (sign.told for sign in signs_of_moves(county, store, context.place))


def _plans_tried(county: County, context: CommandContext) -> Iterator[str]:
    """What each given plan reads from the archived pages of its column; reader and store are loaded where one is."""
    given = [column for column in county.column if column.read is not None]
    if not given:
        return
    from auditor.crawl.column import plan_of
    from auditor.pipeline.trial import archived_pages, try_plan
    from auditor.read.printed import PLAN_WORDS

    if not context.place.archive_of(county.name).is_dir():
        yield from (PLAN_WORDS.untried.format(column=column.name) for column in given)
        return
    with context.store() as store:
        for column in given:
            records = archived_pages(county, column, store)
            readings = [trial.reading for trial in try_plan(county, column, context.place, records, plan_of(column))]
            unfit = [(number, one.misfit) for number, one in enumerate(readings, 1) if one.misfit]
            items = [item for one in readings for item in one.items]
            if unfit:
                yield PLAN_WORDS.misfit.format(column=column.name, number=unfit[0][0], why=unfit[0][1])
            elif readings:
                dated = sum(item.date is not None for item in items)
                yield PLAN_WORDS.tried.format(column=column.name, pages=len(readings), rows=len(items), dated=dated)
            else:
                yield PLAN_WORDS.untried.format(column=column.name)


def county_summary(county: County, pack: Pack) -> str:
    """What a checked county file holds."""
    lines = [
        _WORDS.fine.format(path=county.path),
        f"{county.name}，{county.portal_name}（{county.county.home}）",
    ]
    for table in county.table:
        columns = county.columns_in(table)
        units = [unit for unit in county.unit if unit.table == table.id]
        lines.append(_WORDS.size.format(title=table.title, columns=len(columns), units=len(units)))
    lines.append(_WORDS.pack.format(title=pack.pack.title, id=pack.id, version=pack.pack.version))
    lines += [f"  {column.name}：{past_text(column.was)}" for column in county.column if column.was]
    idle = [unit.name for unit in county.unit if not county.columns_of(unit)]
    if idle:
        lines.append(_WORDS.no_columns.format(county="、".join(idle)))
    return "\n".join(lines)
