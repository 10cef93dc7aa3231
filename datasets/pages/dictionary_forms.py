"""Forms of the data dictionary: one for each column, one for each rule between columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from datasets.models import CodeList, Column, Dataset, RowRule
from datasets.pages.dataset_forms import Commas, changed
from datasets.pages.forms import PortalForm
from datasets.vocab import ColumnRole, ColumnType, PersonalData, RowRuleKind
from datasets.wording.labels import choices

_NUMBER = {"invalid": _("Tulis angka dengan titik desimal, misal 0.5.")}
#: A file larger than this is no data dictionary.
MOST_SCHEMA_BYTES = 1 << 20


class Lines(Commas):
    """Several values, one a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        """A list as lines."""
        return "\n".join(str(item) for item in value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        """The lines as a list without empty ones."""
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]


def _number(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=False, max_digits=30, decimal_places=8, error_messages=_NUMBER
    )


class ColumnForm(PortalForm):
    """One column of the data dictionary, as far as its office may change it."""

    label = forms.CharField(label=_("Judul kolom"), max_length=300)
    definition = forms.CharField(
        label=_("Arti isinya"), required=False, max_length=4_000, widget=forms.Textarea(attrs={"rows": 2})
    )
    type = forms.ChoiceField(label=_("Jenis isi"), choices=choices(ColumnType))
    role = forms.ChoiceField(label=_("Kegunaan"), choices=choices(ColumnRole))
    unit = forms.CharField(label=_("Satuan"), required=False, max_length=60)
    is_required = forms.BooleanField(label=_("Wajib diisi"), required=False)
    is_key = forms.BooleanField(label=_("Bagian dari kunci baris"), required=False)
    minimum = _number(_("Nilai terkecil"))
    maximum = _number(_("Nilai terbesar"))
    decimals = forms.IntegerField(label=_("Angka desimal"), required=False, min_value=0, max_value=8)
    code_list = forms.ChoiceField(label=_("Daftar kode"), required=False)
    allowed = Lines(
        label=_("Isi yang diperbolehkan"), required=False, help_text=_("Satu per baris. Misal: baik.")
    )
    pattern = forms.CharField(
        label=_("Pola"),
        required=False,
        max_length=200,
        help_text=_("Ungkapan reguler untuk seluruh isi sel. Misal: [A-Z]{2}[0-9]{4}."),
    )
    aliases = Lines(
        label=_("Judul lain di berkas"), required=False, help_text=_("Satu per baris; juga dikenali.")
    )
    personal_data = forms.ChoiceField(label=_("Data pribadi"), required=False)

    def __init__(self, *args: Any, lists: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code_list"].choices = [("", _("tidak ada")), *lists]  # type: ignore[attr-defined]
        kinds = [("", _("tidak ada")), *choices(PersonalData)]
        self.fields["personal_data"].choices = kinds  # type: ignore[attr-defined]

    @classmethod
    def of(
        cls, column: Column, data: Mapping[str, Any] | None = None, lists: Sequence[tuple[str, str]] = ()
    ) -> ColumnForm:
        """The form of a column; its fields are named after the column's id."""
        initial = {name: getattr(column, name) for name in cls.base_fields if name != "code_list"}
        for name in ("minimum", "maximum"):
            value = initial[name]
            initial[name] = None if value is None else format(value.normalize(), "f")
        initial["code_list"] = column.code_list.slug if column.code_list else ""
        return cls(data, initial=initial, prefix=column.name, lists=lists)


class RowRuleForm(PortalForm):
    """One rule between columns; without a kind there is none."""

    kind = forms.ChoiceField(label=_("Aturan"), required=False)
    columns = forms.MultipleChoiceField(
        label=_("Kolom"), required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": "pilihan"})
    )
    target = forms.ChoiceField(
        label=_("Terhadap kolom"), required=False, help_text=_("Batasnya, totalnya, atau syaratnya.")
    )
    tolerance = forms.DecimalField(
        label=_("Selisih yang dibolehkan"), required=False, min_value=0, error_messages=_NUMBER
    )
    values = Commas(
        label=_("Bila isinya"), required=False, help_text=_("Dipisah koma; kosong berarti bila terisi.")
    )
    remove = forms.BooleanField(label=_("Hapus aturan ini"), required=False)

    def __init__(self, *args: Any, names: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("belum dipilih")), *choices(RowRuleKind)]  # type: ignore[attr-defined]
        self.fields["columns"].choices = list(names)  # type: ignore[attr-defined]
        self.fields["target"].choices = [("", _("belum dipilih")), *names]  # type: ignore[attr-defined]

    @property
    def is_kept(self) -> bool:
        """Whether the person wants this rule."""
        return bool(self.cleaned_data.get("kind")) and not self.cleaned_data.get("remove")

    def rule(self) -> dict[str, Any]:
        """The rule as the action takes it."""
        given = {name: self.cleaned_data[name] for name in ("kind", "columns", "target", "values")}
        return given | {"tolerance": self.cleaned_data.get("tolerance") or 0}


class SchemaForm(PortalForm):
    """A Table Schema to apply."""

    schema = forms.FileField(
        label=_("Berkas Table Schema"),
        help_text=_("JSON, paling besar 1 MB. Kolom yang tidak disebut tetap seperti semula."),
        error_messages={"required": _("Pilih berkasnya."), "empty": _("Berkas ini kosong.")},
    )
    is_adding = forms.BooleanField(
        label=_("Tambahkan juga kolom yang belum ada di kamus ini"), required=False
    )


@dataclass
class DictionaryForms:
    """Everything on the page: columns by id, rules in their order with empty ones at the end."""

    columns: dict[str, ColumnForm]
    rules: list[RowRuleForm]

    @classmethod
    def of(cls, dataset: Dataset, data: Mapping[str, Any] | None = None) -> DictionaryForms:
        """The forms filled with what holds today, or with what was sent."""
        columns = list(dataset.columns.select_related("code_list").order_by("position"))
        lists = list(CodeList.objects.order_by("title").values_list("slug", "title"))
        names = [(column.name, column.label) for column in columns]
        return cls(
            {column.name: ColumnForm.of(column, data, lists) for column in columns},
            list(_rule_forms(list(dataset.row_rules.all()), data, names)),
        )

    def is_valid(self) -> bool:
        """Whether every form is; each is asked, so that all faults show at once."""
        faulty = [form for form in self.forms if not form.is_valid()]
        return not faulty

    @property
    def forms(self) -> list[ColumnForm | RowRuleForm]:
        """All of them."""
        return [*self.columns.values(), *self.rules]

    def changes(self) -> list[dict[str, Any]]:
        """What the person changed of columns, each with its `name`."""
        return [{"name": name, **changed(form)} for name, form in self.columns.items() if form.has_changed()]

    def kept(self) -> list[RowRuleForm]:
        """The forms of the rules that are wanted."""
        return [form for form in self.rules if form.is_kept]


def _rule_forms(
    rules: Sequence[RowRule], data: Mapping[str, Any] | None, names: Sequence[tuple[str, str]]
) -> Iterable[RowRuleForm]:
    sent = len([name for name in data or () if name.startswith("aturan-") and name.endswith("-kind")])
    for place in range(len(rules) + 1 if data is None else sent):
        initial = {}
        if place < len(rules):
            rule = rules[place]
            initial = {name: getattr(rule, name) for name in ("kind", "columns", "target", "values")}
            initial["tolerance"] = format(rule.tolerance.normalize(), "f")
        yield RowRuleForm(data, initial=initial, prefix=f"aturan-{place}", names=names)
