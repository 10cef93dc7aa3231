"""The words of performance (DOMAIN §6): a part of `datasets.vocab`, which everybody reads them from."""

from __future__ import annotations

from enum import StrEnum


class Polarity(StrEnum):
    """Which way an indicator is good (DOMAIN §6)."""

    UP = "up"
    DOWN = "down"
    RANGE = "range"


class Aggregation(StrEnum):
    """How an indicator's monthly values become a yearly one: jumlah, akhir, rata-rata."""

    SUM = "sum"
    LAST = "last"
    MEAN = "mean"
    RATIO = "ratio"


class IndicatorLevel(StrEnum):
    """The plan an indicator comes from."""

    IKU = "iku"
    IKD = "ikd"
    RPJMD = "rpjmd"
    RKPD = "rkpd"
    SPM = "spm"


class Band(StrEnum):
    """Band of a capaian (LKjIP scale, DOMAIN §6)."""

    VERY_HIGH = "sangat_tinggi"
    HIGH = "tinggi"
    MEDIUM = "sedang"
    LOW = "rendah"
    VERY_LOW = "sangat_rendah"
    NOT_COMPUTABLE = "tidak_dapat_dihitung"
    NOT_REPORTED = "belum_dilaporkan"
