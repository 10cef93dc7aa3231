"""Why something is refused: raised by rules and actions, worded for people, mapped by page and API."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, gettext_lazy

from datasets.vocab import FindingCode
from datasets.wording.findings import sentence_of


class Refused(Exception):
    """Base of every refusal: `code` for machines, `message` an Indonesian sentence for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Denied(Refused):
    """403: the thing may be known, but this person may not do that with it."""

    def __init__(self, code: str = "denied", message: str = "") -> None:
        super().__init__(code, message or gettext("Anda tidak berwenang melakukan ini."))


class Hidden(Refused):
    """404: not there, or this person may not know that it is."""

    def __init__(self, message: str = "") -> None:
        super().__init__("not_found", message or gettext("Yang Anda cari tidak ditemukan."))


class Gone(Refused):
    """410: withdrawn; with the reason, the moment and the title it had (DOMAIN req. 37)."""

    def __init__(self, reason: str, at: datetime, title: str) -> None:
        super().__init__("withdrawn", gettext("“%(title)s” telah ditarik.") % {"title": title})
        self.reason = reason
        self.at = at
        self.title = title


class IllegalMove(Refused):
    """409: the table of moves has no such move from this state; nothing was changed."""

    def __init__(self, state: str, move: str, message: str = "") -> None:
        super().__init__("illegal_move", message or gettext("Langkah ini tidak mungkin sekarang."))
        self.state = state
        self.move = move


class Overtaken(Refused):
    """409: somebody else changed the same thing meanwhile; nothing was changed."""

    def __init__(self, message: str) -> None:
        super().__init__("overtaken", message)


class NotReady(Refused):
    """409: not fit for publication yet; `missing` are codes of the fields at fault (DOMAIN req. 11)."""

    def __init__(self, missing: Sequence[str], message: str = "") -> None:
        super().__init__("not_ready", message or gettext("Metadata belum lengkap untuk diterbitkan."))
        self.missing = list(missing)


@dataclass(frozen=True)
class Fault:
    """One thing wrong with what was given: which field, a code, a sentence."""

    field: str
    code: str
    message: str


class Invalid(Refused):
    """400: what was given is not acceptable; every fault is named at once."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("invalid", " ".join(fault.message for fault in faults))
        self.faults = faults


class PeriodWrong(Invalid):
    """400: the period given with a file does not fit the dataset's frequency, or is missing."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(Fault("period", code, message))
        self.code = code


class EmptyFile(Refused):
    """422: the file has no content at all."""

    def __init__(self) -> None:
        super().__init__(FindingCode.EMPTY_FILE, _said(FindingCode.EMPTY_FILE, ""))


class NotATable(Refused):
    """415: the first bytes say that this can hold no table; `kind` says in a word what it is."""

    def __init__(self, code: FindingCode, kind: str = "") -> None:
        super().__init__(code, _said(code, kind))
        self.kind = kind


def _said(code: FindingCode, kind: str) -> str:
    sentence = sentence_of({"code": code, "params": {"kind": kind}})
    return f"{sentence.message} {sentence.remedy}"


#: What people read where the store refuses a file (`store.TooLarge`, with `limit` in MB; `store.DiskFull`).
TOO_LARGE = gettext_lazy(
    "Berkas lebih besar dari %(limit)s MB. Bagi berkasnya, atau kirim sebagai CSV yang dimampatkan (.gz)."
)
DISK_FULL = gettext_lazy(
    "Ruang simpan portal hampir penuh, jadi berkas belum diterima dan tidak ada yang hilang. "
    "Hubungi pengelola portal, lalu kirim lagi."
)


class OffsetWrong(Refused):
    """409: the bytes offered do not begin where the file ends so far, at `offset`."""

    def __init__(self, offset: int) -> None:
        said = gettext(
            "Bagian ini tidak bersambung: yang sudah tersimpan %(offset)s byte. Lanjutkan dari sana."
        )
        super().__init__("offset_mismatch", said % {"offset": offset})
        self.offset = offset


class SessionLocked(Refused):
    """423: another request is adding to the same file at this moment."""

    def __init__(self) -> None:
        super().__init__("session_locked", gettext("Bagian lain dari berkas ini sedang disimpan. Coba lagi."))


class SessionExpired(Refused):
    """410: nothing came for too long; what had come is thrown away."""

    def __init__(self) -> None:
        said = gettext("Pengiriman ini terlalu lama terhenti dan sudah dihapus. Mulailah dari awal.")
        super().__init__("session_expired", said)


class TooManySessions(Refused):
    """409: this person has too many unfinished files, or too many bytes announced."""

    def __init__(self, count: int) -> None:
        said = gettext(
            "Anda punya %(count)s berkas yang belum selesai dikirim. "
            "Lanjutkan atau buang salah satunya di halaman Unggah."
        )
        super().__init__("too_many_sessions", said % {"count": count})


class ChecksumWrong(Refused):
    """460 of the tus protocol: the bytes are not those that the sender hashed; none was kept."""

    def __init__(self) -> None:
        super().__init__("checksum_mismatch", gettext("Bagian ini rusak di jalan. Kirim ulang bagian ini."))


class KeyReused(Refused):
    """422: the Idempotency-Key stands for another call already; nothing was done."""

    def __init__(self) -> None:
        said = gettext("Idempotency-Key ini sudah dipakai untuk kiriman lain. Pakai kunci baru.")
        super().__init__("key_reused", said)
