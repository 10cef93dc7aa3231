"""A peer of `pages`: rows by a ModelSerializer, one page of 100, as REST framework's tutorial shows it.

A Django project in one file, on the same PostgreSQL and the table that BENCH_TABLE names.
"""

from __future__ import annotations

import os

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="pengukuran",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["rest_framework"],
    USE_TZ=False,
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": os.environ["BENCH_NAME"],
            "USER": os.environ["BENCH_USER"],
            "HOST": os.environ["BENCH_HOST"],
            "CONN_MAX_AGE": None,
        }
    },
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": [],
        "DEFAULT_PERMISSION_CLASSES": [],
        "UNAUTHENTICATED_USER": None,
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    },
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import models  # noqa: E402
from django.urls import path  # noqa: E402
from rest_framework import generics, serializers  # noqa: E402


class Row(models.Model):
    """A row of the workload."""

    n = models.BigIntegerField(primary_key=True, db_column="_n")
    nomor = models.TextField()
    tanggal = models.DateField()
    bulan = models.TextField()
    kode_kecamatan = models.TextField()
    kecamatan = models.TextField()
    layanan = models.TextField()
    kanal = models.TextField()
    jumlah = models.BigIntegerField()
    biaya = models.DecimalField(max_digits=20, decimal_places=2)
    menit = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    alamat = models.TextField()
    keterangan = models.TextField()

    class Meta:
        app_label = "bench"
        managed = False
        db_table = f'"rows"."{os.environ["BENCH_TABLE"]}"'

    def __str__(self) -> str:
        return self.nomor


class RowSerializer(serializers.ModelSerializer[Row]):
    """Every column."""

    class Meta:
        model = Row
        exclude = ("n",)


class Rows(generics.ListAPIView[Row]):
    """The first hundred rows of an area, in their order."""

    serializer_class = RowSerializer

    def get_queryset(self) -> models.QuerySet[Row]:
        """Filtered by the address."""
        area = self.request.query_params.get("kode_kecamatan", "")
        return Row._default_manager.filter(kode_kecamatan=area).order_by("n")[:100]


urlpatterns = [path("", Rows.as_view())]
application = get_wsgi_application()
