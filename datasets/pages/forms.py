"""The short forms of the staff pages; what they mean is decided by rules and actions, not here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.core.validators import MaxLengthValidator
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext_lazy as _

from datasets.rules.errors import Invalid
from datasets.vocab import Scope
from datasets.wording.labels import choices

_RENDERER = DjangoTemplates()


class PortalForm(forms.Form):
    """Base of our forms: fields look as the portal's do, and say what is missing in its words."""

    default_renderer = _RENDERER

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)


def dress(form: forms.BaseForm) -> None:
    """Give the fields their class and their sentence for an empty answer."""
    for field in form.fields.values():
        if not isinstance(field.widget, forms.CheckboxInput | forms.RadioSelect):
            field.widget.attrs.setdefault("class", "isian")
        if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
            field.error_messages["required"] = _("Isi bagian ini.")


class SignInForm(AuthenticationForm):
    """Name and password; the same sentence for an unknown name, a wrong password, a closed account."""

    default_renderer = _RENDERER
    error_messages: dict[str, Any] = {  # noqa: RUF012 - as Django types it
        "invalid_login": _("Nama pengguna atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi."),
        "inactive": _("Nama pengguna atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Nama pengguna")
        self.fields["username"].validators.append(
            MaxLengthValidator(80, _("Nama pengguna paling panjang 80 huruf."))
        )
        self.fields["password"].label = _("Kata sandi")
        dress(self)

    def confirm_login_allowed(self, user: Any) -> None:
        """A closed account answers as an unknown one does."""
        if not user.is_active:
            raise self.get_invalid_login_error()


class NewPasswordForm(SetPasswordForm):  # type: ignore[type-arg]
    """A new password, twice, held to the password policy."""

    default_renderer = _RENDERER
    error_messages: dict[str, Any] = {  # noqa: RUF012 - as Django types it
        "password_mismatch": _("Kedua kata sandi tidak sama. Ketik ulang yang kedua.")
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_passwords(self)


class ChangePasswordForm(PasswordChangeForm):
    """The password of today, then a new one, twice."""

    default_renderer = _RENDERER
    error_messages: dict[str, Any] = {  # noqa: RUF012 - as Django types it
        **NewPasswordForm.error_messages,
        "password_incorrect": _("Kata sandi sekarang tidak cocok. Ketik ulang."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("Kata sandi sekarang")
        _word_passwords(self)


def _word_passwords(form: forms.BaseForm) -> None:
    form.fields["new_password1"].label = _("Kata sandi baru")
    form.fields["new_password1"].help_text = str(
        _("Paling sedikit 12 huruf. Beberapa kata yang Anda ingat lebih baik daripada satu kata yang rumit.")
    )
    form.fields["new_password2"].label = _("Ketik ulang kata sandi baru")
    form.fields["new_password2"].help_text = ""
    dress(form)


class ForgottenForm(PortalForm):
    """Where to send the link for a new password."""

    email = forms.EmailField(
        label=_("Alamat surel kantor"),
        max_length=254,
        error_messages={"invalid": _("Tulis alamat surel lengkap, misal nama@kota.go.id.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class TokenForm(PortalForm):
    """A token for another system: what for, what it may do, how long."""

    name = forms.CharField(
        label=_("Dipakai untuk"), max_length=100, help_text=_("Misal: Aplikasi timbangan TPA.")
    )
    scope = forms.ChoiceField(label=_("Boleh"), choices=choices(Scope))
    days = forms.IntegerField(
        label=_("Berlaku (hari)"),
        min_value=1,
        max_value=365,
        initial=90,
        error_messages={"invalid": _("Tulis angka, misal 90.")},
    )


class UploadForm(PortalForm):
    """A file for a dataset, its period where each file is one period, and a note for the reviewer."""

    file = forms.FileField(
        label=_("Berkas"),
        allow_empty_file=True,
        max_length=None,
        error_messages={"required": _("Pilih berkas yang akan dikirim.")},
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xls,.ods,.json,.geojson,.zip,.gz"}),
    )
    period = forms.CharField(label=_("Periode"), max_length=12, required=False)
    note = forms.CharField(
        label=_("Catatan untuk pemeriksa"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def tell(form: forms.Form, error: Invalid) -> None:
    """Put each fault of a refusal beside the field it is about."""
    for fault in error.faults:
        form.add_error(fault.field if fault.field in form.fields else None, fault.message)
