"""The field's closed vocabularies: every word the program decides by, with its printed label."""

import tomllib
from enum import StrEnum
from typing import Literal

from auditor.base.resources import shipped

_LABELS = tomllib.loads(shipped("templates", "words", "terms.toml").read_text("utf-8"))


class Labelled(StrEnum):
    """A closed set of words; each member carries the Chinese label that readers see: ``templates/words/terms.toml``."""

    label: str

    def __new__(cls, value: str) -> "Labelled":
        """Make a member from its stored value; its label stands in the class's own table of the file."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = _LABELS[cls.__name__][value]
        return member


class ColumnState(Labelled):
    """Why a column's number is what it is. Only ``COUNTED``, ``BLANK`` and ``TALLIED`` have a number."""

    COUNTED = "counted"
    """The list was read back past the first day of the period, or to its end."""
    BLANK = "blank"
    """The list was found and has never held an item."""
    TALLIED = "tallied"
    """Not read by the program: counted by a person, who shows what was seen."""
    BLOCKED = "blocked"
    """A bot wall, a login or robots.txt stood in the way."""
    UNREACHABLE = "unreachable"
    """Network, TLS, timeout, server error (5xx) or redirects without an end."""
    MISSING = "missing"
    """404, 410, a soft 404, or redirected away from the column."""
    UNREADABLE = "unreadable"
    """A page came, but its list was not understood or its pages do not reach back far enough."""

    @property
    def is_known(self) -> bool:
        """Whether a column in this state has a count."""
        return self in (ColumnState.COUNTED, ColumnState.BLANK, ColumnState.TALLIED)


class FetchStatus(Labelled):
    """How one request ended, seen from the wire alone."""

    OK = "ok"
    """A complete 2xx answer with its body."""
    NOT_MODIFIED = "not_modified"
    """304: the body the archive already holds still stands."""
    BLOCKED = "blocked"
    """A status, header or cookie that only bot walls send; or robots.txt forbids the address."""
    UNREACHABLE = "unreachable"
    """DNS, connection, TLS, timeout, 5xx, redirects without an end, truncated or over-long body."""
    MISSING = "missing"
    """404 or 410, or a redirect to another place."""
    LOST = "lost"
    """Never on the wire: what is read again from the archive of an earlier version, which did not keep this page."""
    UNSHOWN = "unshown"
    """A page that no browser could show: there is none here, or its scripts came to no end."""


class PageKind(Labelled):
    """What one page turned out to be."""

    LIST = "list"
    ARTICLE = "article"
    SHELL = "shell"
    """A page whose list is loaded by a script; ``next`` tells where from, where that is known."""
    WALL = "wall"
    OTHER = "other"


class Order(Labelled):
    """What shows that a list falls, so that nothing newer stands behind where reading stopped."""

    PAGES = "pages"
    """Over two pages at least, and over two different days."""
    CROSSING = "crossing"
    """One page with rows on both sides of the first day asked for."""
    RISING = "rising"
    """Oldest first: read from the last page back, over two different days at least, until a whole page was older."""


class End(Labelled):
    """What shows that a list ended where reading ended."""

    TOTAL = "total"
    PAGER = "pager"
    NO_NEXT = "no_next"
    SHORT = "short"
    """Fewer rows than earlier pages of the column, or other columns of the same template, have shown."""
    NO_PAGER = "no_pager"
    """As long as full pages that the same program writes of other columns, without their pager."""
    FEW = "few"
    """Fewer rows than any usual page holds, nothing leads on, and no other column of the template tells its size."""
    EMPTY = "empty"
    WHOLE = "whole"


class TotalWitness(Labelled):
    """What shows that a stated figure is the list's total."""

    ROWS = "rows"
    PINNED = "pinned"


class DateMeaning(Labelled):
    """What shows that a list's dates are publish dates."""

    LIST = "list"
    ARTICLE = "article"
    MIXED = "mixed"
    ADDRESS = "address"


class DateSource(Labelled):
    """Where an item's publish date was read, strongest first."""

    LIST = "list"
    ARTICLE = "article"
    META = "meta"
    SCRIPT = "script"
    ADDRESS = "address"
    """Only when nothing else is there; always marked where it is used."""


class ColumnKind(Labelled):
    """What a column publishes; decides which findings can apply to it."""

    NEWS = "news"
    NOTICE = "notice"
    POLICY = "policy"
    INTERPRETATION = "interpretation"
    PERSONNEL = "personnel"
    PLAN = "plan"
    FINANCE = "finance"
    OTHER = "other"


class AuditState(Labelled):
    """How far an audit has come."""

    PREVIEW = "preview"
    """The evidence ends within the period: counts so far, no grade but the first, never issued."""
    DRAFT = "draft"
    ISSUED = "issued"
    SUPERSEDED = "superseded"


class MemberSource(Labelled):
    """What a city knows a member by."""

    ISSUED = "issued"
    """Its circular in force."""
    DRAFT = "draft"
    """Its newest audit; nothing was issued."""
    PREVIEW = "preview"
    """Audited only while the period ran: nothing is known of the whole of it."""
    OLDER = "older"
    """A draft that another version of the reader read: it is to be audited anew."""
    NONE = "none"
    """No audit of the period at all."""


class Role(Labelled):
    """What an account may do; in the office every role may do what those before it may. A unit stands outside."""

    READER = "reader"
    """Sees everything but accounts."""
    REVIEWER = "reviewer"
    """Also decides, edits paragraphs, crawls and audits."""
    SIGNER = "signer"
    """Also issues, and keeps the county file."""
    ADMINISTRATOR = "administrator"
    """Also keeps the accounts, the notices and the backups, of the whole office always."""
    UNIT = "unit"
    """A responsible unit: sees its own columns and papers, and answers."""

    def includes(self, other: "Role") -> bool:
        """Whether this role may do what ``other`` may."""
        order = list(Role)
        return self is other or (self is not Role.UNIT and order.index(self) > order.index(other))


class TaskKind(Labelled):
    """What the schedule does by itself."""

    OBSERVE = "observe"
    """The daily crawl that records what is there and when it was first seen."""
    AUDIT = "audit"
    """A thorough crawl after the quarter, the audit, and the draft of the circular."""
    RECHECK = "recheck"
    """A thorough crawl that opens the pages of a circular's problems again, and the draft of its follow-up."""
    COLUMN = "column"
    """One column read again, and the audit of the period it was missed in."""


class AnswerState(Labelled):
    """What a unit says of a problem that the circular told of it."""

    DONE = "done"
    NOT_YET = "not-yet"
    EXPLAINED = "explained"
    """It says why there is nothing to put right, or why it cannot be; the text says it."""


class TaskState(Labelled):
    """How far a scheduled task has come."""

    WAITING = "waiting"
    RUNNING = "running"
    """Begun; whether anybody is still at it, the lease tells."""
    DONE = "done"
    FAILED = "failed"
    """Given up after several tries; the next one takes over."""


class NoticeKind(Labelled):
    """What people are told of."""

    DRAFT = "draft"
    HEARING = "hearing"
    """A draft went to the units, to be answered."""
    ISSUED = "issued"
    WARNING = "warning"
    """Before the quarter's end: which units are about to miss a column that is due."""
    UNVERIFIABLE = "unverifiable"
    RELAID = "relaid"
    """A column's pages are laid out anew, and are read otherwise than before."""
    MOVED = "moved"
    """A column seems to have moved, been renamed or merged: a person is to look and to write it down."""
    DECLARED = "declared"
    """What a unit declared of a column has ended, or is about to: it is asked for again."""
    REPEAT = "repeat"
    TROUBLE = "trouble"
    CALENDAR = "calendar"
    """A day was reckoned beyond the published holidays, by weekends alone."""


class NoticeState(Labelled):
    """How far a notice has come on one channel."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


PENDING = "pending"
"""The one grade every pack has: the evidence does not decide (待核实)."""

Force = Literal["grade", "print", "trial", "off"]
"""What a finding does: lowers the grade and is printed; is printed; is shown to reviewers only; is not computed."""
