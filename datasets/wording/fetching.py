"""Why something elsewhere could not be fetched or sent to, in words: codes of `satudata.outgoing` and harvest."""

from __future__ import annotations

import re

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

_STATUS = re.compile(r"status_(\d{3})")
_REASONS: dict[str, Promise] = {
    "bad_url": _("alamatnya tidak dapat dibaca"),
    "address_refused": _("alamatnya di dalam jaringan tertutup"),
    "port_refused": _("portnya bukan port web"),
    "unknown_host": _("nama servernya tidak dikenal"),
    "unreachable": _("servernya tidak dapat dihubungi"),
    "tls": _("sertifikat servernya tidak sah"),
    "timeout": _("servernya terlalu lama menjawab"),
    "broken_answer": _("jawaban servernya terputus atau rusak"),
    "redirected": _("servernya mengalihkan ke tempat lain"),
    "too_large": _("berkasnya terlalu besar"),
    "TooLarge": _("berkasnya terlalu besar"),
    "DiskFull": _("ruang simpan portal hampir penuh"),
    "no_table_file": _("tidak ada berkas tabel"),
    "empty_file": _("berkasnya kosong"),
    "denied": _("pengirimnya tidak berwenang lagi"),
    "withdrawn": _("dataset di sini sudah ditarik"),
    "empty_list": _("daftarnya mendadak kosong; tidak ada yang ditandai hilang"),
    "too_many_items": _("isinya lebih dari 2.000"),
    "too_many_pages": _("halamannya lebih dari 200"),
    "not_json": _("jawabannya bukan JSON"),
    "not_ckan": _("bukan portal CKAN"),
    "not_dcat": _("bukan katalog DCAT"),
    "not_rdf": _("katalog DCAT-nya tidak dapat dibaca"),
    "not_a_list": _("tidak ada daftar di dalamnya"),
    "remote_context": _("katalognya menyuruh mengambil konteks dari tempat lain"),
    "xml_entities": _("katalognya memakai entitas XML"),
}


def reason(code: str) -> str:
    """The words for a code; the code itself where none are known."""
    if answered := _STATUS.fullmatch(code):
        return gettext("servernya menjawab %(status)s") % {"status": answered[1]}
    if code.startswith("is_"):  # as intake tells what a file is instead of a table
        return gettext("isinya bukan tabel")
    return str(_REASONS.get(code, code))
