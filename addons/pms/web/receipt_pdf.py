"""A receipt as PDF: one column of figures on A4, more pages where it takes more.

Names are printed in Latin, Greek, Cyrillic and Arabic letters. What no font here has (Chinese, Japanese, Korean,
Thai, Hebrew, Indian scripts) is printed as a question mark; the page shows it with the browser's fonts.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

from flask_babel import gettext
from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.enums import Align, MethodReturnValue, XPos, YPos

from addons.pms.web.receipt_words import ReceiptWords
from oppsera_host.web.languages import locale_tag

_LATIN, _ARABIC = "fontpkg_fira_sans", "fontpkg_noto_sans_arabic"
_REGULAR = (_LATIN, "FiraSans-Regular.ttf")
_BOLD = (_LATIN, "FiraSans-SemiBold.ttf")
_RIGHT_TO_LEFT = (_ARABIC, "NotoSansArabic[wdth,wght].ttf")
_MARGIN, _LINE, _SMALL, _USUAL, _LARGE = 20, 6, 9, 10, 18
_DAY_WIDTH, _AMOUNT_WIDTH = 34, 36
_FACTS_FROM, _LABEL_WIDTH, _GAP = 0.47, 28, 5
_GREY, _BLACK = 110, 20


def receipt_pdf(words: ReceiptWords) -> bytes:
    """Return the PDF of a receipt in the language of the running block."""
    paper = _Paper(words)
    paper.head()
    paper.rows(gettext("Charges"), words.charges())
    paper.sums([*words.taxes(), *words.included()], strong=False)
    paper.rows(gettext("Payments"), words.payments())
    paper.sums(words.sums(), strong=True)
    return bytes(paper.output())


class _Paper(FPDF):  # type: ignore[misc]
    def __init__(self, words: ReceiptWords) -> None:
        super().__init__(format="A4", unit="mm")
        self.words = words
        self.set_margin(_MARGIN)
        self.set_auto_page_break(auto=True, margin=_MARGIN)
        self.add_font("text", "", _font(*_REGULAR))
        self.add_font("text", "B", _font(*_BOLD))
        self.add_font("arabic", "", _font(*_RIGHT_TO_LEFT))
        self.set_text_shaping(use_shaping_engine=True)
        self.set_fallback_fonts(["arabic"], exact_match=False)
        title = f"{gettext('Receipt')} {words.document.number}"
        self.set_title(title)
        self.set_lang(locale_tag())
        self.set_creator("OppsEra")
        self.set_font("text", size=_USUAL)
        self.add_page()

    def footer(self) -> None:
        """Number the pages."""
        self.set_y(-_MARGIN + _LINE)
        self._write(f"{self.words.document.number} · {self.page_no()}", size=_SMALL, grey=True, align=Align.R)

    def head(self) -> None:
        """Say who writes to whom about what."""
        name, *address = self.words.sender()
        self._write(name, size=_LARGE, bold=True, height=10)
        for line in address:
            self._write(line, size=_SMALL, grey=True, height=5)
        self.ln(_LINE)
        top = self.get_y()
        left = self.l_margin + self.epw * _FACTS_FROM
        for line in self.words.addressee():
            self._write(line, width=left - self.l_margin - _GAP)
        bottom = self.get_y()
        self.set_y(top)
        for label, text in self.words.facts():
            self.set_x(left)
            self._write(label, size=_SMALL, grey=True, width=_LABEL_WIDTH, stay=True)
            self._write(text)
        self.set_y(max(bottom, self.get_y()) + _LINE)

    def rows(self, heading: str, rows: list[tuple[str, str, str]]) -> None:
        """Write a table of (day, what, amount); nothing at all without rows."""
        if not rows:
            return
        self.ln(_LINE / 2)
        self._keep_together(3 * _LINE)
        self._write(heading, bold=True)
        self._rule()
        for day, what, amount in rows:
            self._row(day, what, amount)
        self._rule()

    def sums(self, rows: list[tuple[str, str]], *, strong: bool) -> None:
        """Write figures under the last column; the last of ``strong`` ones stands out."""
        self._keep_together(len(rows) * _LINE)
        for place, (what, amount) in enumerate(rows):
            bold = strong and place in {0, len(rows) - 1}
            self._row("", what, amount, bold=bold, align=Align.R)

    def _row(self, day: str, what: str, amount: str, *, bold: bool = False, align: Align = Align.L) -> None:
        width = self.epw - _DAY_WIDTH - _AMOUNT_WIDTH
        self.set_font("text", "B" if bold else "", _USUAL)
        lines = self.multi_cell(width, _LINE, _printable(what), dry_run=True, output=MethodReturnValue.LINES)
        height = _LINE * max(1, len(lines))
        self._keep_together(height)
        bottom = self.get_y() + height
        self._write(day, width=_DAY_WIDTH, stay=True, grey=True)
        self._write(what, width=width, stay=True, bold=bold, align=align)
        self._write(amount, bold=bold, align=Align.R)
        self.set_y(bottom)

    def _keep_together(self, height: float) -> None:
        if self.get_y() + height > self.page_break_trigger:
            self.add_page()

    def _rule(self) -> None:
        self.set_draw_color(_GREY)
        self.line(self.l_margin, self.get_y(), self.w - self.r_margin, self.get_y())
        self.ln(1)

    def _write(
        self,
        text: str,
        *,
        size: int = _USUAL,
        bold: bool = False,
        grey: bool = False,
        width: float = 0,
        height: float = _LINE,
        align: Align = Align.L,
        stay: bool = False,
    ) -> None:
        self.set_font("text", "B" if bold else "", size)
        self.set_text_color(_GREY if grey else _BLACK)
        after = (XPos.RIGHT, YPos.TOP) if stay else (XPos.LMARGIN, YPos.NEXT)
        self.multi_cell(width, height, _printable(text), align=align, new_x=after[0], new_y=after[1])
        self.set_text_color(_BLACK)


def _printable(text: str) -> str:
    known = _letters()
    return "".join(letter if ord(letter) in known or letter.isspace() else "?" for letter in text)


@cache
def _letters() -> frozenset[int]:
    """Return every code point that one of the fonts has."""
    maps = (TTFont(_font(*font), lazy=True).getBestCmap() for font in (_REGULAR, _RIGHT_TO_LEFT))
    return frozenset(point for known in maps for point in known)


def _font(package: str, file: str) -> Path:
    return Path(str(resources.files(package) / "files" / file))
