"""The database itself refuses people whose office does not fit their role, and unknown codes."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from datasets.models import Dataset, User
from datasets.vocab import Role
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_role_of_an_office_needs_an_office() -> None:
    with pytest.raises(IntegrityError, match="user_office_fits_role"):
        User.objects.create_user("x", "y", name="X", role=Role.PRODUSEN)


def test_a_role_of_the_city_has_none() -> None:
    with pytest.raises(IntegrityError, match="user_office_fits_role"):
        User.objects.create_user("x", "y", name="X", role=Role.WALIDATA, organization=factories.office())


def test_a_superuser_is_the_administrator_and_opens_the_admin() -> None:
    admin = User.objects.create_superuser("admin2", "kata-sandi-panjang", name="Admin")
    assert admin.role == Role.ADMIN
    assert admin.is_staff
    assert not factories.sari().is_staff
    assert admin.get_full_name() == "Admin"


def test_an_unknown_access_never_reaches_the_table() -> None:
    factories.dataset()
    with pytest.raises(IntegrityError, match="dataset_access_known"):
        Dataset.objects.update(access="rahasia")
