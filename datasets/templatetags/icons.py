"""Icons by name: 24 × 24 outlines of our own drawing, set inline so that they cost no request."""

# ruff: noqa: E501 - an outline is one line

from __future__ import annotations

from datasets.vocab import Topic

_CIRCLE = '<circle cx="{}" cy="{}" r="{}"/>'


def _path(line: str) -> str:
    return f'<path d="{line}"/>'


ICONS: dict[str, str] = {
    "menu": _path("M4 7h16M4 12h16M4 17h16"),
    "silang": _path("M6 6l12 12M18 6 6 18"),
    "awas": _path("M12 4 2.8 19.5h18.4zM12 10v4.5m0 2.6v.1"),
    "centang": _path("m5 12.5 4.5 4.5L19 7.5"),
    "jam": _CIRCLE.format(12, 12, 8.5) + _path("M12 7v5l3.2 2"),
    "unduh": _path("M12 4v11m0 0-4.5-4.5M12 15l4.5-4.5M5 20h14"),
    "unggah": _path("M12 16V5m0 0L7.5 9.5M12 5l4.5 4.5M5 20h14"),
    "lonceng": _path("M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 20.5h4"),
    "grafik": _path("M4 4v16h16M8 15l4-5 3 3 5-7"),
    "tabel": _path("M4 5h16v14H4zM4 10h16M4 14.5h16M10 10v9"),
    "peta": _path("m3.5 6.5 5.7-2 5.6 2 5.7-2v13l-5.7 2-5.6-2-5.7 2zM9.2 4.5v13m5.6-11v13"),
    "kanan": _path("M5 12h14m0 0-5.5-5.5M19 12l-5.5 5.5"),
    "kiri": _path("M19 12H5m0 0 5.5-5.5M5 12l5.5 5.5"),
    "bawah": _path("m6 9.5 6 6 6-6"),
    "cetak": _path("M7 8.5V4h10v4.5M7 16H4V9h16v7h-3M7 13.5h10V20H7z"),
    "turun": _path("M12 5v14m0 0 6-6m-6 6-6-6"),
    "naik": _path("M12 19V5m0 0-6 6m6-6 6 6"),
    "tetap": _path("M5 9.5h14M5 14.5h14"),
    "cari": _CIRCLE.format(10.5, 10.5, 6.5) + _path("m20 20-4.7-4.7"),
    "kode": _path("m8.5 7-5 5 5 5m7-10 5 5-5 5"),
    "kunci": '<rect x="5" y="10.5" width="14" height="9.5" rx="2"/>' + _path("M8 10.5V7.5a4 4 0 0 1 8 0v3"),
    "info": _CIRCLE.format(12, 12, 8.5) + _path("M12 11v5.5M12 7.6v.1"),
    "tanya": _CIRCLE.format(12, 12, 8.5)
    + _path("M9.6 9.4a2.5 2.5 0 1 1 3.4 2.6c-.7.3-1 .8-1 1.6M12 16.6v.1"),
    "minus": _path("M5 12h14"),
    "gedung": _path("M4 20h16M6 20V9.5m12 10.5V9.5M10 20V9.5m4 10.5V9.5M4.5 9.5h15L12 4.5z"),
    "tabel-berkas": _path("M6.5 3.5h7.5l4 4v13h-11.5zM14 3.5v4h4M9.5 12h5m-5 3.5h5"),
    "orang": _CIRCLE.format(12, 8, 3.6) + _path("M5 20c.6-4 3.4-6 7-6s6.4 2 7 6"),
    "sampah": _path("M5 7h14M10 7V4.5h4V7m-7 0 .8 12.5h8.4L17 7M10.3 11v5m3.4-5v5"),
    "toko": _path(
        "M4 9.5 5.5 5h13L20 9.5M4 9.5a2.7 2.7 0 0 0 5.3 0 2.7 2.7 0 0 0 5.4 0 2.7 2.7 0 0 0 5.3 0M5.5 12v7.5h13V12"
    ),
    "tunas": _path(
        "M12 20v-9m0 0c0-4 2.5-6.5 7-6.5 0 4.5-2.5 6.5-7 6.5zm0 3c0-3-2-5.2-6-5.2 0 3.6 2 5.2 6 5.2z"
    ),
    "sehat": _path(
        "M12 20s-8-4.6-8-10.4A4.3 4.3 0 0 1 12 7.3a4.3 4.3 0 0 1 8 2.3C20 15.4 12 20 12 20zM12 10v5m-2.5-2.5h5"
    ),
    "uang": '<rect x="3.5" y="6.5" width="17" height="11" rx="2"/>'
    + _CIRCLE.format(12, 12, 2.6)
    + _path("M6.8 12h.1m10.2 0h.1"),
    "izin": _path("M6.5 3.5h7.5l4 4v13h-11.5zM14 3.5v4h4M9.5 14l2 2 3.5-4"),
    "warga": _CIRCLE.format(9, 8.5, 3)
    + _path("M3.5 19c.4-3.4 2.6-5 5.5-5s5.1 1.6 5.5 5M15.5 5.8a3 3 0 0 1 0 5.4M17 14.4c2 .6 3.2 2.1 3.5 4.6"),
    "sekolah": _path("M12 5 2.8 9.5 12 14l9.2-4.5zM6.5 11.5v5c1.5 1.5 3.3 2.2 5.5 2.2s4-.7 5.5-2.2v-5"),
    "jalan": _path("M8 4 4.5 20M16 4l3.5 16M12 5v2.5m0 3v3m0 3V20"),
    "sosial": _path(
        "M3.5 13.5h3l4-2.5c1-.6 2.3.3 2 1.5l-.5 1.5h5.5c1.3 0 1.7 1.6.6 2.2L12 19.5H3.5zM15 4.5l2.5 4h-5z"
    ),
    "pantai": _path("M4 20h16M12 20V9M5 10c1-3.5 3.7-5.5 7-5.5s6 2 7 5.5z"),
    "daun": _path("M5 19c7 1.5 13-2.5 14-14C9 5 4.5 9.5 6.5 17M5 19c2-4 5-7 9-9"),
}

TOPIC_ICONS: dict[Topic, str] = {
    Topic.WASTE: "sampah",
    Topic.MARKETS: "toko",
    Topic.FARMING: "tunas",
    Topic.HEALTH: "sehat",
    Topic.CIVIL_SERVICE: "orang",
    Topic.FINANCE: "uang",
    Topic.PERMITS: "izin",
    Topic.POPULATION: "warga",
    Topic.EDUCATION: "sekolah",
    Topic.PUBLIC_WORKS: "jalan",
    Topic.SOCIAL: "sosial",
    Topic.TOURISM: "pantai",
    Topic.ENVIRONMENT: "daun",
    Topic.GOVERNMENT: "gedung",
}
