"""Forms that describe a dataset: the short one for a new one, the whole one in sections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from datasets.models import Dataset
from datasets.pages.forms import PortalForm
from datasets.vocab import Access, Accumulation, Frequency, License, Topic
from datasets.wording.labels import choices

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _text(label: Words, hint: Words = "", rows: int = 2, *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _line(label: Words, most: int, hint: Words = "", *, required: bool = False) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, help_text=hint, required=required)


class NewDatasetForm(PortalForm):
    """Enough to name a dataset and send its first file; the rest is asked before publication.

    `offices` are those that walidata may register for; without any, the person's own office is meant.
    """

    organization = forms.ChoiceField(label=_("OPD pemilik data"))
    title = _line(
        _("Judul"), 200, _("Sebut isinya, bukan tahunnya. Misal: Sampah terangkut ke TPA."), required=True
    )
    description = _text(_("Isinya apa?"), _("Satu atau dua kalimat untuk warga."), 3, required=True)
    topic = forms.ChoiceField(label=_("Topik"), choices=choices(Topic))
    frequency = forms.ChoiceField(
        label=_("Diperbarui"), choices=choices(Frequency), initial=Frequency.MONTHLY
    )
    accumulation = forms.ChoiceField(
        label=_("Setiap berkas"),
        choices=choices(Accumulation),
        initial=Accumulation.WHOLE,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, offices: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        office = self.fields["organization"]
        assert isinstance(office, forms.ChoiceField)
        office.choices = list(offices)
        if not office.choices:
            del self.fields["organization"]


class Commas(forms.CharField):
    """Several values in one line, with commas between."""

    def prepare_value(self, value: Any) -> Any:
        """A list as the line people type."""
        return ", ".join(str(item) for item in value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        """The line as a list without empty values."""
        return [item.strip() for item in str(value or "").split(",") if item.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compared as lists."""
        return bool(list(initial or []) != self.to_python(data))


class Years(Commas):
    """Years in one line, with commas between."""

    def to_python(self, value: Any) -> Any:
        """Each a whole number of this age."""
        years = super().to_python(value)
        if not all(year.isdecimal() and 2000 <= int(year) <= 2100 for year in years):
            raise forms.ValidationError(_("Tulis tahun empat angka, dipisah koma. Misal: 2026, 2027."))
        return [int(year) for year in years]


class DatasetForm(PortalForm):
    """Everything said about a dataset; `SECTIONS` is how the page orders it."""

    title = _line(_("Judul"), 200, required=True)
    description = _text(_("Isinya apa?"), _("Satu atau dua kalimat untuk warga."), 3, required=True)
    topic = forms.ChoiceField(label=_("Topik"), choices=choices(Topic))
    tags = Commas(
        label=_("Kata kunci"),
        max_length=600,
        required=False,
        help_text=_("Dipisah koma, misal: sampah, TPA."),
    )
    frequency = forms.ChoiceField(label=_("Diperbarui"), choices=choices(Frequency))
    accumulation = forms.ChoiceField(label=_("Setiap berkas"), choices=choices(Accumulation))
    next_release = forms.DateField(
        label=_("Rilis berikutnya"),
        required=False,
        widget=_DAY,
        error_messages={"invalid": _("Tulis tanggal sebagai TTTT-BB-HH, misal 2026-12-05.")},
    )
    priority_years = Years(
        label=_("Data prioritas tahun"), max_length=200, required=False, help_text=_("Misal: 2026, 2027.")
    )

    concept = _text(_("Konsep"), _("Gagasan yang diukur. Misal: Pengelolaan sampah kota."))
    definition = _text(_("Definisi"), _("Apa yang dihitung dan apa yang tidak."), 3)
    classification = _text(_("Klasifikasi"), _("Pengelompokannya. Misal: Menurut kecamatan."))
    measure = _text(_("Ukuran"), _("Apa yang diukur. Misal: Berat."))
    unit = _line(_("Satuan"), 100, _("Misal: ton."))

    method = _text(_("Cara mengumpulkan"), "", 3)
    caveats = _text(
        _("Yang perlu diketahui pembaca"), _("Misal: jangan dibandingkan dengan tahun sebelum 2024.")
    )
    coverage = _line(_("Cakupan"), 200, _("Misal: Seluruh kecamatan, 2020–2026."))
    contact_name = _line(_("Nama kontak"), 150, _("Jabatan atau bagian, bukan nama orang."))
    contact_email = forms.EmailField(
        label=_("Surel kontak"),
        required=False,
        help_text=_("Surel kantor; ditampilkan kepada umum."),
        error_messages={"invalid": _("Tulis alamat surel lengkap, misal data@kota.go.id.")},
    )
    license = forms.ChoiceField(label=_("Lisensi"), choices=choices(License))

    access = forms.ChoiceField(label=_("Klasifikasi keterbukaan"), choices=choices(Access))
    access_basis = _line(_("Dasar hukum"), 300, _("Wajib bila terbatas atau tertutup."))
    access_test_number = _line(_("Nomor uji konsekuensi"), 100, _("Wajib bila terbatas atau tertutup."))
    access_review_on = forms.DateField(
        label=_("Ditinjau ulang pada"),
        required=False,
        widget=_DAY,
        help_text=_("Wajib bila terbatas atau tertutup."),
        error_messages={"invalid": _("Tulis tanggal sebagai TTTT-BB-HH, misal 2027-12-05.")},
    )

    is_sensitive = forms.BooleanField(
        label=_("Menghitung orang dalam urusan peka (penyakit, kemiskinan): ingatkan hitungan di bawah 5"),
        required=False,
    )

    has_row_search = forms.BooleanField(
        label=_("Sering dicari kata di dalam barisnya: susun indeks kata sesudah terbit"), required=False
    )

    SECTIONS: tuple[tuple[str, Promise, tuple[str, ...]], ...] = (
        (
            "pokok",
            _("Pokok"),
            (
                "title",
                "description",
                "topic",
                "tags",
                "frequency",
                "accumulation",
                "next_release",
                "priority_years",
            ),
        ),
        ("standar", _("Standar Data"), ("concept", "definition", "classification", "measure", "unit")),
        (
            "keterangan",
            _("Keterangan"),
            ("method", "caveats", "coverage", "contact_name", "contact_email", "license"),
        ),
        (
            "akses",
            _("Keterbukaan"),
            ("access", "access_basis", "access_test_number", "access_review_on"),
        ),
    )

    def sections(self) -> list[dict[str, Any]]:
        """The fields in the order of the page, by section."""
        return [
            {"id": name, "title": title, "fields": [self[field] for field in fields]}
            for name, title, fields in self.SECTIONS
        ]

    @classmethod
    def of(cls, dataset: Dataset, data: Mapping[str, Any] | None = None) -> DatasetForm:
        """The form filled with what the dataset says today."""
        return cls(data, initial={name: getattr(dataset, name) for name in cls.base_fields})


class ReasonForm(PortalForm):
    """Why something is withdrawn; the reason is shown to the public."""

    reason = forms.CharField(
        label=_("Alasan penarikan"),
        help_text=_("Ditampilkan kepada umum bersama tanggalnya."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Tulis alasannya: pembaca berhak tahu.")},
    )


def changed(form: forms.Form) -> dict[str, Any]:
    """What the person changed, by field: what was left alone is never written again."""
    return {name: form.cleaned_data[name] for name in form.changed_data}
