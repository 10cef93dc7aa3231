"""The city's reference data: offices, areas with their BPS codes and spellings, code lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from datasets.city.entries import Entry, read_entry
from datasets.city.errors import CityError
from datasets.city.profile import OFFICE_CODE, City
from datasets.city.spellings import area_spellings, text_spellings
from datasets.city.tables import Row, once_each, read_rows

#: Slugs of the two lists that are built from tables of their own.
AREAS = "wilayah"
OFFICES = "perangkat-daerah"

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
AFFAIR_CODE = re.compile(r"\d\.\d{2}")
AREA_CODE = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?")
BPS_CODE = re.compile(r"\d{7}(\d{3})?")


@dataclass(frozen=True)
class OrganizationRow:
    """One office (OPD); `affairs` are bidang-urusan codes, the main one first."""

    code: str
    slug: str
    name: str
    abbreviation: str
    kind: str
    affairs: tuple[str, ...]
    is_sample: bool


@dataclass(frozen=True)
class Area:
    """One area by its Kemendagri code; `parent` is '' for the province."""

    code: str
    name: str
    level: str
    parent: str


@dataclass(frozen=True)
class AreaLink:
    """The BPS code and name of an area. The two codings differ in order: never convert by string."""

    bps_code: str
    bps_name: str
    level: str
    code: str


@dataclass(frozen=True)
class CodeRow:
    """One code of a list, with the spellings that mean it."""

    code: str
    name: str
    name_en: str = ""
    parent: str = ""
    level: str = ""
    aliases: tuple[str, ...] = ()
    extra: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CodeListRow:
    """A code list with all its codes, in order."""

    slug: str
    title: str
    title_en: str
    description: str
    source: str
    version: str
    codes: tuple[CodeRow, ...]


def read_organizations(city: City) -> Iterator[OrganizationRow]:
    """The offices of `opd.csv`; the walidata named in city.toml must be among them."""
    path = city.folder / "opd.csv"
    affairs = {affair.code for affair in read_affairs(city)}
    columns = ("code", "slug", "name", "abbreviation", "kind", "affairs", "sample")
    rows = ((row, _organization(row, affairs)) for row in read_rows(path, columns))
    offices = list(once_each(rows, lambda office: office.code))
    if city.walidata not in {office.code for office in offices}:
        raise CityError(f"city.toml: walidata {city.walidata} tidak ada di opd.csv.")
    yield from offices


def _organization(row: Row, known_affairs: set[str]) -> OrganizationRow:
    affairs = row.several("affairs")
    for affair in affairs:
        if affair not in known_affairs:
            raise row.error(f"bidang urusan {affair} tidak ada di affairs.csv.")
    return OrganizationRow(
        code=row.matching("code", OFFICE_CODE, "2.11.0.00.0.00.01.0000"),
        slug=row.matching("slug", SLUG, "dinas-kesehatan"),
        name=row.text("name"),
        abbreviation=row.optional("abbreviation"),
        kind=row.text("kind"),
        affairs=affairs,
        is_sample=row.yes("sample"),
    )


def read_affairs(city: City) -> Iterator[CodeRow]:
    """Bidang urusan (Permendagri 90/2019) from `affairs.csv`."""
    for affair in _read_codes(city, "affairs.csv"):
        if not AFFAIR_CODE.fullmatch(affair.code):
            raise CityError(f'affairs.csv: kode "{affair.code}" tidak dikenali. Contoh: 2.11.')
        yield affair


def read_units(city: City) -> Iterator[CodeRow]:
    """Units (satuan) from `units.csv`; the aliases are their synonyms (`%` for `persen`)."""
    return _read_codes(city, "units.csv")


def read_areas(city: City) -> Iterator[Area]:
    """The areas of `reference/wilayah.csv`, every parent before its children."""
    path = city.folder / "reference" / "wilayah.csv"
    known = {""}
    rows = ((row, _area(row)) for row in read_rows(path, ("code", "name", "level", "parent")))
    for area in once_each(rows, lambda area: area.code):
        if area.parent not in known or not area.code.startswith(area.parent):
            raise CityError(f"wilayah.csv: induk {area.parent} dari {area.code} tidak ada di atasnya.")
        known.add(area.code)
        yield area
    if city.region_code not in known:
        raise CityError(f"city.toml: region_code {city.region_code} tidak ada di wilayah.csv.")


def _area(row: Row) -> Area:
    code = row.matching("code", AREA_CODE, "82.71.02.1001")
    return Area(code, row.text("name"), row.text("level"), row.optional("parent"))


def read_area_crosswalk(city: City) -> Iterator[AreaLink]:
    """BPS code → Kemendagri code from `reference/wilayah_bps.csv`."""
    path = city.folder / "reference" / "wilayah_bps.csv"
    known = {area.code: area for area in read_areas(city)}
    rows = read_rows(path, ("bps_code", "bps_name", "level", "kemendagri_code"))
    yield from once_each(((row, _link(row, known)) for row in rows), lambda link: link.bps_code)


def _link(row: Row, known: dict[str, Area]) -> AreaLink:
    link = AreaLink(
        bps_code=row.matching("bps_code", BPS_CODE, "8271010005"),
        bps_name=row.text("bps_name"),
        level=row.text("level"),
        code=row.matching("kemendagri_code", AREA_CODE, "82.71.01.1001"),
    )
    if link.code not in known or known[link.code].level != link.level:
        raise row.error(f"{link.code} bukan {link.level} di wilayah.csv.")
    return link


def read_area_aliases(city: City) -> dict[str, tuple[str, ...]]:
    """Kemendagri code → spellings of its own from `reference/aliases.csv`."""
    known = {area.code for area in read_areas(city)}
    found: dict[str, tuple[str, ...]] = {}
    for row in read_rows(city.folder / "reference" / "aliases.csv", ("code", "alias")):
        code = row.text("code")
        if code not in known:
            raise row.error(f"{code} tidak ada di wilayah.csv.")
        found[code] = (*found.get(code, ()), row.text("alias"))
    return found


def read_code_lists(city: City) -> Iterator[CodeListRow]:
    """Every code list that columns may be bound to, areas and offices included.

    `code_lists.toml` describes them; a list without a `file` is built from its own table.
    """
    for entry in read_entry(city.folder / "code_lists.toml").parts("list"):
        yield _code_list(city, entry)


def _code_list(city: City, entry: Entry) -> CodeListRow:
    slug, file = entry.matching("slug", SLUG, "jenis-kelamin"), entry.optional("file")
    found = CodeListRow(
        slug=slug,
        title=entry.text("title"),
        title_en=entry.optional("title_en"),
        description=entry.optional("description"),
        source=entry.text("source"),
        version=entry.text("version"),
        codes=tuple(_read_codes(city, file) if file else _built(city, slug)),
    )
    entry.done()
    return found


def _built(city: City, slug: str) -> Iterator[CodeRow]:
    if slug == AREAS:
        return _area_codes(city)
    if slug == OFFICES:
        return _office_codes(city)
    raise CityError(f"code_lists.toml: daftar {slug} tidak menyebut file.")


def _area_codes(city: City) -> Iterator[CodeRow]:
    links = {link.code: link for link in read_area_crosswalk(city)}
    aliases = read_area_aliases(city)
    areas = list(read_areas(city))
    taken = {area.name.casefold() for area in areas}
    for area in areas:
        link = links.get(area.code)
        own = (*aliases.get(area.code, ()), *((link.bps_name,) if link else ()))
        spellings = area_spellings(area.name, area.level, own)
        extra = {"bps_code": link.bps_code, "bps_name": link.bps_name} if link else {}
        free = tuple(text for text in spellings if text.casefold() not in taken)
        taken.update(text.casefold() for text in free)
        yield CodeRow(area.code, area.name, "", area.parent, area.level, free, extra)


def _office_codes(city: City) -> Iterator[CodeRow]:
    for office in read_organizations(city):
        own = (office.abbreviation,) if office.abbreviation else ()
        aliases = text_spellings(office.name, own)
        yield CodeRow(office.code, office.name, level=office.kind, aliases=aliases)


def _read_codes(city: City, file: str) -> Iterator[CodeRow]:
    columns = ("code", "name", "name_en", "level", "aliases")
    rows = ((row, _code(row)) for row in read_rows(city.folder / file, columns))
    for code in once_each(rows, lambda code: code.code):
        yield replace(code, aliases=text_spellings(code.name, code.aliases))


def _code(row: Row) -> CodeRow:
    return CodeRow(
        code=row.text("code"),
        name=row.text("name"),
        name_en=row.optional("name_en"),
        level=row.optional("level"),
        aliases=row.several("aliases"),
    )


def all_codes(lists: Iterable[CodeListRow]) -> dict[str, set[str]]:
    """List slug → its codes: what a data dictionary may be bound to."""
    return {item.slug: {code.code for code in item.codes} for item in lists}
