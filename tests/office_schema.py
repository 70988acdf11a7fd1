"""Whether Word, WPS and Excel open a file without repair: openxml-audit, a port of the validator in Microsoft's SDK.

It reads the package (parts, relations, content types), the schema (elements, order, attributes, values) and what refers
to what (styles, shared strings, footers). Two things differ from the SDK's own verdict, and are put right here: it asks
for a theme, which no program needs and which would bring theme fonts into an official document; and it overlooks
children of an element that holds none.
"""

import zipfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from defusedxml import ElementTree
from openxml_audit import FileFormat, OpenXmlValidator

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_NO_THEME = "/relationships/theme' is missing."
_HOLDERS = frozenset(
    f"{W}{name}"
    for names in (
        "document body p pPr rPr r pBdr tabs sectPr ftr hdr",
        "tbl tblPr tblBorders tblCellMar tblGrid tr trPr tc tcPr",
        "styles docDefaults rPrDefault pPrDefault style fonts font settings compat",
    )
    for name in names.split()
)
"""The elements of the program's Word files that hold others."""


def schema_faults(path: Path, version: FileFormat = FileFormat.OFFICE_2007) -> list[str]:
    """What the validator says against a file; by default as the oldest program that reads the format sees it."""
    told = (fault for fault in _validator(version).validate(path).errors if not fault.description.endswith(_NO_THEME))
    faults = [f"{fault.part_uri} {fault.path}: {fault.description}" for fault in told]
    return faults + list(_filled_leaves(path))


def _filled_leaves(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("word/") and name.endswith(".xml"):
                for element in ElementTree.fromstring(archive.read(name)).iter():
                    if len(element) and element.tag not in _HOLDERS:
                        yield f"{name}: {element.tag.removeprefix(W)} holds children"


@lru_cache(maxsize=2)
def _validator(version: FileFormat) -> OpenXmlValidator:
    return OpenXmlValidator(file_format=version)
