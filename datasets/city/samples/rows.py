"""The rows of each sample dataset in one period, in the order of its data dictionary.

Magnitudes follow the inhabitants; seasons, slow trends and a little noise make them look lived in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from datasets.city.samples.chance import fraction, season, whole, wobble
from datasets.city.samples.makings import District, Makings
from datasets.city.samples.periods import month_of, wednesday_of, years_since

#: A cell: text, a whole number, or a decimal number already rounded.
Cell = str | int | float
Rows = Iterator[tuple[Cell, ...]]

WASTE_PER_PERSON = 0.62 / 1000 * 30.4  # tonnes a month
SERVICES = {"Umum": 0.052, "Ibu dan anak": 0.016, "Gigi": 0.007, "Imunisasi": 0.009, "Lansia": 0.011}
DISEASES = {"Demam berdarah": 0.00025, "Malaria": 0.0001, "Tuberkulosis": 0.0005}
GRADES = {"I": 0.02, "II": 0.2, "III": 0.5, "IV": 0.1, "PPPK": 0.18}
SPENDING = {"Belanja pegawai": 7_200_000, "Belanja barang dan jasa": 3_900_000, "Belanja modal": 2_600_000}
SEXES = {"L": 0.502, "P": 0.498}
POINT_KINDS = ("TPS", "TPS", "Kontainer", "Kontainer", "TPS3R")


def waste(period: str, makings: Makings) -> Rows:
    """Waste by district: small islands lie far from the landfill and send little."""
    years, month = years_since(period), month_of(period)
    for district in makings.districts:
        size = district.people * WASTE_PER_PERSON * 1.012**years
        made = size * season(month, 12, 0.04) * wobble(0.03, "waste", period, district.code)
        share = _collected(district) + 0.022 * years + 0.015 * (fraction("way", period, district.code) - 0.5)
        taken = made * min(share, 0.97)
        sorted_out = made * (0.04 + 0.012 * years) * wobble(0.2, "sorted", period, district.code)
        yield (
            period,
            district.code,
            district.name,
            round(made, 1),
            round(taken, 1),
            round(sorted_out, 1),
            whole(taken / 3.4, "trips", period, district.code),
        )


def _collected(district: District) -> float:
    if district.people >= 20_000:
        return 0.8 + 0.03 * fraction("collected", district.code)
    return (0.36 if district.people < 6_000 else 0.62) + 0.08 * fraction("collected", district.code)


def collection_points(period: str, makings: Makings) -> Rows:
    """Collection points: about one for every 2,600 people; some are opened in a later year."""
    number = 0
    for village in makings.villages:
        for n in range(max(1, round(village.people / 2_600))):
            number += 1
            if fraction("opened", village.code, n) * 2 > years_since(period):
                continue
            kind = POINT_KINDS[int(fraction("kind", village.code, n) * len(POINT_KINDS))]
            north = village.district.latitude + 0.012 * (fraction("north", village.code, n) - 0.5)
            east = village.district.longitude + 0.012 * (fraction("east", village.code, n) - 0.5)
            capacity = {"TPS": 4.5, "Kontainer": 6.0, "TPS3R": 12.0}[kind]
            code = f"TPS-{number:03d}"
            yield code, village.code, village.name, kind, capacity, round(north, 5), round(east, 5)


def markets(period: str, makings: Makings) -> Rows:
    """Traders and fees: fees fall short in the last quarter of the year."""
    month = month_of(period)
    for market in makings.markets:
        used = market.stalls * (0.9 + 0.008 * years_since(period)) * wobble(0.02, period, market.name)
        traders = whole(used * 1.01, "traders", period, market.name)
        billed = traders * 175_000
        paid = (0.93 - (0.05 * (month - 7) if month > 7 else 0)) * wobble(0.04, "fees", period, market.name)
        yield (
            period,
            market.name,
            market.area,
            min(market.stalls, int(used)),
            traders,
            billed,
            int(billed * min(paid, 1)) // 1000 * 1000,
        )


def prices(period: str, makings: Makings) -> Rows:
    """Prices by market and food: chilli and onions swing, rice hardly moves."""
    day = wednesday_of(period)
    for market in (market for market in makings.markets if market.monitored):
        for food in makings.foods:
            swing = 0.14 if food.name.startswith(("Cabai", "Bawang", "Tomat")) else 0.025
            moved = wobble(swing, "price", period, food.name) * wobble(0.02, period, market.name, food.name)
            yield day.isoformat(), market.name, food.name, food.unit, round(food.price * moved / 100) * 100


def harvest(period: str, makings: Makings) -> Rows:
    """Crops by district: the few thousand people near the mountain farm most."""
    quarter, years = int(period[-1]), years_since(period)
    field = {d.code: (0.3 + 1 / (1 + d.people / 8_000)) * wobble(0.2, d.code) for d in makings.districts}
    for district in makings.districts:
        share = field[district.code] / sum(field.values())
        for crop in makings.crops:
            timely = season(quarter * 3, crop.best_quarter * 3, 0.35)
            tonnes = crop.tonnes / 4 * share * timely * 1.04**years
            tonnes *= wobble(0.12, "harvest", period, district.code, crop.name)
            hectares = tonnes / crop.per_hectare * wobble(0.05, "field", district.code, crop.name)
            names = (period, district.code, district.name, crop.name, crop.group)
            yield *names, round(hectares, 1), round(tonnes, 2)


def visits(period: str, makings: Makings) -> Rows:
    """Visits by clinic and service: more in the rainy months."""
    people = {district.code: district.people for district in makings.districts}
    clinics = [clinic.area for clinic in makings.clinics]
    for clinic in makings.clinics:
        reach = people.get(clinic.area, 0) / clinics.count(clinic.area)
        for service, rate in SERVICES.items():
            count = reach * rate * season(month_of(period), 1, 0.12)
            total = whole(count * wobble(0.08, period, clinic.name, service), period, clinic.name, service)
            first = whole(total * (0.62 - 0.035 * month_of(period)), "first", period, clinic.name, service)
            yield period, clinic.name, clinic.area, service, total, min(first, total)


def nutrition(period: str, makings: Makings) -> Rows:
    """Children measured in the weighing month of a half-year: February or August."""
    year, half = period.split("-S")
    month = f"{year}-{'02' if half == '1' else '08'}"
    for district in makings.districts:
        small = 0.03 if district.people < 10_000 else 0.0
        for sex, part in SEXES.items():
            names = (period, district.code, sex)
            measured = whole(district.people * 0.083 * part * 0.84 * wobble(0.03, *names), *names)
            rate = (0.178 + small - 0.012 * years_since(period)) * wobble(0.05, "stunting", *names)
            stunted = whole(measured * rate, "stunted", *names)
            thin = whole(measured * rate * 0.45, "thin", *names)
            yield month, district.code, district.name, sex, measured, stunted, thin


def cases(period: str, makings: Makings) -> Rows:
    """Cases of disease by kelurahan: dengue comes with the rain."""
    rain = season(month_of(period), 2, 0.4)
    for village in makings.villages:
        for disease, rate in DISEASES.items():
            expected = village.people * rate * (rain if disease == "Demam berdarah" else 1)
            count = expected * wobble(0.6, period, village.code, disease)
            yield (
                period,
                village.code,
                village.name,
                disease,
                whole(count, "case", period, village.code, disease),
            )


def civil_servants(period: str, makings: Makings) -> Rows:
    """Staff by office, grade and sex: stable from quarter to quarter; profiles fill up."""
    years = years_since(period)
    for office in makings.offices:
        for grade, share in GRADES.items():
            for sex, part in (("L", 0.46), ("P", 0.54)):
                grown = 1.06**years if grade == "PPPK" else 0.99**years
                count = (
                    makings.staff_of(office) * share * part * grown * wobble(0.25, office.code, grade, sex)
                )
                total = round(count)
                filled = min(0.97, (0.38 + 0.125 * years) * wobble(0.15, "profile", office.code))
                yield period, office.code, office.name, grade, sex, total, round(total * filled)


def spending(period: str, makings: Makings) -> Rows:
    """Cash budget and spending by office: slow in January, full in the last quarter."""
    month = month_of(period)
    for office in makings.offices:
        staff = makings.staff_of(office)
        for kind, each in SPENDING.items():
            is_steady = kind == "Belanja pegawai"
            shape = 1.0 if is_steady else 0.45 + 0.1 * month
            planned = staff * each * shape * wobble(0.05, office.code, kind)
            share = 0.985 if is_steady else 0.62 + 0.022 * month
            spent = planned * min(1, share * wobble(0.02 if is_steady else 0.12, period, office.code, kind))
            yield (
                period,
                office.code,
                office.name,
                kind,
                int(planned) // 1000 * 1000,
                int(spent) // 1000 * 1000,
            )


def permits(period: str, makings: Makings) -> Rows:
    """Permits by kind: a little faster every month."""
    years = years_since(period)
    for permit in makings.permits:
        asked = whole(permit.monthly * wobble(0.18, "asked", period, permit.name), period, permit.name)
        issued = min(asked, whole(asked * wobble(0.05, "issued", period, permit.name) * 0.95, permit.name))
        share = min(0.99, 0.72 + 0.065 * years) * wobble(0.05, "time", period, permit.name)
        on_time = min(issued, whole(issued * share, "on time", period, permit.name))
        days = issued * permit.days * (1.18 - 0.05 * years) * wobble(0.06, "days", period, permit.name)
        yield period, permit.name, asked, issued, on_time, round(days)


def population(period: str, makings: Makings) -> Rows:
    """People at the end of a year by kelurahan and sex, and who holds an identity card."""
    years = years_since(period)
    for village in makings.villages:
        for sex, part in SEXES.items():
            names = (village.code, sex)
            people = round(village.people * part * 1.009 ** (years - 1.5) * wobble(0.02, *names))
            grown = round(people * 0.69 * wobble(0.01, "grown", *names))
            holding = round(grown * min(0.995, 0.947 + 0.012 * years) * wobble(0.004, "card", *names))
            yield period, village.code, village.name, sex, people, grown, min(grown, holding)


#: Dataset slug → the maker of its rows.
MAKERS: dict[str, Callable[[str, Makings], Rows]] = {
    "asn-golongan": civil_servants,
    "harga-pangan": prices,
    "izin-terbit": permits,
    "kasus-penyakit-menular": cases,
    "kunjungan-puskesmas": visits,
    "lokasi-tps": collection_points,
    "pedagang-pasar": markets,
    "penduduk-kelurahan": population,
    "produksi-pertanian": harvest,
    "realisasi-apbd": spending,
    "sampah-terangkut": waste,
    "stunting-balita": nutrition,
}
