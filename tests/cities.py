"""A city of made-up counties with their audits in a memory: issued, corrected, drafted, wholly unknown; seeded."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path

from drawn_audits import Draw, draw_county, readings

from auditor.audit.build import build_audit
from auditor.audit.grade import load_pack
from auditor.audit.model import Audit, IssueEntry
from auditor.base.period import LOCAL, Period
from auditor.base.terms import AuditState
from auditor.county.model import County
from auditor.county.writing import dump_county
from auditor.store import Store

NAMES = (
    "安定区",
    "通渭县",
    "陇西县",
    "渭源县",
    "临洮县",
    "漳县",
    "岷县",
    "鄠水县",
    "埇山县",
    "甪直县",
    "栒河县",
    "堌阳县",
)
SILENT = "岷县"
"""The county of which nothing is known."""
PACKS = ("chongxin", "update-rate", "score-bands")
PERIOD = Period.parse("2026Q3")
CITY = """\
[city]
name       = "定水市"
home       = "https://www.dingshui.gov.cn/"
issuer     = "定水市人民政府办公室"
inspector  = "市政务公开中心"
{city}
{sample}
"""


@dataclass(frozen=True)
class DrawnCity:
    """The city file, its counties and what each one's audit says (none for the silent one)."""

    path: Path
    counties: dict[str, County]
    audits: dict[str, Audit]


def city_county(name: str, number: int, folder: Path) -> County:
    """One county under its own host."""
    drawn = draw_county(number, Draw(departments=8, townships=2))
    facts = drawn.county.model_copy(
        update={"name": name, "home": f"https://www.x{number}.gov.cn/", "pack": PACKS[number % 3], "issuer": ""}
    )
    return drawn.model_copy(update={"county": facts, "path": folder / f"{number:02}.toml"})


def county_audit(county: County, period: Period, seed: int, unknown: float = 0.04) -> Audit:
    """Its audit of a period, by its own pack; made once."""
    key = (county.name, county.county.home, period.name, seed, unknown)
    if key not in _MADE:
        _MADE[key] = _county_audit(county, period, seed, unknown)
    return _MADE[key]


_MADE: dict[tuple[object, ...], Audit] = {}


def _county_audit(county: County, period: Period, seed: int, unknown: float) -> Audit:
    read = readings(county, period, seed, Draw(unknown=unknown))
    hosted = {
        key: replace(
            one,
            sightings=[
                replace(
                    s, item=replace(s.item, url=s.item.url.replace("https://www.example.gov.cn", county.county.home))
                )
                for s in one.sightings
            ],
        )
        for key, one in read.items()
    }
    return build_audit(county, period, load_pack(county.county.pack), hosted)


def draw_city(
    folder: Path, store: Store, *, seed: int = 1, sample: str = "", city: str = "", names: tuple[str, ...] = NAMES
) -> DrawnCity:
    """Twelve counties: every third is issued, one of these corrected, the others drafts; one has no audit at all."""
    folder.mkdir(parents=True, exist_ok=True)
    counties, audits = {}, {}
    for number, name in enumerate(names):
        county = city_county(name, number, folder)
        counties[name] = county
        county.path.write_text(dump_county(county), "utf-8")
        if name == SILENT:
            continue
        unknown = 0.0 if number % 2 else 0.04
        for period in (PERIOD.previous(), PERIOD):
            audit = county_audit(county, period, seed * 100 + number, unknown if period == PERIOD else 0.0)
            store.audits.save_audit(county, audit, moment(period))
            audits[name] = audit
        if number % 3 == 0:
            audits[name] = issue(store, county, audits[name], f"政办发〔2026〕{number + 1}号")
        if number == 3:
            audits[name] = issue(store, county, audits[name], f"政办发〔2026〕{number + 40}号", audits[name])
    path = folder / "city.toml"
    members = "".join(f'[[member]]\nfile = "{county.path.name}"\n' for county in counties.values())
    path.write_text(CITY.format(sample=sample, city=city) + members, "utf-8")
    return DrawnCity(path, counties, audits)


def issue(store: Store, county: County, audit: Audit, number: str, before: Audit | None = None) -> Audit:
    """Freeze a county's audit under a number, in place of the one before."""
    replaced = before.issue.number if before and before.issue else ""
    entry = IssueEntry(number=number, date=PERIOD.last + timedelta(days=15), by="张三", supersedes=replaced)
    issued = audit.model_copy(update={"state": AuditState.ISSUED, "issue": entry})
    store.audits.issue(county, issued, at=moment(PERIOD))
    return issued


def moment(period: Period) -> datetime:
    """When a period's audits were made."""
    return datetime.combine(period.last + timedelta(days=11), time(9), LOCAL)
