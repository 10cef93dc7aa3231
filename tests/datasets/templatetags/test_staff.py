"""The staff's menu shows what each may open; each state of an upload has a word with a shape."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from datasets.models import User
from datasets.vocab import Role, UploadState
from tests import factories


def menu(user: User, path: str = "/kerja") -> str:
    context = Context({"user": user, "request": RequestFactory().get(path)})
    return Template("{% load staff %}{% menu_staf %}").render(context)


def test_a_sender_may_upload_and_walidata_may_review(sari: User, wati: User) -> None:
    assert "/kerja/unggah" in menu(sari)
    assert "/kerja/tinjau" not in menu(sari)
    assert "/kerja/tinjau" in menu(wati)
    assert "/kerja/unggah" not in menu(wati)


@pytest.mark.parametrize(
    ("path", "words"),
    [("/kerja", "Meja kerja"), ("/kerja/unggahan/x", "Unggah"), ("/akun/token", "Akun")],
)
def test_exactly_the_page_of_now_is_marked(sari: User, path: str, words: str) -> None:
    text = menu(sari, path)
    assert text.count('aria-current="page"') == 1
    assert f'aria-current="page">{words}<' in text


@pytest.mark.parametrize("role", list(Role))
def test_each_role_has_a_menu(db: None, role: Role) -> None:
    of = "dinas-kesehatan" if role in (Role.PRODUSEN, Role.WALIDATA_PENDUKUNG) else ""
    assert "Daftar data" in menu(factories.person(f"p-{role}", role, of))


@pytest.mark.parametrize("state", list(UploadState))
def test_each_state_is_a_word_with_a_shape(state: UploadState) -> None:
    badge = Template("{% load staff %}{% keadaan state %}").render(Context({"state": state}))
    assert "<svg" in badge
    assert 'class="lcn' in badge
