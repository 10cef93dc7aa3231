"""Why something elsewhere could not be had, in words."""

from __future__ import annotations

from datasets.wording.fetching import reason


def test_codes_have_words_and_others_show_as_they_are() -> None:
    assert reason("address_refused") == "alamatnya di dalam jaringan tertutup"
    assert reason("status_404") == "servernya menjawab 404"
    assert reason("is_pdf") == "isinya bukan tabel"
    assert reason("entah") == "entah"
