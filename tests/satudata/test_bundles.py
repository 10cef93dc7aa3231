"""The style sheet that browsers get: all parts, in order, without what only people need."""

from __future__ import annotations

from satudata.bundles import BUNDLES, BundleFinder, bundle


def test_a_bundle_holds_every_part_and_no_comment() -> None:
    text = bundle("css/satudata.css")
    assert text.startswith("@layer reset, token, dasar, tata, komponen, halaman, cetak;")
    assert "/*" not in text
    for name in (".kepala", ".pahlawan", ".unduh", ".opdtbl", "@media print"):
        assert name in text, name


def test_the_finder_offers_each_bundle() -> None:
    listed = list(BundleFinder().list(None))
    assert [path for path, _storage in listed] == list(BUNDLES)
    path, storage = listed[0]
    assert storage.open(path).read() == bundle(path).encode()
    assert storage.get_modified_time(path)


def test_a_bundle_is_never_found_on_disk() -> None:
    assert BundleFinder().find("css/satudata.css") is None
    assert BundleFinder().find("css/satudata.css", find_all=True) == []
