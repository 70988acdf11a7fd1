"""``serve``: the schedule and the web pages in one process, or the schedule once."""

import contextlib
import ipaddress
import signal
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from auditor.base.errors import AuditorError, BadInput, NotAllowed, reason_of
from auditor.base.settings import system_clock
from auditor.base.terms import TaskState
from auditor.cli.console import say, say_notice
from auditor.cli.frame import UNVERIFIED, CommandContext, command
from auditor.cli.words import CLI_WORDS
from auditor.fleet.files import CountyFiles, CountyList
from auditor.notices import Notifier, RuleBook
from auditor.schedule import Agenda, Progress, SchedulerClock, TaskOutcome, TaskRunner
from auditor.web.app import create_app
from auditor.web.prefix import behind_proxy, read_prefix
from auditor.web.sealed import CodeVault, can_have_codes
from auditor.web.shield import SetupCode, check_bind, is_loopback
from auditor.web.signin import read_sign_in

_WORDS = CLI_WORDS.server

DEFAULT_PORT = 8620
_THIS_MACHINE = ("127.0.0.1", "::1")
_LAST_SECONDS = 10
"""How long open requests may take to end when the server is told to stop."""


@dataclass(frozen=True, slots=True)
class ListenAddress:
    """Where the pages are opened; ``public`` tells that a proxy in front passes on requests from other machines.

    ``names`` are the host names that those go by (none: any), ``prefix`` the path under which the proxy shows the
    pages (empty: as it says itself), ``proxies`` the addresses that are believed what they say of a request.
    """

    host: str
    port: int
    public: bool
    names: tuple[str, ...] = ()
    prefix: str = ""
    proxies: tuple[str, ...] = ()


@command("serve")
def serve(
    ctx: typer.Context,
    counties: Annotated[
        list[Path] | None,
        typer.Argument(metavar="县配置.toml…", help="县配置文件、文件夹或通配符；不写则用数据文件夹下的 counties"),
    ] = None,
    host: Annotated[str, typer.Option(metavar="地址", help="监听的地址；默认只供本机打开")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="端口", min=0, max=65535, help="监听的端口；0 为任选")] = DEFAULT_PORT,
    public: Annotated[
        bool, typer.Option("--public", help="由反向代理转发给别的电脑（接受本机以外的主机名；须已有账号）")
    ] = False,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-host",
            metavar="主机名",
            envvar="AUDITOR_HOSTS",
            help="同 --public，但只接受这个主机名，如 audit.example.gov.cn；可写多次（环境变量中用空格隔开）",
        ),
    ] = None,
    root_path: Annotated[
        str,
        typer.Option(
            "--root-path",
            metavar="路径",
            envvar="AUDITOR_ROOT_PATH",
            help="反向代理把网页放在这个路径下，如 /audit；不写则听代理的 X-Forwarded-Prefix",
        ),
    ] = "",
    trust_proxy: Annotated[
        list[str] | None,
        typer.Option(
            "--trust-proxy",
            metavar="地址",
            help="反向代理的 IP 地址，只信它转达的来路；默认只信本机，可写多次",
        ),
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="只把现在到期的采集、核查做完就退出，不开网页")] = False,
) -> None:
    """Run the schedule and the web pages."""
    context: CommandContext = ctx.obj
    if not once and context.clock is not system_clock:
        say_notice(_WORDS.frozen.format(now=context.clock()))
    given = counties or []
    files = CountyFiles(given, None if given and once else context.place.home / "counties")
    rules = RuleBook(context.place.home)
    with context.store() as store:
        notifier = Notifier(store, context.clock, rules.read, wording=context.place.wording)
        runner = TaskRunner(store, context.place, context.clock, Progress())
        watch = FileWatch(rules, runner.progress)
        watch(listed := files.read())
        if once and not listed.counties:
            raise BadInput.one(
                context.place.home, "", "没有可用的县配置文件", "请给出县配置文件，可先用 auditor check 检查"
            )
        with Agenda(files, runner, notifier, say_outcome) as agenda:
            if once:
                leave_once(agenda.tick(), notifier)
            else:
                names = tuple(given_host(text) for text in allow_host or ())
                proxies = tuple(given_proxy(text) for text in trust_proxy or _THIS_MACHINE)
                address = ListenAddress(
                    host, port, public or bool(names), names, read_prefix(root_path), proxies
                )  # fmt: skip
                run_server(context, runner, files, agenda, SchedulerClock(agenda, notifier, watch), address)


class FileWatch:
    """Says on the terminal and shows on the board what is wrong with county files and notice rules, once."""

    def __init__(self, rules: RuleBook, progress: Progress) -> None:
        self._rules = rules
        self._progress = progress

    def __call__(self, listed: CountyList) -> None:
        """Look at the files of a tick."""
        self._rules.read()
        problems = (*listed.problems, *([self._rules.problem] if self._rules.problem else []))
        if self._progress.set_problems(problems):
            for problem in problems:
                say_notice(problem)


def say_outcome(outcome: TaskOutcome) -> None:
    """One line in the log for every try that ended."""
    note = f"（{outcome.text}）" if outcome.text else ""
    say(f"{outcome.county} {outcome.task.label}：{outcome.state.label}{note}")


def leave_once(outcomes: list[TaskOutcome], notifier: Notifier) -> None:
    """Send what there is to tell, and end with the exit code for what was done."""
    notifier.deliver()
    if not outcomes:
        say(_WORDS.nothing_due)
    if any(outcome.state is not TaskState.DONE for outcome in outcomes):
        raise typer.Exit(AuditorError.exit_code)
    if any(outcome.text for outcome in outcomes):
        raise typer.Exit(UNVERIFIED)


def given_host(text: str) -> str:
    """A host name as it was given; raise `BadInput` where it is an address of a page, or has a port."""
    if "/" in text or ":" in text.rpartition("]")[2] or not text.strip():
        raise BadInput.one("--allow-host", "", f"“{text}”不是主机名", "请只写主机名，如 audit.example.gov.cn")
    return text.strip()


def given_proxy(text: str) -> str:
    """The address of a proxy as it was given; raise `BadInput` for anything else."""
    try:
        return str(ipaddress.ip_address(text.strip()))
    except ValueError as error:
        raise BadInput.one("--trust-proxy", "", f"“{text}”不是 IP 地址", "请写成 10.0.0.5") from error


def run_server(
    context: CommandContext,
    runner: TaskRunner,
    files: CountyFiles,
    agenda: Agenda,
    clockwork: SchedulerClock,
    address: ListenAddress,
) -> None:
    """Serve until told to stop."""
    check_bind(address.host, runner.store)
    setup = None if runner.store.people.has_accounts() else SetupCode()
    if address.public and setup:
        raise NotAllowed(
            "还没有账号，不能使用 --public 或 --allow-host。请先运行 auditor user add 姓名 --role administrator"
        )
    public = address.public or not is_loopback(address.host)
    if can_have_codes():
        CodeVault(runner.store, context.place.home).seal_plain()
    app = create_app(
        files,
        runner.store,
        context.place,
        context.clock,
        agenda=agenda,
        progress=runner.progress,
        public=public,
        hosts=address.names,
        setup=setup,
        signing_in=read_sign_in(context.place.home),
    )
    config = uvicorn.Config(
        behind_proxy(app, address.proxies, address.prefix),
        proxy_headers=False,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_LAST_SECONDS,
    )
    with listening(address.host, address.port) as listener:
        clockwork.start()
        try:
            shown = f"[{address.host}]" if ":" in address.host else address.host
            say(_WORDS.pages.format(host=shown, port=listener.getsockname()[1], prefix=address.prefix))
            if setup:
                say(_WORDS.first_use.format(code=setup.text))
            PatientServer(config).run([listener])
        finally:
            say(_WORDS.stopping)
            clockwork.stop()


class PatientServer(uvicorn.Server):
    """Ends in good order on a signal: the library would raise the signal again and end the program at once."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take the signals that ask to stop, and give them back afterwards."""
        names = [signal.SIGINT, signal.SIGTERM, *([signal.SIGBREAK] if hasattr(signal, "SIGBREAK") else [])]
        before = {name: signal.signal(name, self.handle_exit) for name in names}
        try:
            yield
        finally:
            for name, taker in before.items():
                signal.signal(name, taker)


@contextlib.contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket on that address, closed at the end; raise `BadInput` where it cannot be had."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.create_server((host, port), family=family)
    except socket.gaierror as error:
        raise BadInput.one("--host", "", f"没有“{host}”这个地址", "请写本机的地址，如 127.0.0.1") from error
    except OSError as error:
        cure = "请用 --port 换一个端口，或关闭占用它的程序"
        raise BadInput.one("--port", "", f"不能监听 {host}:{port}（{reason_of(error)}）", cure) from error
    with listener:
        yield listener
