"""Every command as a user meets it: exit codes, Chinese sentences, no traceback, nothing lost."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from auditor.cli import COMMANDS, load, main
from auditor.cli.frame import app
from auditor.county.model import example_county
from auditor.sample import SamplePortal

ENGLISH = re.compile(r"Traceback|Usage|Error|Invalid|Missing|No such|unexpected", re.IGNORECASE)


class Ran:
    """What one command did."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def text(self) -> str:
        return self.out + self.err


@pytest.fixture
def auditor(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Run a command in an empty folder with a home of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDITOR_HOME", str(tmp_path / "home"))

    def run(*words: str | Path) -> Ran:
        with pytest.raises(SystemExit) as leaving:
            main([str(word) for word in words])
        said = capsys.readouterr()
        code = leaving.value.code
        return Ran(code if isinstance(code, int) else 0, said.out, said.err)

    return run


def test_help_is_chinese_and_names_every_command(auditor):
    help_text = auditor("--help").out
    for command in COMMANDS:
        assert re.search(rf"\b{command}\b", help_text), command
    assert "季度栏目核查" in help_text
    assert not ENGLISH.search(help_text)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_commands_help_is_chinese(auditor, command: str):
    ran = auditor(command, "--help")
    assert ran.code == 0
    assert "用法" in ran.out
    assert not ENGLISH.search(ran.out)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nonsense"], "没有"),
        (["check"], "缺少"),
        (["run", "x.toml"], "缺少"),
        (["check", "x.toml", "--nonsense"], "没有 --nonsense"),
        (["check", "x.toml", "more"], "多余"),
        (["check", "x.toml"], "找不到文件"),
        (["check", "."], "文件夹"),
        (["read", "nothing.html"], "无法读取"),
        (["--now", "yesterday", "doctor"], "--now"),
        (["verify", "nothing.docx"], "nothing.docx"),
    ],
)
def test_wrong_words_are_answered_in_chinese_with_code_two(auditor, words: list[str], said: str):
    ran = auditor(*words)
    assert ran.code == 2
    assert said in ran.err
    assert not ENGLISH.search(ran.text)


BROKEN = """
[county]
name = "清源县"
home = "http://portal.test/"
[[table]]
id = "departments"
title = "统计表"
group = "政府部门"
[[unit]]
name = "发改局"
table = "departments"
[[column]]
name = "规划计划"
url = "/ghjh/"
unit = "发改委"
[[column]]
name = "重大项目"
url = "/ghjh/index.html"
unit = "发改局"
colour = "red"
[[column]]
name = "城乡建设"
url = "/cxjs/"
unit = "发改局"
due = [5]
"""


def test_three_mistakes_are_told_at_once(auditor, tmp_path: Path):
    path = tmp_path / "broken.toml"
    path.write_text(BROKEN, encoding="utf-8")
    ran = auditor("check", path)
    assert ran.code == 2
    for words in ("发改委", "colour", "due", "地址相同"):
        assert words in ran.err
    assert ran.err.count("broken.toml") >= 4
    assert not ENGLISH.search(ran.err)


def small_county(tmp_path: Path, home: str, pack: str = "chongxin") -> Path:
    path = tmp_path / "county.toml"
    text = BROKEN.replace("http://portal.test/", home).replace('unit = "发改委"', 'unit = "发改局"')
    text = text.replace("/ghjh/index.html", "/zdxm/").replace('colour = "red"\n', "").replace("due = [5]\n", "")
    text = text.replace('name = "清源县"', f'name = "清源县"\npack = "{pack}"') + "\n[crawl]\ndelay = 0\ntimeout = 2\n"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("quarter", "pack", "out", "said"),
    [
        ("2020Q5", "chongxin", "out", "2020Q5"),
        ("2020Q1", "no-such-pack", "out", "no-such-pack"),
        ("2020Q1", "chongxin", "county.toml/out", "无法写入"),
    ],
)
def test_bad_input_stops_before_anything_is_asked(
    auditor, tmp_path: Path, quarter: str, pack: str, out: str, said: str
):
    path = small_county(tmp_path, "http://127.0.0.1:9/", pack)
    ran = auditor("run", path, "--quarter", quarter, "--out", out)
    assert ran.code == 2
    assert said in ran.err
    assert not ENGLISH.search(ran.text)
    assert not (tmp_path / "home" / "auditor.db").exists()


def test_an_unreachable_portal_gives_code_three_and_no_zero(auditor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("auditor.fetch.client.PortalClient", _impatient())
    ran = auditor("run", small_county(tmp_path, "http://127.0.0.1:9/"), "--quarter", "2020Q1", "--out", "out")
    assert ran.code == 3
    kept = json.loads((tmp_path / "out" / "audit.json").read_text(encoding="utf-8"))
    assert [row["count"] for table in kept["tables"] for row in table["rows"]] == [None, None, None]
    assert {unit["grade"] for unit in kept["units"]} == {"pending"}
    assert "未能核查" in (tmp_path / "out" / "circular.html").read_text(encoding="utf-8")


def _impatient():
    from functools import partial

    from auditor.fetch.client import PortalClient, Retries

    return partial(PortalClient, retries=Retries(attempts=1, first_wait=0, jitter=0))


@pytest.fixture(scope="module")
def portal():
    with SamplePortal() as running:
        yield running


@pytest.fixture
def county_file(portal: SamplePortal, tmp_path: Path) -> Path:
    path = tmp_path / "chongxin.toml"
    text = example_county().read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?m)^home\s*=.*$", f'home = "{portal.home}"', text), encoding="utf-8")
    return path


def test_the_main_line_command_by_command(auditor, county_file: Path, tmp_path: Path):
    at = ("--now", "2020-04-10T02:30")
    assert auditor("check", county_file).code == 0
    assert auditor("audit", county_file, "--quarter", "2020Q1").code == 1, "nothing has been crawled yet"
    assert auditor("crawl", county_file, "--since", "2020-01-01", *at).code == 0
    ran = auditor("audit", county_file, "-q", "2020年第一季度", *at)
    assert (ran.code, "262条" in ran.out, "更新情况较好 15个" in ran.out) == (0, True, True)
    ran = auditor(
        "decide", county_file, "-q", "2020Q1", "--unit", "县发改局", "--grade", "更新情况较好",
        "--reason", "单位申诉成立", "--text", "共3条", "--looked-at", "2020-04-08T15:30",
        "--address", "http://www.example.gov.cn/ghjh/", "--by", "李明", *at,
    )  # fmt: skip
    assert ran.code == 0, ran.err
    ran = auditor("circular", county_file, "-q", "2020Q1", "--out", "draft", *at)
    assert ran.code == 0
    units = json.loads((tmp_path / "draft" / "audit.json").read_text(encoding="utf-8"))["units"]
    [unit] = [unit for unit in units if unit["name"] == "发改局"]
    assert (unit["grade"], unit["proposed"], unit["decision"]["by"]) == ("good", "late", "李明")
    assert unit["decision"]["text"] == "2020-04-08 15:30打开http://www.example.gov.cn/ghjh/，共3条"
    number = ("--number", "崇政办发〔2020〕12号", "--date", "2020-04-16")
    facts = (
        "--copies-to",
        "县委办公室",
        "--printer",
        "崇信县人民政府办公室",
        "--contact",
        "李明，0933-6121234",
        "--sealed",
    )
    ran = auditor("issue", county_file, "-q", "2020Q1", "--by", "王主任", *number, *facts, "--out", "final", *at)
    assert ran.code == 0, ran.err
    assert "崇政办发〔2020〕12号" in (tmp_path / "final" / "circular.html").read_text(encoding="utf-8")
    assert auditor("issue", county_file, "-q", "2020Q1", "--by", "王主任", "--number", "二号", *at).code == 1
    again = ("--number", "崇政办发〔2020〕13号", "--date", "2020-04-20", "--supersedes", "崇政办发〔2020〕12号")
    ran = auditor("issue", county_file, "-q", "2020Q1", "--by", "王主任", *again, "--out", "second", *at)
    assert ran.code == 0, ran.err
    text = (tmp_path / "second" / "circular.html").read_text(encoding="utf-8")
    assert all(line in text for line in ("抄送：县委办公室。", "2020年4月20日印发", "0933-6121234")), "remembered"
    ran = auditor("replay", county_file, "-q", "2020Q1", *at)
    assert ran.code == 0, ran.err
    assert "逐字节相同" in ran.out
    ran = auditor("doctor", *at)
    assert (ran.code, "完整" in ran.out) == (0, True)
    ran = auditor("circular", county_file, "-q", "2020Q1", "--number", "没有这个号", *at)
    assert ran.code == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--unit", "无此局", "--grade", "good"], "无此局"),
        (["--unit", "发改局", "--grade", "excellent"], "更新情况较好"),
        (["--column", "无此栏目", "--exempt"], "无此栏目"),
        (["--unit", "发改局"], "没有写要决定什么"),
        (["--unit", "发改局", "--grade", "good", "--nil"], "几项"),
        (["--unit", "发改局", "--grade", "good"], "没有写明依据"),
        (["--unit", "发改局", "--grade", "good", "--text", "共3条"], "什么时间查看"),
        (["--unit", "发改局", "--grade", "good", "--text", "共3条", "--looked-at", "昨天"], "不是有效的时间"),
        (["--unit", "发改局", "--grade", "good", "--text", "共3条", "--looked-at", "2020-04-08"], "查看了哪个网址"),
        (
            [
                "--unit",
                "发改局",
                "--grade",
                "good",
                "--text",
                "共3条",
                "--looked-at",
                "2020-04-08",
                "--address",
                "门户",
            ],
            "不是网址",
        ),
        (
            [
                "--unit",
                "发改局",
                "--grade",
                "good",
                "--text",
                "共3条",
                "--looked-at",
                "2019-12-31",
                "--address",
                "http://a.cn/",
            ],
            "早于",
        ),
    ],
)
def test_bad_decisions_name_the_option_and_the_choices(auditor, county_file: Path, words: list[str], said: str):
    ran = auditor("decide", county_file, "-q", "2020Q1", "--by", "李明", "--reason", "quality", *words)
    assert ran.code == 2
    assert said in ran.err


def test_read_shows_a_page_for_people_and_programs(auditor, portal: SamplePortal):
    ran = auditor("read", f"{portal.home}zfxxgk/")
    assert ran.code == 0
    ran = auditor("read", portal.home, "--json")
    assert {"url", "family", "kind", "charset", "items", "next"} <= set(json.loads(ran.out))


def test_the_version_is_told(auditor):
    from auditor import __version__

    assert __version__ in auditor("--version").out


def test_an_unforeseen_error_is_told_in_words_and_kept(auditor, county_file: Path, monkeypatch: pytest.MonkeyPatch):
    def explode(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret of the machine room")

    monkeypatch.setattr("auditor.cli.check.load_county", explode)
    ran = auditor("check", county_file)
    assert ran.code == 1
    assert "程序内部错误" in ran.err
    assert "Traceback" not in ran.text


def loaded(*words: str | Path, script: str = "from auditor.cli import main; main()") -> set[str]:
    """The modules that a call has loaded when it ends."""
    told = f"import gc, sys\ntry:\n    {script}\nfinally:\n    print(gc.isenabled(), *sys.modules, file=sys.stderr)"
    command = [sys.executable, "-c", told, *words]
    ran = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    collecting, *modules = ran.stderr.splitlines()[-1].split()
    assert collecting == "True"
    return set(modules)


PORTALS = {"httpx", "h11", "httptools", "auditor.fetch.client", "auditor.read.reading", "auditor.crawl.walk"}
STORED = {"sqlalchemy", "auditor.store", "warcio", "auditor.pipeline.line"}
PRINTED = {"xlsxwriter", "typst", "openpyxl", "pypdf"}
SERVED = {"fastapi", "uvicorn", "apscheduler", "apprise", "argon2"}


@pytest.mark.parametrize(
    ("words", "without"),
    [
        (["check", example_county()], PORTALS | STORED | PRINTED | SERVED | {"rich", "jinja2", "tomlkit"}),
        (["check", "--help"], PORTALS | STORED | PRINTED | SERVED),
        (
            ["verify", "notice.txt"],
            PORTALS | STORED | PRINTED | SERVED | {"rich", "jinja2", "selectolax", "defusedxml"},
        ),
        (["doctor"], PORTALS | SERVED | {"rich", "jinja2", "xlsxwriter", "openpyxl", "auditor.verify"}),
        (["audit", example_county(), "-q", "2020Q1"], PORTALS | PRINTED | SERVED | {"warcio", "rich"}),
        (["circular", example_county(), "-q", "2020Q1"], PORTALS | SERVED | {"warcio", "rich", "openpyxl"}),
    ],
    ids=lambda words: words[0] if isinstance(words, list) else "",
)
def test_a_command_loads_only_what_it_uses(
    tmp_path: Path, words: list[str | Path], without: set[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    Path("notice.txt").write_text("一、各单位更新正常。共3条，其中甲局1条、乙局2条。", encoding="utf-8")
    assert loaded("--home", tmp_path, *words) & without == set()


def test_a_crawl_loads_nothing_of_audits_and_papers():
    """What it seldom needs, the rules of a robots.txt or a retry, is loaded when it does."""
    parts = "import auditor.archive, auditor.crawl.walk, auditor.fetch.client, auditor.fleet.crawling"
    modules = loaded(script=f"from auditor.cli import load; load('crawling'), load('fleet'); {parts}")
    papers = {
        "jinja2",
        "tomlkit",
        "auditor.audit.grade",
        "auditor.audit.model",
        "auditor.circular",
        "auditor.documents",
    }
    seldom = {"auditor.store.office_tables", "warcio", "protego", "stamina", "chinese_calendar", "alembic"}
    assert modules & (papers | seldom | PRINTED | SERVED) == set()


@pytest.mark.parametrize("words", [["--help"], []])
def test_the_help_of_all_commands_loads_none_of_them(words: list[str]):
    """Counted in modules: twice those of the libraries that read the words and draw the frames."""
    modules = loaded(*words)
    assert {name for name in modules if name.startswith("auditor.cli.")} <= {
        f"auditor.cli.{name}" for name in ("entry", "frame", "chinese", "console", "help_page")
    }
    assert not modules & (PORTALS | STORED | PRINTED | SERVED | {"pydantic", "typer.rich_utils", "rich.markdown"})
    assert len(modules) <= 2 * len(loaded(script="import typer, rich"))


def test_the_help_is_shown_where_nothing_is_asked_and_calls_nothing_wrong(auditor):
    for words in ([], ["user"]):
        ran = auditor(*words)
        assert (ran.code, ran.err) == (2, "")
        assert "显示这段说明" in ran.out


def test_help_tells_of_defaults_the_environment_and_what_must_be_given(auditor):
    assert "AUDITOR_HOME" in auditor("--help").out
    text = auditor("crawl", "--help").out
    assert re.search(r"县配置\.toml… .*\[必填\]", text)
    assert re.search(r"--processes +个数 .*\[默认：1\]", text)
    assert "{" not in text
    assert "<" not in text
    assert re.search(r"--out，-o ", auditor("demo", "--help").out)


def test_each_listed_command_stands_in_the_module_it_is_listed_with():
    for module in {module for module, _ in COMMANDS.values()}:
        load(module)
    registered = {info.name: info.callback.__module__ for info in app.registered_commands if info.callback}
    grouped = {info.name for info in app.registered_groups}
    assert {*registered, *grouped} == set(COMMANDS)
    assert all(module == f"auditor.cli.{COMMANDS[name or ''][0]}" for name, module in registered.items())


def test_the_demo_takes_a_new_home_that_is_named_and_no_other(auditor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The environment's home is the office's own; a home that holds something already is not written into."""
    homes: list[Path] = []
    line = sys.modules["auditor.cli.line"] if "auditor.cli.line" in sys.modules else load("line")
    monkeypatch.setattr(line, "run_line", lambda context, *_: homes.append(context.place.home) or 1 / 0)
    auditor("demo"), auditor("--home", "own", "demo"), auditor("demo", "--home", "own")
    assert homes == [Path("demo-out/home"), Path("own"), Path("own")]
    Path("own").mkdir()
    Path("own/auditor.db").write_text("kept", encoding="utf-8")
    ran = auditor("--home", "own", "demo")
    assert (ran.code, "已有数据" in ran.err) == (2, True)
    assert Path("own/auditor.db").read_text("utf-8") == "kept"
    assert auditor("--db", "sqlite:///x.db", "demo").code == 2
