"""Bytes of a Chinese page to text: what the page says of its charset is a claim, what its bytes say is evidence."""

import re
from dataclasses import dataclass

from auditor.base.pattern import pattern

_HEAD = 4096
_SAMPLE = 1024
_DOUBT_SAMPLE = 32768
_LABEL_TRUST = 0.15
"""What a label is worth where a few words read as ordinary Chinese in GB 18030 and in Big5 alike."""
_VALID_UTF8 = 0.6
"""What valid UTF-8 in another script (Uyghur) is worth at least; real GB text scores above 0.9."""

_META = pattern(
    rb"""<meta\b[^>]{0,300}?\bcharset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{2,40})""",
    finds={
        b'<meta charset="utf-8">': b"utf-8",
        b'<META http-equiv="Content-Type" content="text/html; charset=gb2312" />': b"gb2312",
    },
    not_in=(b'<meta name="charset">', b'<script charset="gbk">'),
    seen="heads of nearly all portals",
    flags=re.IGNORECASE,
)
_XML = pattern(
    rb"""^\s{0,99}<\?xml[^>]{0,100}?\bencoding\s{0,9}=\s{0,9}["']([\w.:-]{2,40})""",
    finds={b'<?xml version="1.0" encoding="UTF-8"?>': b"UTF-8", b"\n<?xml version='1.0' encoding='gbk' ?>": b"gbk"},
    not_in=(b'<?xml version="1.0"?>', b'<p><?xml encoding="gbk"?>'),
    seen="lists answered as XML by portals of Hanweb and TRS; the specification of XML 1.0",
    flags=re.IGNORECASE,
)
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.S)
_HEADER = pattern(
    r"""charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{2,40})""",
    finds={"text/html;charset=GBK": "GBK", 'text/html; charset = "utf-8"': "utf-8"},
    not_in=("text/html", "text/html;charset="),
    seen="Content-Type of all servers; RFC 9110, 8.3",
    flags=re.IGNORECASE,
)
_HAN = re.compile("[\u3400-\u9fff\u3001-\u301b\uff01-\uff5e]")
_BEYOND_LATIN = re.compile("[^\x00-\u024f]")
_RUN = re.compile(rb"[\x80-\xff][^\x00-\x2f\x3a-\x3f]*")
"""From a high byte to the next byte that no two-byte charset uses as a second byte: always whole characters."""

_FAMILIES = {
    "utf-8": ("utf-8", "utf8", "unicode-1-1-utf-8", "x-unicode20utf8"),
    "gb18030": (
        *("gb2312", "gbk", "x-gbk", "gb18030", "gb_2312-80", "gb_2312", "gb2312-80", "gb2312.1980-0", "csgb2312"),
        *("euc-cn", "x-euc-cn", "chinese", "cn-gb", "cp936", "ms936", "windows-936", "iso-ir-58", "gb"),
    ),
    "big5": ("big5", "big-5", "big5-hkscs", "big5hkscs", "cn-big5", "csbig5", "x-x-big5", "cp950", "ms950"),
    "utf-16": ("utf-16", "utf16", "utf-16le", "utf-16be", "unicode", "ucs-2"),
}
_FAMILY = {alias: family for family, aliases in _FAMILIES.items() for alias in aliases}
_CODECS = {"utf-8": ("utf-8",), "gb18030": ("gb18030",), "big5": ("big5", "big5hkscs", "cp950")}
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)


def _first_level(codec: str, leads: range) -> str:
    trails = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    return b"".join(bytes((lead, trail)) for lead in leads for trail in trails).decode(codec, "ignore")


_COMMON = frozenset(_first_level("gb2312", range(0xB0, 0xD8)) + _first_level("big5", range(0xA4, 0xC7)))
"""The characters both national standards put on their first level: what real Chinese text is mostly made of."""
_MARKS = frozenset("　、。〈〉《》「」『』【】〔〕—…‘’“”·〇①②③④⑤⑥⑦⑧⑨⑩") | frozenset(map(chr, range(0xFF01, 0xFF5F)))
_USUAL = _COMMON | _MARKS
_FREQUENT = frozenset(
    "的一是在不了有和人这中大为上个国以要他时来用们生到作地于出会可主发年动对同工也能下过子说产种面方后多定行学法所民得经三之进着等部度家"
    "里如水化高自二理起小物实加量都两体制当使点从业本去把性应开它合因由其些然前外天政四日社义事平形相全表间与关各重新线内数正心明看原又"
    "利比或但质第向道此变条只没结解问意建月公无系很情最立代已通并提直题党程展五果料员位入常文总次品式活设及管特件长求县府办局室告知"
    "這為個國時來們發動對說產種後學經進著體當點從業應開與關線數質條沒結解問無題黨員總設長縣辦務區實會"
)
"""What any Chinese page is full of; where two charsets both give ordinary characters, these decide."""
_BROKEN = re.compile("[\ufffd\ue000-\uf8ff\x80-\x9f\x0e-\x1a]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a page, the charset it was read in (``utf-8``, ``gb18030``, ``big5``, ``utf-16``)."""

    text: str
    charset: str


def decode(body: bytes, content_type: str = "") -> Decoded:
    """Decode a page. Never fails: bytes that fit no charset become U+FFFD.

    The order: byte-order mark; valid UTF-8 that is unmistakable; the label (header, then meta) where the content
    bears it out; otherwise whichever of UTF-8, GB 18030 and Big5 gives the most ordinary Chinese. GB 2312 and GBK
    labels are read as GB 18030, which contains both.
    """
    for mark, codec in _BOMS:
        if body.startswith(mark):
            return _read_as(body[len(mark) :], codec)
    labels = _labels(body, content_type)
    wide = _wide_codec(body)
    if wide:
        return _read_as(body, wide)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return _read_as(body, _best(body, labels, utf8_is_valid=False))
    if text.isascii():
        return Decoded(text, next((_FAMILY[label] for label in labels.values() if _FAMILY[label] != "utf-16"), "utf-8"))
    if _is_unmistakable(text, len(body) - len(text), labels):
        return Decoded(text, "utf-8")
    return _read_as(body, _best(body, labels, utf8_is_valid=True))


def _labels(body: bytes, content_type: str) -> dict[str, str]:
    """The known labels, in lower case, by who states them; unknown and Latin ones count as none."""
    stated = {}
    in_header = _HEADER.search(content_type)
    if in_header:
        stated["服务器"] = in_header[1]
    head = body[:_HEAD]
    if b"<!--" in head:
        head = _COMMENT.sub(b"", head)
    in_page = _META.search(head) or _XML.search(head)
    if in_page:
        stated["网页"] = in_page[1].decode("ascii", "replace")
    labels = {who: label.lower() for who, label in stated.items()}
    return {who: label for who, label in labels.items() if label in _FAMILY}


def _wide_codec(body: bytes) -> str:
    """UTF-16 without a mark: mark-up is ASCII, so every second byte of the head is zero."""
    head = body[:256]
    half = len(head) // 2
    if half < 2 or b"\x00" not in head:
        return ""
    if head[1::2].count(0) > half * 0.6 and not head[0::2].count(0):
        return "utf-16-le"
    if head[0::2].count(0) > half * 0.6 and not head[1::2].count(0):
        return "utf-16-be"
    return ""


def _is_unmistakable(text: str, surplus: int, labels: dict[str, str]) -> bool:
    """Whether valid UTF-8 can be nothing else: a few GB bytes may form valid UTF-8, many never do.

    ``surplus`` is how many bytes there are more than characters: two for each Chinese character.
    """
    if surplus > 10 and _HAN.search(text):
        return True
    is_latin = not _BEYOND_LATIN.search(text)
    return is_latin and all(_FAMILY[label] == "utf-8" for label in labels.values())


def _best(body: bytes, labels: dict[str, str], *, utf8_is_valid: bool) -> str:
    """The family whose reading of a bounded sample looks most like Chinese; a label tips the balance."""
    stated = [family for family in dict.fromkeys(map(_FAMILY.__getitem__, labels.values())) if family in _CODECS]
    if stated and not (stated[0] == "utf-8" and not utf8_is_valid):
        sample = _sample(body, _SAMPLE)
        if len(sample) > 200 and _score(sample, stated[0]) > 0.9:
            return stated[0]
    sample = _sample(body, _DOUBT_SAMPLE)
    order = [*stated, *(family for family in ("utf-8", "gb18030", "big5") if family not in stated)]
    scores = {family: _score(sample, family) + _LABEL_TRUST * (family in stated) for family in order}
    if utf8_is_valid:
        scores["utf-8"] = max(scores["utf-8"], _VALID_UTF8 + _LABEL_TRUST * ("utf-8" in stated))
    return max(order, key=scores.__getitem__)


def _sample(body: bytes, size: int) -> bytes:
    """The runs of non-ASCII text at the head of the page, a blank between them, ``size`` bytes at most."""
    runs: list[bytes] = []
    total = 0
    for run in _RUN.finditer(body):
        runs.append(run[0][: size - total])
        total += len(runs[-1])
        if total >= size:
            break
    return b" ".join(runs)


_FREQUENT_WEIGHT, _BROKEN_WEIGHT = 0.5, 2
"""What one of the most frequent characters says beyond any usual one, and what a damaged place says against."""


def _score(sample: bytes, family: str) -> float:
    """How far the sample, read in a charset, is ordinary Chinese: 1 and more wholly, below 0 nonsense."""
    text = sample.decode(_CODECS[family][0], "replace")
    foreign = [character for character in text if character > "\x7f"]
    if not foreign:
        return 0.0
    usual = sum(map(_USUAL.__contains__, foreign))
    frequent = sum(map(_FREQUENT.__contains__, foreign))
    return (usual + _FREQUENT_WEIGHT * frequent - _BROKEN_WEIGHT * len(_BROKEN.findall(text))) / len(foreign)


def _read_as(body: bytes, codec: str) -> Decoded:
    family = "utf-16" if codec.startswith("utf-16") else codec
    text = _decode_leniently(body, _CODECS.get(codec, (codec,)))
    return Decoded(text, family)


def _decode_leniently(body: bytes, codecs: tuple[str, ...]) -> str:
    for codec in codecs:
        try:
            return body.decode(codec)
        except UnicodeDecodeError:
            continue
    return body.decode(codecs[-1], "replace")
