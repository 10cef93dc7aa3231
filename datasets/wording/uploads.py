"""Where an upload stands → the sentences people read at the top of its page and on their desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from datasets.vocab import UploadState

S = UploadState

#: The way of a file, as the bar on its page shows it.
WAY: tuple[Promise, ...] = (_("Kirim"), _("Periksa"), _("Ajukan"), _("Tinjau"), _("Terbit"))

#: State → the step of `WAY` it stands on; a published upload has gone past the last.
PLACE: dict[UploadState, int] = {
    S.RECEIVED: 1,
    S.CHECKING: 1,
    S.NEEDS_ANSWER: 1,
    S.FAILED: 1,
    S.READY: 2,
    S.RETURNED: 2,
    S.SUBMITTED: 3,
    S.PEMBINA_REVIEW: 3,
    S.APPROVED: 4,
    S.PUBLISHED: 5,
    S.CANCELLED: 0,
}

_HEADING: dict[UploadState, Promise] = {
    S.RECEIVED: _("Berkas sudah diterima, menunggu diperiksa"),
    S.CHECKING: _("Berkas sedang diperiksa"),
    S.NEEDS_ANSWER: _("Ada yang perlu Anda pastikan"),
    S.FAILED: _("Berkas belum dapat dimuat"),
    S.READY: _("Siap diajukan untuk terbit"),
    S.SUBMITTED: _("Sudah diajukan, menunggu verifikasi Walidata"),
    S.RETURNED: _("Dikembalikan dengan catatan"),
    S.PEMBINA_REVIEW: _("Data prioritas: menunggu keputusan Pembina Data"),
    S.APPROVED: _("Disetujui, sedang diterbitkan"),
    S.PUBLISHED: _("Sudah terbit"),
    S.CANCELLED: _("Unggahan ini dibatalkan"),
}

_NEXT: dict[UploadState, Promise] = {
    S.RECEIVED: _(
        "Pemeriksaan dimulai sendiri. Anda boleh menutup halaman ini; hasilnya menunggu di meja kerja."
    ),
    S.CHECKING: _("Anda boleh menutup halaman ini; hasilnya menunggu di meja kerja."),
    S.NEEDS_ANSWER: _("Jawab pertanyaan di bawah, lalu berkas diperiksa lagi dengan jawaban Anda."),
    S.FAILED: _(
        "Perbaiki di berkas asalnya, lalu kirim berkas yang sudah diperbaiki. Belum ada yang terbit."
    ),
    S.READY: _("Periksa contoh baris dan akibatnya di bawah, lalu ajukan. Belum ada yang terbit."),
    S.SUBMITTED: _("Belum ada yang terbit. Selama menunggu, unggahan masih dapat dibatalkan."),
    S.RETURNED: _(
        "Baca catatan pemeriksa, lalu kirim berkas yang sudah diperbaiki atau minta diperiksa ulang."
    ),
    S.PEMBINA_REVIEW: _("Walidata sudah menyetujui. Belum ada yang terbit."),
    S.APPROVED: _(
        "Berkas unduhan dan ringkasan disiapkan dahulu; versi lama tetap tampil sampai semuanya selesai."
    ),
    S.PUBLISHED: _("Siapa pun yang berhak kini membaca versi ini."),
    S.CANCELLED: _("Tidak ada yang terbit dari berkas ini."),
}


@dataclass(frozen=True)
class Words:
    """A page's heading and the sentence under it."""

    heading: Promise
    next_step: Promise


#: What who is to decide reads instead of what the sender reads.
DECIDE = Words(
    _("Menunggu keputusan Anda"),
    _("Periksa contoh baris dan akibatnya, lalu setujui, atau kembalikan dengan catatan."),
)


@dataclass(frozen=True)
class Step:
    """One step of the way: its name, and whether it is `done`, `now` or `ahead`."""

    name: str
    standing: str


def way_of(state: str) -> list[Step]:
    """The steps of the way with where this upload stands."""
    place = PLACE[S(state)]
    return [Step(str(name), _standing(index, place)) for index, name in enumerate(WAY)]


def _standing(index: int, place: int) -> str:
    if index < place:
        return "done"
    return "now" if index == place else "ahead"


def heading_of(state: str, counts: Mapping[str, Any]) -> str:
    """The page's heading; a file that was refused says how much there is to mend."""
    errors = int(counts.get("errors") or 0)
    if state == S.FAILED and errors:
        words = ngettext("%(count)s hal perlu diperbaiki", "%(count)s hal perlu diperbaiki", errors)
        return words % {"count": f"{errors:,}".replace(",", ".")}
    return str(_HEADING[S(state)])


def next_of(state: str) -> str:
    """What happens next, or what the sender can do."""
    return str(_NEXT[S(state)])


def progress_of(step: str, done: int, total: int) -> str:
    """How far the step has come, in words: `Membaca tabel: 12.000 dari 50.000`; bytes have no words."""
    if total <= 0:
        return step
    return gettext("%(step)s: %(percent)s%%") % {"step": step, "percent": min(100, done * 100 // total)}
