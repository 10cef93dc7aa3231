"""The administrator's forms about accounts; what is acceptable is decided by the verbs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from datasets.models import Organization, User
from datasets.pages.forms import PortalForm
from datasets.vocab import Role
from datasets.wording.labels import choices


class AccountForm(PortalForm):
    """Who somebody is for the portal: name, address, role, and the office where the role has one."""

    name = forms.CharField(
        label=_("Nama lengkap"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    email = forms.EmailField(
        label=_("Alamat surel kantor"),
        max_length=254,
        help_text=_("Undangan dan tautan kata sandi dikirim ke sini. Hanya administrator yang melihatnya."),
        error_messages={"invalid": _("Tulis alamat surel lengkap, misal nama@kota.go.id.")},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Peran"), choices=choices(Role))
    organization = forms.ModelChoiceField(
        Organization.objects.none(),
        label=_("OPD"),
        required=False,
        empty_label=_("Seluruh kota"),
        help_text=_("Wajib untuk Produsen data dan Walidata pendukung; peran lain untuk seluruh kota."),
        error_messages={"invalid_choice": _("Pilih OPD dari daftar.")},
    )

    def __init__(self, *args: Any, account: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = Q(pk=account.organization_id) if account and account.organization_id else Q(pk__in=())
        offices: Any = self.fields["organization"]
        offices.queryset = Organization.objects.filter(Q(is_active=True) | kept)


class NewAccountForm(AccountForm):
    """The same, with the name to sign in with, which stays."""

    username = forms.CharField(
        label=_("Nama pengguna"),
        max_length=80,
        help_text=_("Untuk masuk; tidak dapat diganti kelak. Misal: sari.dlh"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    field_order = ("name", "username", "email", "role", "organization")


class SureForm(PortalForm):
    """A tick that says: yes, I mean it. Works where no script asks again."""

    sure = forms.BooleanField(
        label=_("Ya, saya yakin"), error_messages={"required": _("Centang dahulu bahwa Anda yakin.")}
    )
