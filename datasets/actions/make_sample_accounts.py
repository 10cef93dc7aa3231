"""The people of the sample city (CONTRACT, Sample accounts), and one sender for each other office."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from datasets.models import Organization, User
from datasets.vocab import Role

#: The password of the sample accounts where none is set; fit for a machine of one's own only.
DEFAULT_PASSWORD = "satudata-contoh"  # noqa: S105 - known to everyone, and refused off loopback

#: Addresses that nobody else can reach.
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class SamplePasswordNeeded(ValueError):
    """The portal can be reached from elsewhere, and the password of the samples is well known."""


@dataclass(frozen=True)
class Person:
    """A sample account; `office` is the slug of an OPD, '' for the roles of the city."""

    username: str
    name: str
    role: Role
    office: str = ""


PEOPLE = (
    Person("sari", "Sari", Role.PRODUSEN, "dinas-lingkungan-hidup"),
    Person("budi", "Budi", Role.PRODUSEN, "dinas-kesehatan"),
    Person("joko", "Joko", Role.WALIDATA_PENDUKUNG, "dinas-lingkungan-hidup"),
    Person("wati", "Wati", Role.WALIDATA),
    Person("rini", "Rini", Role.SEKRETARIAT),
    Person("bima", "Bima", Role.PEMBINA),
    Person("walikota", "Wali Kota", Role.PIMPINAN),
    Person("admin", "Administrator", Role.ADMIN),
)


def sample_password(bind: str, given: str) -> str:
    """The password of the sample accounts. Raises SamplePasswordNeeded."""
    if not given and bind not in LOOPBACK:
        raise SamplePasswordNeeded(
            f"BIND={bind} dapat dijangkau dari luar, sedangkan sandi akun contoh diketahui umum. "
            "Isi SAMPLE_PASSWORD dengan sandi sendiri, atau jalankan dengan SAMPLES=0."
        )
    return given or DEFAULT_PASSWORD


@transaction.atomic
def make_sample_accounts(password: str, offices: set[str]) -> dict[str, User]:
    """Make the people who are not there yet; the sender of each office of `offices`, by slug.

    Offices without a person of their own get a sender who cannot sign in. An account that is
    there keeps its password.
    """
    senders: dict[str, User] = {}
    for person in PEOPLE:
        user = _person(person, password)
        if person.role is Role.PRODUSEN:
            senders[person.office] = user
    for office in Organization.objects.filter(slug__in=offices - senders.keys()):
        name = f"Produsen {office.short_name}"
        sender = Person(f"produsen-{office.slug}", name, Role.PRODUSEN, office.slug)
        senders[office.slug] = _person(sender, None)
    return senders


def _person(person: Person, password: str | None) -> User:
    found = User.objects.filter(username=person.username).first()
    if found is not None:
        return found
    office = Organization.objects.get(slug=person.office) if person.office else None
    return User.objects.create_user(
        person.username,
        password,
        name=person.name,
        role=person.role,
        organization=office,
        is_superuser=person.role is Role.ADMIN,
        is_sample=True,
    )
