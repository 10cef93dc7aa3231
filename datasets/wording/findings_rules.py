"""Sentences for findings between the columns of a row, and against the period before."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from datasets.vocab import FindingCode as F

RULES: dict[F, tuple[Promise, Promise]] = {
    F.ORDER_BROKEN: (
        _(
            "Baris %(row)s: “%(column)s” (%(value)s di %(cell)s) melebihi “%(other)s”"
            " (%(other_value)s di %(other_cell)s)."
        ),
        _(
            "Periksa keduanya; mungkin tertukar atau salah ketik. “%(column)s” tidak boleh melebihi “%(other)s”."
        ),
    ),
    F.SUM_DIFFERS: (
        _(
            "Baris %(row)s: %(parts)s berjumlah %(sum)s, sedangkan “%(column)s” di %(cell)s berisi %(value)s;"
            " selisihnya %(difference)s."
        ),
        _("Perbaiki salah satu bagian (%(part_cells)s) atau totalnya."),
    ),
    F.REQUIRED_WITH: (
        _(
            "Baris %(row)s: “%(column)s” di %(cell)s kosong, padahal “%(other)s” di %(other_cell)s berisi %(other_value)s."
        ),
        _("Isi “%(column)s”, atau perbaiki isi “%(other)s”."),
    ),
    F.VALUE_JUMP: (
        _(
            "Baris %(row)s: “%(column)s” %(series)s berubah lebih dari %(times)s kali, dari %(before)s (%(before_period)s)"
            " menjadi %(value)s."
        ),
        _("Periksa angkanya dan satuannya. Bila benar, jelaskan pada catatan untuk Walidata."),
    ),
    F.TOTAL_JUMP: (
        _(
            "Jumlah kolom “%(column)s” berubah lebih dari %(times)s kali, dari %(before)s (%(before_period)s)"
            " menjadi %(value)s."
        ),
        _("Periksa apakah satuannya berganti (misalnya kg dan ton) atau ada baris yang hilang."),
    ),
    F.UNIT_CHANGED_SINCE: (
        _("Satuan kolom “%(column)s” kini %(unit)s, sedangkan pada data yang terbit %(before)s."),
        _("Pastikan angkanya sudah dalam %(unit)s; bila belum, kembalikan satuan di kamus data."),
    ),
    F.PERIOD_FILED: (
        _(
            "Periode %(period)s sudah terbit (versi %(number)s); apakah kiriman ini perbaikannya, belum diketahui."
        ),
        _("Bila ya, ajukan dan sebutkan apa yang diperbaiki. Bila tidak, batalkan dan periksa periodenya."),
    ),
    F.PERIOD_PENDING: (
        _("Ada kiriman lain untuk data yang sama dan belum selesai: %(filename)s."),
        _("Pilih satu: batalkan kiriman yang keliru agar Walidata tidak memeriksa dua berkas."),
    ),
    F.PERIOD_GAP: (
        _("Deret ini berlubang: %(periods)s belum ada."),
        _("Kirim juga periode itu, atau jelaskan pada catatan mengapa tidak ada."),
    ),
}
