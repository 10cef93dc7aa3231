"""The pages that say what went wrong and what one can do: 400, 403, 404, 409, 410, 500."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _

from datasets.pages.context import colours_of
from datasets.rules.errors import Denied, Gone, Hidden, IllegalMove, NotReady

View = Callable[..., HttpResponseBase]


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the address or the form is malformed."""
    return _page(
        request, 400, _("Permintaan ini tidak dapat dibaca"), _("Periksa alamat atau ulangi dari awal.")
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: known, but not for this person."""
    told = exception.message if isinstance(exception, Denied) else ""
    advice = told or _("Halaman ini hanya untuk petugas yang berwenang.")
    return _page(request, 403, _("Anda tidak berwenang membuka halaman ini"), str(advice))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: not there, or not to be known of."""
    return _page(
        request,
        404,
        _("Halaman tidak ditemukan"),
        _("Alamatnya mungkin salah ketik atau sudah berubah. Cari datanya di bawah ini."),
    )


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form that was open too long, or came from elsewhere."""
    return _page(
        request,
        403,
        _("Formulir ini sudah kedaluwarsa"),
        _("Kembali ke halaman sebelumnya, muat ulang, lalu kirim lagi. Izinkan kuki untuk situs ini."),
    )


def gone(request: HttpRequest, error: Gone) -> HttpResponse:
    """410: withdrawn, with the reason and the date (DOMAIN req. 37)."""
    context = {"title": error.title, "reason": error.reason, "at": error.at}
    return render(request, "pages/gone.html", context, status=410)


def conflict(request: HttpRequest, error: IllegalMove | NotReady) -> HttpResponse:
    """409: the thing has moved on, or is not ready for this step."""
    return _page(request, 409, _("Langkah ini tidak dapat dilakukan sekarang"), str(error))


def server_error(request: HttpRequest) -> HttpResponse:
    """500: needs neither database nor style sheet, and names the incident."""
    context = {
        "city": settings.CITY,
        "colours": colours_of(settings.CITY),
        "incident": request.META.get("REQUEST_ID", ""),
    }
    return HttpResponse(loader.render_to_string("pages/500.html", context), status=500)


def as_page(view: View) -> View:
    """The view, with the refusals of `datasets.rules` turned into pages."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Denied as error:
            return forbidden(request, error)
        except Hidden as error:
            return not_found(request, error)
        except Gone as error:
            return gone(request, error)
        except (IllegalMove, NotReady) as error:
            return conflict(request, error)

    return guarded


def _page(request: HttpRequest, status: int, title: str, advice: str) -> HttpResponse:
    context = {"status": status, "title": title, "advice": advice}
    return render(request, "pages/error.html", context, status=status)
