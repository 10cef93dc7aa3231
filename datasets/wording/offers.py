"""The words on the buttons that answer a finding with one click."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: Name of a way → its button; `%(count)s` rows or cells, `%(said)s` what it is about.
_WAYS: dict[str, Promise] = {
    "twins": _("Buang %(count)s baris kembar"),
    "same": _("Buang hanya %(count)s baris yang seluruh isinya sama"),
    "first": _("Simpan baris pertama, buang %(count)s baris berikutnya"),
    "last": _("Simpan baris terakhir, buang %(count)s baris sebelumnya"),
    "emptied": _("Kosongkan %(count)s sel itu: tidak ada data"),
    "unknown": _("Buang %(count)s baris yang isinya tidak diketahui"),
    "empty": _("Buang %(count)s baris yang isinya tidak lengkap"),
    "read_as": _("Baca sebagai “%(said)s”"),
    "is_this": _("Kolom “%(said)s” di berkas adalah kolom ini"),
    "left_out": _("Jangan muat kolom “%(said)s”, juga dari berkas berikutnya"),
    "added": _("Tambahkan ke kamus data sebagai %(said)s"),
    "retyped": _("Ubah jenisnya di kamus data menjadi %(said)s"),
    "loosened": _("Kolom ini tidak selalu ada: jangan diwajibkan lagi"),
    "mask_all": _("Samarkan semua data pribadi (%(count)s kolom)"),
    "totals": _("Baris itu data juga: muat semuanya"),
    "total_column": _("Kolom itu data juga: muat semuanya"),
    "replaces": _("Ya, ini perbaikannya: ajukan untuk menggantikan versi %(said)s"),
    "not_it": _("Bukan: batalkan kiriman ini"),
    "cancel": _("Batalkan kiriman ini"),
}


def way_words(name: str, count: int, said: str) -> str:
    """What stands on the button of the way called `name`."""
    return str(_WAYS[name]) % {"count": f"{count:,}".replace(",", "."), "said": said}
