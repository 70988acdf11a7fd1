"""Telling people: events become notices once, notices are sent until they arrive or are given up.

A channel that fails is tried again, ever more rarely, for a day. Nothing here stops an audit.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import apprise
from apprise import AttachBase

from auditor.base.errors import AuditorError
from auditor.base.pattern import pattern
from auditor.base.settings import Clock, Place
from auditor.base.terms import NoticeState
from auditor.notices.events import Event
from auditor.notices.rules import APPRISE_LOG, NoticeRules, Target, load_rules
from auditor.notices.words import write_notice
from auditor.store import Store
from auditor.store.notices import Notice

WEB_PAGE = ""
"""The channel of the web pages, which always has every notice."""
_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
"""How long to wait after each failed attempt; after the last one the notice is given up."""
_CLAIM = timedelta(minutes=5)
"""How long one program has to send a claimed notice before another may."""
_MAX_AT_ONCE = 50

Send = Callable[[Target, str, str], None]
"""Sends subject and body to a target; raises `NotSent`."""


class NotSent(AuditorError):
    """A channel did not take a notice; the text says why and holds no secret."""


class Notifier:
    """Keeps notices in the store and sends them. ``rules`` is asked anew each time, so that changes take effect."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        rules: Callable[[], NoticeRules],
        *,
        wording: Path | None = None,
        send: Send | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._rules = rules
        self._wording = wording
        self._send = send or send_by_apprise

    @classmethod
    def at(cls, store: Store, clock: Clock, place: Place) -> "Notifier":
        """A notifier by the rules that lie in the home folder now; raises `BadInput` where they are wrong."""
        rules = load_rules(place.home)
        return cls(store, clock, lambda: rules, wording=place.wording)

    @property
    def rules(self) -> NoticeRules:
        """The rules in force now."""
        return self._rules()

    def knows(self, event_name: str) -> bool:
        """Whether the event was told before."""
        return self._store.notices.has(event_name)

    def tell(self, events: Iterable[Event | None]) -> None:
        """Keep a notice of each new event for the web page and for every target that wants it."""
        now = self._clock()
        for event in events:
            if event is None or self.knows(event.name):
                continue
            words = write_notice(event, self._wording)
            page = Notice(
                event.name, WEB_PAGE, event.kind, event.county, words.subject, words.body, now,
                NoticeState.SENT, sent_at=now,
            )  # fmt: skip
            targets = [target for target in self.rules.target if target.wants(event.kind, event.county)]
            waiting = replace(page, state=NoticeState.WAITING, sent_at=None, next_at=now)
            self._store.notices.add([page, *(replace(waiting, channel=target.name) for target in targets)])

    def deliver(self) -> int:
        """Send what waits; returns how many notices arrived."""
        arrived = 0
        for _ in range(_MAX_AT_ONCE):
            now = self._clock()
            notice = self._store.notices.claim(now, now + _CLAIM)
            if notice is None:
                break
            arrived += self._deliver(notice)
        return arrived

    def _deliver(self, notice: Notice) -> bool:
        target = self.rules.find(notice.channel)
        try:
            if target is None:
                raise NotSent(f"notices.toml 中已没有名为“{notice.channel}”的通知对象")
            self._send(target, notice.subject, notice.body)
        except NotSent as error:
            self._put_off(notice, str(error))
            return False
        self._store.notices.settle(notice, NoticeState.SENT, self._clock())
        return True

    def _put_off(self, notice: Notice, error: str) -> None:
        now = self._clock()
        if notice.attempts > len(_PAUSES):
            self._store.notices.settle(notice, NoticeState.FAILED, now, error=error)
        else:
            next_at = now + _PAUSES[notice.attempts - 1]
            self._store.notices.settle(notice, NoticeState.WAITING, now, error=error, next_at=next_at)


_STATUS = pattern(
    r"\berror[=: ]+(\d{3})\b",
    finds={"Failed to send notification: error=403.": "403", "HTTP error: 502": "502"},
    not_in=("error 5021", "no errors"),
    seen="log lines of apprise",
)


def send_by_apprise(target: Target, subject: str, body: str) -> None:
    """Send over the channel of the target's address."""
    deliver_by_apprise(target.url.get_secret_value(), subject, body)


def deliver_by_apprise(url: str, subject: str, body: str, files: Sequence[AttachBase] = ()) -> None:
    """Send to an address of apprise; the library's own words may hold it and are not kept. Raises `NotSent`."""
    channel = apprise.Apprise()
    channel.add(url)
    kept = _KeptLog()
    APPRISE_LOG.addHandler(kept)
    try:
        arrived = channel.notify(
            body=body, title=subject, body_format=apprise.NotifyFormat.TEXT, attach=list(files) or None
        )
    except (OSError, TypeError, ValueError, RuntimeError) as error:
        raise NotSent(f"发送失败（{type(error).__name__}）") from None
    finally:
        APPRISE_LOG.removeHandler(kept)
    if not arrived:
        status = _STATUS.search(kept.text)
        raise NotSent(f"对方拒收（{status[1]}），请核对地址和口令" if status else "没有送达，请检查网络、地址和口令")


class _KeptLog(logging.Handler):
    """Collects what the library says while one notice is sent."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.text = ""

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line."""
        self.text += record.getMessage() + "\n"
