"""Child order that ISO/IEC 29500-4 (transitional) fixes for the parts of a Word file; Word calls others damaged."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_PPR = """pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs
suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid
spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl
divId cnfStyle rPr sectPr pPrChange"""
_RPR = """rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid
vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang
eastAsianLayout specVanish oMath"""
_BORDERS = "top left start bottom right end insideH insideV tl2br tr2bl"
ORDER: dict[str, list[str]] = {
    name: words.split()
    for name, words in {
        "document": "background body",
        "p": "pPr r hyperlink",
        "r": "rPr t tab br fldChar instrText",
        "pPr": _PPR,
        "rPr": _RPR,
        "pBdr": "top left bottom right between bar",
        "tbl": "tblPr tblGrid tr",
        "tblPr": """tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing
            tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription""",
        "tblBorders": _BORDERS,
        "tblCellMar": "top left start bottom right end",
        "tr": "tblPrEx trPr tc",
        "tc": "tcPr p",
        "tcPr": """cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign
            hideMark""",
        "sectPr": """headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType
            pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings""",
        "styles": "docDefaults latentStyles style",
        "docDefaults": "rPrDefault pPrDefault",
        "style": """name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat
            locked personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr""",
        "font": "altName panose1 charset family notTrueType pitch sig embedRegular",
        "settings": """writeProtection view zoom removePersonalInformation removeDateAndTime doNotDisplayPageBoundaries
            displayBackgroundShape embedTrueTypeFonts embedSystemFonts saveSubsetFonts saveFormsData mirrorMargins
            alignBordersAndEdges bordersDoNotSurroundHeader bordersDoNotSurroundFooter gutterAtTop hideSpellingErrors
            hideGrammaticalErrors proofState attachedTemplate linkStyles trackRevisions documentProtection
            autoFormatOverride styleLockTheme defaultTabStop autoHyphenation evenAndOddHeaders bookFoldRevPrinting
            drawingGridHorizontalSpacing drawingGridVerticalSpacing characterSpacingControl printTwoOnOne
            strictFirstAndLastChars noLineBreaksAfter noLineBreaksBefore savePreviewPicture footnotePr endnotePr compat
            docVars rsids themeFontLang clrSchemeMapping decimalSymbol listSeparator""",
        "compat": """useSingleBorderforContiguousCells spaceForUL balanceSingleByteDoubleByteWidth
            doNotLeaveBackslashAlone doNotExpandShiftReturn adjustLineHeightInTable useFELayout compatSetting""",
    }.items()
}
TRANSPARENT = {"body", "trPr", "tblGrid", "tabs", "rPrDefault", "pPrDefault", "fonts", "ftr"}


def order_faults(root: Element) -> Iterator[str]:
    """Every element whose children are unknown here or stand in an order the schema does not allow."""
    for element in root.iter():
        name = element.tag.removeprefix(W)
        children = [child.tag.removeprefix(W) for child in element]
        if not children or name in TRANSPARENT:
            continue
        known = ORDER.get(name)
        if known is None:
            yield f"{name} has children nobody checks: {children}"
        elif unknown := set(children) - set(known):
            yield f"{name} holds {unknown}"
        elif children != sorted(children, key=known.index):
            yield f"{name}: {children}"
