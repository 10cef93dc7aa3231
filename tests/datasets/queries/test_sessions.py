"""What a sender sees of unfinished files."""

from __future__ import annotations

from datasets.actions.continue_session import continue_session
from datasets.actions.open_session import open_session
from datasets.models import User
from datasets.queries.sessions import session_view, unfinished, unfinished_for
from datasets.vocab import UploadState
from tests import factories


def test_unfinished_files_tell_how_far_they_are(sari: User, budi: User) -> None:
    waste, other = factories.dataset(), factories.dataset("lain")
    session = open_session(sari, waste, "a.csv", 1_000)
    open_session(sari, other, "b.csv", 10)
    continue_session(sari, session.pk, 0, [b"a,b\n" * 175])
    assert [(one.offset, one.percent) for one in unfinished(sari, waste)] == [(700, 70)]
    assert len(unfinished(sari)) == 2
    assert unfinished(budi) == []


def test_a_finished_one_shows_its_upload_and_is_not_listed(sari: User) -> None:
    waste = factories.dataset()
    factories.columns(waste)
    session = open_session(sari, waste, "a.csv", 4)
    assert session_view(sari, session)["upload"] is None
    done = continue_session(sari, session.pk, 0, [b"a,b\n"])
    assert session_view(sari, done)["upload"]["state"] == "received"
    assert unfinished(sari) == []


def test_a_corrected_file_on_its_way_stands_beside_the_upload_it_mends(sari: User, db: None) -> None:
    of = factories.dataset()
    upload = factories.upload(of, UploadState.FAILED)
    anew = open_session(sari, of, "a.csv", 10)
    mending = open_session(sari, of, "b.csv", 10, replaces=upload)
    assert [one.session for one in unfinished(sari, of)] == [anew]
    assert [one.session for one in unfinished_for(sari, upload)] == [mending]
    assert {one.session for one in unfinished(sari)} == {anew, mending}
    assert session_view(sari, mending)["replaces"] == str(upload.pk)
    assert session_view(sari, anew)["replaces"] is None
