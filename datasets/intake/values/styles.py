"""Decides over every row how a column writes its numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from datasets.intake.schema import NumberStyle
from datasets.intake.values.numbers import ENGLISH, INDONESIAN, PLAIN, NumberRead


@dataclass
class StyleCount:
    """How many numbers of a column fit each style; `bare` ones fit all and decide nothing.

    `decimals` is the most digits behind the decimal sign by style.
    """

    fits: Counter[NumberStyle] = field(default_factory=Counter)
    bare: int = 0
    told: int = 0
    ambiguous: int = 0
    has_comma: bool = False
    decimals: dict[NumberStyle, int] = field(default_factory=dict)

    def add(self, read: NumberRead, times: int) -> None:
        """Count a number that occurs `times` times."""
        if read.is_bare:
            self.bare += times
            return
        self.told += times
        self.ambiguous += times if read.is_ambiguous else 0
        self.has_comma = self.has_comma or "," in read.body
        for style in read.styles:
            self.fits[style] += times
            self.decimals[style] = max(self.decimals.get(style, 0), read.decimals(style))

    @property
    def possible(self) -> frozenset[NumberStyle]:
        """The styles that every number of the column fits."""
        return frozenset(style for style in NumberStyle if self.fits[style] == self.told)

    @property
    def is_mixed(self) -> bool:
        """No one style explains every number."""
        return self.told > 0 and not self.possible

    @property
    def is_open(self) -> bool:
        """Every number fits two styles and means something else in each."""
        return self.told > 0 and INDONESIAN in self.possible and ENGLISH in self.possible

    @property
    def certain(self) -> NumberStyle | None:
        """The style that the column proves by itself, None where it proves none."""
        if self.told == 0 or self.is_open or self.is_mixed:
            return None
        return INDONESIAN if INDONESIAN in self.possible else self._with_point()

    def style(self, file_style: NumberStyle | None) -> NumberStyle:
        """The style to read the column in; `file_style` settles what the column leaves open."""
        if self.certain is not None:
            return self.certain
        if self.is_mixed:
            best = max(self.fits.values())
            return INDONESIAN if self.fits[INDONESIAN] == best else self._with_point()
        if self.told == 0:
            return PLAIN
        return self._with_point() if file_style in (PLAIN, ENGLISH) else INDONESIAN

    def _with_point(self) -> NumberStyle:
        return ENGLISH if self.has_comma else PLAIN


def file_style_of(columns: Iterable[StyleCount], delimiter: str) -> NumberStyle | None:
    """The style that the other columns of the file prove, None where they prove none.

    A comma as decimal sign needs another delimiter: `;` speaks for Indonesian, weakly.
    """
    votes = Counter(style for column in columns if (style := column.certain) is not None)
    pointed = votes[PLAIN] + votes[ENGLISH]
    if pointed == votes[INDONESIAN]:
        return INDONESIAN if delimiter == ";" else None
    return INDONESIAN if votes[INDONESIAN] > pointed else PLAIN
