"""Look at a county file alone: nothing is asked of a portal or a database."""

from auditor.audit.grade.pack import Pack, load_pack
from auditor.cli.console import say
from auditor.cli.frame import CountyFile, command
from auditor.county.model import County, load_county


@command("check")
def check(county_file: CountyFile) -> None:
    """Say what is wrong with a county file, or what it holds."""
    county = load_county(county_file)
    say(county_summary(county, load_pack(county.county.pack, county.path)))


def county_summary(county: County, pack: Pack) -> str:
    """What a checked county file holds."""
    lines = [f"{county.path}：没有问题", f"{county.name}，{county.portal_name}（{county.county.home}）"]
    for table in county.table:
        columns = county.columns_in(table)
        units = [unit for unit in county.unit if unit.table == table.id]
        lines.append(f"  {table.title}：{len(columns)}个栏目，{len(units)}个单位")
    lines.append(f"评定规则：{pack.pack.title}（{pack.id} {pack.pack.version}）")
    idle = [unit.name for unit in county.unit if not county.columns_of(unit)]
    if idle:
        lines.append(f"注意：{'、'.join(idle)}没有登记任何栏目")
    return "\n".join(lines)
