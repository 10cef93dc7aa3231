"""Addresses of the staff pages: sign-in, the account, the desk, the way of a file, the review."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from datasets.pages import (
    account,
    accounts,
    desk,
    dictionary,
    register,
    repairs,
    reset,
    review,
    send,
    sign_in,
    uploads,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("masuk", sign_in.sign_in, name="masuk"),
    path("keluar", sign_in.sign_out, name="keluar"),
    path("akun", account.profile, name="akun"),
    path("akun/sandi", account.change_password, name="sandi_ubah"),
    path("akun/sandi/lupa", reset.forgotten, name="sandi_lupa"),
    path("akun/sandi/baru/<uidb64>/<token>", reset.NewPassword.as_view(), name="sandi_baru"),
    path("akun/token", account.tokens, name="token"),
    path("akun/token/<uuid:token_id>/cabut", account.end_token, name="token_cabut"),
    path("kerja", desk.desk, name="kerja"),
    path("kerja/daftar-data", desk.data_list, name="daftar_data"),
    path("kerja/dataset/baru", register.new, name="dataset_baru"),
    path("kerja/dataset/<slug:slug>", register.edit, name="dataset_ubah"),
    path("kerja/dataset/<slug:slug>/kolom", register.columns, name="dataset_kolom"),
    path("kerja/dataset/<slug:slug>/templat.xlsx", dictionary.template, name="dataset_templat"),
    path("kerja/dataset/<slug:slug>/hapus", register.delete, name="dataset_hapus"),
    path("kerja/dataset/<slug:slug>/tarik", register.withdraw, name="dataset_tarik"),
    path("kerja/unggah", uploads.choose, name="unggah_pilih"),
    path("kerja/unggah/<slug:slug>", send.send, name="unggah"),
    path("kerja/unggahan/<uuid:upload_id>", uploads.show, name="unggahan"),
    path("kerja/unggahan/<uuid:upload_id>/pantau", uploads.watch, name="unggahan_pantau"),
    path("kerja/unggahan/<uuid:upload_id>/asli", uploads.original, name="unggahan_asli"),
    path("kerja/unggahan/<uuid:upload_id>/temuan.xlsx", uploads.annotated, name="unggahan_temuan"),
    path("kerja/unggahan/<uuid:upload_id>/ajukan", uploads.submit, name="unggahan_ajukan"),
    path("kerja/unggahan/<uuid:upload_id>/batal", uploads.cancel, name="unggahan_batal"),
    path("kerja/unggahan/<uuid:upload_id>/jawab", uploads.answer, name="unggahan_jawab"),
    path("kerja/unggahan/<uuid:upload_id>/perbaiki", repairs.repair, name="unggahan_perbaiki"),
    path("kerja/unggahan/<uuid:upload_id>/baris", repairs.rows, name="unggahan_baris"),
    path("kerja/unggahan/<uuid:upload_id>/perbaiki/batal", repairs.undo, name="unggahan_perbaiki_batal"),
    path("kerja/unggahan/<uuid:upload_id>/setujui", review.approve, name="unggahan_setujui"),
    path("kerja/unggahan/<uuid:upload_id>/kembalikan", review.send_back, name="unggahan_kembalikan"),
    path("kerja/tinjau", review.queue, name="tinjau"),
    path("kerja/pengguna", accounts.listed, name="pengguna_daftar"),
    path("kerja/pengguna/baru", accounts.new, name="pengguna_baru"),
    path("kerja/pengguna/<uuid:account_id>", accounts.edit, name="pengguna"),
    path("kerja/pengguna/<uuid:account_id>/undang", accounts.invite, name="pengguna_undang"),
    path("kerja/pengguna/<uuid:account_id>/tutup", accounts.close, name="pengguna_tutup"),
    path("kerja/pengguna/<uuid:account_id>/buka", accounts.reopen, name="pengguna_buka"),
]
