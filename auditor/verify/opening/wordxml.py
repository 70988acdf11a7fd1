"""Looking into the XML of a Word file: names without their namespace, values, switches."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from auditor.base.pattern import pattern

_W = pattern(
    r"\{http://(?:schemas\.openxmlformats\.org|purl\.oclc\.org)/[^{}]{0,80}wordprocessing[^{}]{0,80}\}",
    finds=("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p",),
    not_in=("{http://www.w3.org/1999/xhtml}p",),
    seen="ECMA-376 and ISO/IEC 29500, strict and transitional",
)


def tag(element: Element) -> str:
    """The name of a Word element; other elements keep their namespace before it."""
    return _W.sub("", element.tag) if isinstance(element.tag, str) else ""


def children(parent: Element | None, name: str) -> Iterator[Element]:
    """The children of this name."""
    return (item for item in (parent if parent is not None else ()) if tag(item) == name)


def child(parent: Element | None, name: str) -> Element | None:
    """The first child of this name."""
    return next(children(parent, name), None)


def value(element: Element | None, name: str = "val") -> str:
    """An attribute whatever its namespace; empty where it is missing."""
    if element is None:
        return ""
    return next((text for key, text in element.attrib.items() if key.rsplit("}", 1)[-1] == name), "")


def is_on(switch: Element | None) -> bool:
    """Whether a switch such as ``<w:vanish/>`` is set."""
    return switch is not None and value(switch) not in ("0", "false", "off")
