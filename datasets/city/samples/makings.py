"""What the sample figures are made of: people, markets, clinics, crops (`samples.toml`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from datasets.city.entries import Entry, read_entry
from datasets.city.profile import City
from datasets.city.reference import Area, OrganizationRow, read_areas, read_organizations
from datasets.city.samples.chance import wobble

#: Taken where `samples.toml` says nothing of a district.
PEOPLE = 10_000


@dataclass(frozen=True)
class District:
    """A kecamatan with its (roughly guessed) inhabitants and centre, in degrees."""

    code: str
    name: str
    people: int
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Village:
    """A kelurahan with its share of the district's inhabitants."""

    code: str
    name: str
    people: float
    district: District


@dataclass(frozen=True)
class Market:
    """A market; `monitored` where prices are taken."""

    name: str
    area: str
    stalls: int
    monitored: bool


@dataclass(frozen=True)
class Clinic:
    """A puskesmas in the district `area`."""

    name: str
    area: str


@dataclass(frozen=True)
class Permit:
    """A kind of permit: issued each month, and the working days one takes."""

    name: str
    monthly: int
    days: int


@dataclass(frozen=True)
class Food:
    """A staple food with its unit and its price in rupiah."""

    name: str
    unit: str
    price: int


@dataclass(frozen=True)
class Crop:
    """A crop: tonnes a year in the whole city, tonnes a hectare, and its best quarter."""

    name: str
    group: str
    tonnes: float
    per_hectare: float
    best_quarter: int


@dataclass(frozen=True)
class Makings:
    """All of `samples.toml`, joined with the city's areas and offices."""

    districts: tuple[District, ...]
    villages: tuple[Village, ...]
    offices: tuple[OrganizationRow, ...]
    markets: tuple[Market, ...]
    clinics: tuple[Clinic, ...]
    permits: tuple[Permit, ...]
    foods: tuple[Food, ...]
    crops: tuple[Crop, ...]
    staff: dict[str, int]

    def staff_of(self, office: OrganizationRow) -> int:
        """How many people work in an office."""
        return self.staff.get(office.slug, self.staff.get("others", 0))


def read_makings(city: City) -> Makings:
    """The makings of `city`; its districts are the kecamatan of its area list."""
    entry = read_entry(city.folder / "samples.toml")
    areas = list(read_areas(city))
    districts = tuple(_districts(areas, {part.text("code"): part for part in entry.parts("district")}))
    known = {area.code for area in areas}
    makings = Makings(
        districts=districts,
        villages=tuple(_villages(areas, districts)),
        offices=tuple(read_organizations(city)),
        markets=tuple(_market(part, known) for part in entry.parts("market")),
        clinics=tuple(Clinic(part.text("name"), _area(part, known)) for part in entry.parts("clinic")),
        permits=tuple(_permit(part) for part in entry.parts("permit")),
        foods=tuple(_food(part) for part in entry.parts("food")),
        crops=tuple(_crop(part) for part in entry.parts("crop")),
        staff=_staff(entry.part("staff")),
    )
    entry.done()
    return makings


def _districts(areas: Iterable[Area], parts: dict[str, Entry]) -> Iterable[District]:
    for area in areas:
        if area.level != "kecamatan":
            continue
        part = parts.get(area.code)
        people = part.whole("people") if part else None
        latitude, longitude = (part.number("latitude"), part.number("longitude")) if part else (None, None)
        yield District(area.code, area.name, people or PEOPLE, float(latitude or 0), float(longitude or 0))


def _villages(areas: Iterable[Area], districts: Iterable[District]) -> Iterable[Village]:
    for district in districts:
        inside = [area for area in areas if area.parent == district.code]
        shares = [wobble(0.45, "people", area.code) for area in inside]
        for area, share in zip(inside, shares, strict=True):
            yield Village(area.code, area.name, district.people * share / sum(shares), district)


def _market(part: Entry, known: set[str]) -> Market:
    area = _area(part, known)
    return Market(part.text("name"), area, part.whole("stalls") or 0, part.flag("monitored"))


def _area(part: Entry, known: set[str]) -> str:
    code = part.text("area")
    if code not in known:
        raise part.error("area", f"{code} tidak ada di wilayah.csv.")
    return code


def _permit(part: Entry) -> Permit:
    return Permit(part.text("name"), part.whole("monthly") or 0, part.whole("days") or 0)


def _food(part: Entry) -> Food:
    return Food(part.text("name"), part.text("unit"), part.whole("price") or 0)


def _crop(part: Entry) -> Crop:
    tonnes, per_hectare = part.number("tonnes"), part.number("yield")
    return Crop(
        name=part.text("name"),
        group=part.text("group"),
        tonnes=float(tonnes or 0),
        per_hectare=float(per_hectare or Decimal(1)),
        best_quarter=part.whole("best_quarter") or 1,
    )


def _staff(part: Entry) -> dict[str, int]:
    return {slug: part.whole(slug) or 0 for slug in part.rest()}
