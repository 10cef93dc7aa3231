"""One thing becomes a draft and an upload, once; its file is asked for each time, and read when it moved."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytest_django import Settings

from datasets.harvest.remote import File, Remote, Unreadable
from datasets.harvest.take import take
from datasets.models import Dataset, Source, SourceItem, Upload
from datasets.rules.errors import Refused as RuleRefused
from datasets.vocab import UploadState
from datasets.vocab_harvest import ItemState, Outcome, SourceKind
from satudata.outgoing import Refused
from tests.datasets.harvest.conftest import CSV, Elsewhere, NewSource
from tests.receiver import Asked, plain


@pytest.fixture
def source(new_source: NewSource, elsewhere: Elsewhere) -> Source:
    return new_source(SourceKind.LISTING, f"{elsewhere.url}/daftar")


@pytest.fixture
def remote(elsewhere: Elsewhere) -> Remote:
    elsewhere.at["/gizi.csv"] = plain(CSV)
    file = File(f"{elsewhere.url}/gizi.csv")
    return Remote("7", "Gizi balita", "Per puskesmas.", "2026-11", "https://a.example/7", ("anak",), (file,))


@pytest.fixture
def item(source: Source) -> SourceItem:
    return SourceItem(source=source, remote_id="7")


def test_a_new_thing_is_a_draft_with_a_file_that_waits(
    source: Source, item: SourceItem, remote: Remote
) -> None:
    assert take(source, item, remote) is Outcome.NEW
    of, upload = Dataset.objects.get(), Upload.objects.get()
    assert (of.title, of.organization, of.created_by) == ("Gizi balita", source.organization, source.sender)
    assert "https://a.example/7" in of.description
    assert (of.tags, of.live_version) == (["anak"], None)
    assert (upload.state, upload.uploaded_by, upload.filename) == (
        UploadState.RECEIVED, source.sender, "gizi.csv",
    )  # fmt: skip
    item.refresh_from_db()
    assert (item.dataset, item.last_upload, item.state, item.modified) == (
        of,
        upload,
        ItemState.ACTIVE,
        "2026-11",
    )


def test_what_did_not_move_is_not_taken_again(source: Source, item: SourceItem, remote: Remote) -> None:
    take(source, item, remote)
    assert take(source, item, remote) is Outcome.SAME
    assert take(source, item, replace(remote, modified="")) is Outcome.SAME
    assert Upload.objects.count() == 1


def test_what_changed_comes_to_the_same_dataset(
    source: Source, item: SourceItem, remote: Remote, elsewhere: Elsewhere
) -> None:
    take(source, item, remote)
    elsewhere.at["/gizi.csv"] = plain(CSV + b"2026-11,700\n")
    assert take(source, item, remote) is Outcome.SAME  # by the source's own word it did not change
    assert take(source, item, replace(remote, modified="2026-12")) is Outcome.CHANGED
    assert (Dataset.objects.count(), Upload.objects.count()) == (1, 2)


def test_the_servers_own_word_is_asked_with(
    source: Source, item: SourceItem, remote: Remote, elsewhere: Elsewhere
) -> None:
    def answer(asked: Asked) -> bytes:
        known = asked.headers.get("if-none-match") == '"a"'
        return plain(b"", "304 Not Modified") if known else plain(CSV, ETag='"a"')

    elsewhere.at["/gizi.csv"] = answer
    silent = replace(remote, modified="")
    take(source, item, silent)
    assert take(source, item, silent) is Outcome.SAME
    assert [asked.headers.get("if-none-match") for asked in elsewhere.server.asked] == [None, '"a"']


def test_a_title_that_the_office_has_gets_the_sources_name(
    source: Source, item: SourceItem, remote: Remote
) -> None:
    take(source, item, remote)
    other = SourceItem(source=source, remote_id="8")
    take(source, other, replace(remote, id="8"))
    assert sorted(Dataset.objects.values_list("title", flat=True)) == [
        "Gizi balita", "Gizi balita (Sumber listing)",
    ]  # fmt: skip


def test_what_is_no_table_leaves_no_draft(
    source: Source, item: SourceItem, remote: Remote, elsewhere: Elsewhere
) -> None:
    for body in (b"%PDF-1.7 ...", b""):
        elsewhere.at["/gizi.csv"] = plain(body)
        with pytest.raises(RuleRefused):
            take(source, item, remote)
    with pytest.raises(Unreadable, match="no_table_file"):
        take(source, item, replace(remote, files=(File("https://a.example/a.pdf"),)))
    assert not Dataset.objects.exists()
    assert not Upload.objects.exists()


def test_dead_private_and_too_large_files_are_told(
    source: Source, item: SourceItem, remote: Remote, elsewhere: Elsewhere, settings: Settings
) -> None:
    with pytest.raises(Unreadable, match="status_404"):
        take(source, item, replace(remote, files=(File(f"{elsewhere.url}/lain.csv"),)))
    with pytest.raises(Refused, match="address_refused"):
        take(source, item, replace(remote, files=(File("http://169.254.169.254/a.csv"),)))
    elsewhere.at["/pindah.csv"] = plain(b"", "302 Found", Location="http://10.0.0.1/a.csv")
    with pytest.raises(Refused, match="address_refused"):
        take(source, item, replace(remote, files=(File(f"{elsewhere.url}/pindah.csv"),)))
    settings.MAX_UPLOAD_BYTES = 10
    with pytest.raises(Refused, match="too_large"):
        take(source, item, remote)
    assert not Dataset.objects.exists()
