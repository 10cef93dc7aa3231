"""The Python client and command line, downloaded from a fixed address."""

from __future__ import annotations

from pathlib import Path

from django.http import HttpResponse
from django.utils.translation import gettext
from rest_framework.request import Request

from api import client
from api.replies import set_attachment
from api.v1.base import ApiView
from datasets.rules.errors import Hidden

#: Names that are given away; nothing else of the folder is.
FILES = ("satudata_client.py", "satudata.py")


class ClientFileView(ApiView):
    """`GET client/satudata_client.py`, `GET client/satudata.py`."""

    known = None

    def get(self, request: Request, name: str) -> HttpResponse:
        """The file as it lies in this portal's own code, with an ETag."""
        if name not in FILES:
            raise Hidden(gettext("Alamat ini tidak ada di API."))
        content = (Path(client.__path__[0]) / name).read_bytes()
        response = HttpResponse(content, content_type="text/x-python; charset=utf-8")
        set_attachment(response, name)
        return response
