"""The client's two files at their fixed address, and nothing else of that folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from api.client import __path__ as folder


@pytest.mark.parametrize("name", ["satudata_client.py", "satudata.py"])
def test_each_file_is_given_as_it_lies(nobody: Client, name: str) -> None:
    answer = nobody.get(f"/api/v1/client/{name}")
    assert answer.content == (Path(folder[0]) / name).read_bytes()
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert nobody.get(f"/api/v1/client/{name}", headers={"If-None-Match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize("name", ["__init__.py", "..", "satudata_client.pyc"])
def test_nothing_else_is(nobody: Client, name: str) -> None:
    assert nobody.get(f"/api/v1/client/{name}").status_code == 404
