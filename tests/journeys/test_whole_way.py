"""One dataset's whole way: from Sari's spreadsheet to the citizen's download and the mayor's figure."""

from __future__ import annotations

import hashlib
import json
import re
from decimal import Decimal
from pathlib import Path
from threading import Event

import pytest
from playwright.sync_api import Page, expect

from tests.datasets.outbox.test_signing import verified
from tests.journeys.conftest import NewContext, SignIn
from tests.journeys.portal import SLUG, Portal, sample
from tests.receiver import Asked, plain, serving

pytestmark = [pytest.mark.journey, pytest.mark.browser, pytest.mark.xdist_group("portal")]

INDICATOR = "/kinerja/dinas-lingkungan-hidup/IKU-DLH-01?tahun=2026"
BAD_ROWS = """bulan;kode kecamatan;kecamatan;timbulan (ton);terangkut (ton);terpilah (ton);ritase
2026-11;82.71.02;Ternate Selatan;1.480,5;dua belas;60,2;300
2026-11;82.71.99;Entah;930,1;800,4;41,0;-5
"""


def send(page: Page, file: Path, period: str) -> None:
    """Send a file through the form and wait until it has been checked."""
    page.goto(f"/kerja/unggah/{SLUG}")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_label("Periode").fill(period)
    page.get_by_role("button", name="Kirim dan periksa").click()
    page.wait_for_url(re.compile(r"/kerja/unggahan/[0-9a-f-]{36}$"))
    expect(page.locator("[data-pantau]")).to_have_count(0, timeout=60_000)


def figure(portal: Portal) -> str:
    """The realisation that the mayor's page shows, as text."""
    page = portal.get(INDICATOR).body.decode()
    found = re.search(r'<h2>Realisasi</h2>\s*<div class="nilai">(.*?)</div>', page, re.DOTALL)
    assert found, page[:2000]
    return re.sub(r"<[^>]+>", "", found[1]).strip()


def status_of(page: Page, address: str) -> int:
    """What an address answers to this person's browser."""
    answer = page.goto(address)
    assert answer is not None
    return answer.status


def decide(page: Page, address: str, button: str, note: str = "") -> None:
    """Open an upload and press a button of the decision bar, with a note."""
    page.goto(address)
    if note:
        page.get_by_role("textbox", name=re.compile("^Catatan")).fill(note)
    page.get_by_role("button", name=button).click()
    page.wait_for_load_state()


def test_a_bad_file_is_told_cell_by_cell_and_a_good_one_reaches_the_mayor(
    portal: Portal, signed_in: SignIn, new_context: NewContext, tmp_path: Path
) -> None:
    sari, wati, budi, bima = (signed_in(name) for name in ("sari", "wati", "budi", "bima"))
    before = figure(portal)

    bad = tmp_path / "sampah november salah.csv"
    bad.write_text(BAD_ROWS, encoding="utf-8")
    send(sari, bad, "2026-11")
    expect(sari.get_by_role("heading", name=re.compile("menahan terbit"))).to_be_visible()
    body = sari.locator("main")
    for said in ("E2", "dua belas", "B3", "82.71.99", "G3"):
        expect(body).to_contain_text(said)
    expect(sari.get_by_role("button", name="Ajukan untuk terbit")).to_have_count(0)

    good = sample(tmp_path, "2026-11")
    send(sari, good, "2026-11")
    address = sari.url
    expect(sari.get_by_role("heading", name="Bila diterbitkan")).to_be_visible()
    sari.reload()
    decide(sari, address, "Ajukan untuk terbit", "Data November, sudah dicek.")

    assert status_of(budi, address) == 404
    nobody = new_context().new_page()
    nobody.goto(address)
    assert nobody.url.endswith(f"/masuk?next={address.removeprefix(portal.url)}")
    expect(sari.get_by_role("button", name="Setujui dan terbitkan")).to_have_count(0)

    decide(wati, address, "Kembalikan dengan catatan", "Tuangkan juga ritase Hiri.")
    sari.goto(address)
    expect(sari.locator("main")).to_contain_text("Tuangkan juga ritase Hiri.")
    sari.get_by_role("button", name="Periksa ulang berkas ini").click()
    expect(sari.locator("[data-pantau]")).to_have_count(0, timeout=60_000)
    decide(sari, address, "Ajukan untuk terbit")
    assert figure(portal) == before

    decide(wati, address, "Setujui dan terbitkan")
    decide(bima, address, "Setujui dan terbitkan")
    upload = address.rsplit("/", 1)[-1]
    portal.until_state(upload, portal.token("sari", "publish"), 90, lambda state: state == "published")
    assert figure(portal) != before
    sha256 = hashlib.sha256(good.read_bytes()).hexdigest()
    follow_the_figure_to_its_rows(portal, signed_in("walikota"), sha256)


def follow_the_figure_to_its_rows(portal: Portal, mayor: Page, sha256: str) -> None:
    """The mayor clicks from the figure to formula, rows, version, checksum, office and role."""
    mayor.goto("/kinerja?tahun=2026")
    mayor.get_by_role("link", name="Persentase sampah terangkut").first.click()
    main = mayor.locator("main")
    expect(main).to_contain_text("Jumlah baris sama dengan angka di atas")
    version = portal.get(f"/api/v1/datasets/{SLUG}").json["version"]
    for said in (
        "Sampah terangkut (ton) dibagi timbulan",
        sha256,
        "Dinas Lingkungan Hidup",
        "Pembina data",
        f"Versi {version}",
    ):
        expect(main).to_contain_text(said)
    rows = portal.get(f"/api/v1/datasets/{SLUG}/rows?bulan__gte=2026-01&limit=1000").json["rows"]
    taken = sum(Decimal(str(row["terangkut_ton"])) for row in rows)
    made = sum(Decimal(str(row["timbulan_ton"])) for row in rows)
    shown = re.sub(r"[^0-9,]", "", figure(portal)).replace(",", ".")
    assert round(100 * taken / made, 1) == Decimal(shown)


def test_nobody_signed_in_finds_reads_and_downloads_what_the_api_gives(
    portal: Portal, new_context: NewContext, tmp_path: Path
) -> None:
    page = new_context(accept_downloads=True).new_page()
    page.goto("/")
    page.get_by_role("searchbox").first.fill("lokasi penampungan sampah")
    page.get_by_role("searchbox").first.press("Enter")
    page.get_by_role("link", name="Lokasi tempat penampungan sampah").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lokasi tempat penampungan sampah")
    with page.expect_download() as waiting:
        page.locator("#unduh").get_by_role("link", name="CSV").click()
    target = tmp_path / "lokasi.csv"
    waiting.value.save_as(target)
    lines = target.read_text(encoding="utf-8-sig").splitlines()
    total = portal.get("/api/v1/datasets/lokasi-tps/rows?limit=1").json["total"]
    assert len(lines) == total + 1
    raw = portal.get("/api/v1/datasets/lokasi-tps/rows.csv").body.decode().splitlines()
    assert lines[1:] == raw[1:]


def test_a_described_dataset_can_be_made_and_deleted_while_a_draft(signed_in: SignIn) -> None:
    sari, budi = signed_in("sari"), signed_in("budi")
    sari.goto("/kerja/dataset/baru")
    sari.get_by_label("Judul").fill("Bank sampah aktif")
    sari.get_by_label("Isinya apa?").fill("Bank sampah yang aktif di setiap kelurahan.")
    sari.get_by_label("Topik").select_option("persampahan")
    sari.get_by_label("Diperbarui").select_option("annual")
    sari.get_by_role("button", name="Simpan draf dan lanjut").click()
    sari.wait_for_load_state()
    assert status_of(budi, "/kerja/dataset/bank-sampah-aktif") == 404
    assert status_of(budi, "/dataset/bank-sampah-aktif") == 404
    assert status_of(sari, "/kerja/dataset/bank-sampah-aktif") == 200
    sari.get_by_role("button", name="Hapus draf").click()
    sari.get_by_role("dialog").get_by_role("button", name="Hapus draf").click()
    sari.wait_for_url("**/kerja/daftar-data**")
    assert status_of(sari, "/kerja/dataset/bank-sampah-aktif") == 404


def test_withdrawn_data_says_why_and_when_and_tells_who_listens(portal: Portal) -> None:
    reviewer = portal.token("wati", "review")
    heard = Event()

    def listen(asked: Asked) -> bytes:
        heard.set()
        return plain(b"diterima")

    with serving(listen) as system:
        hook = {"url": f"{system.url}/webhook", "dataset": "harga-pangan"}
        secret = portal.post("/api/v1/webhooks", hook, portal.token("budi", "publish")).json["secret"]
        answer = portal.post(
            "/api/v1/datasets/harga-pangan/withdraw", {"reason": "Diganti sumber resmi."}, reviewer
        )
        assert answer.status == 200, answer.body
        assert heard.wait(90), "the worker sent nothing"
    (asked,) = system.asked
    assert json.loads(asked.body)["data"]["note"] == "Diganti sumber resmi."
    message, timestamp, signed = (
        asked.headers[f"webhook-{name}"] for name in ("id", "timestamp", "signature")
    )
    assert verified(secret, message, timestamp, signed, asked.body)
    for path in (
        "/dataset/harga-pangan",
        "/api/v1/datasets/harga-pangan",
        "/api/v1/datasets/harga-pangan/rows",
    ):
        gone = portal.get(path)
        assert gone.status == 410
        assert "Diganti sumber resmi." in gone.body.decode()
