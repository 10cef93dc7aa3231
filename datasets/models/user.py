"""User: a person who works with the portal; citizens read without an account."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models

from datasets.models.codes import choices_of, known_code
from datasets.models.keys import Keyed
from datasets.models.organization import Organization
from datasets.vocab import OPD_ROLES, Role


class UserManager(BaseUserManager["User"]):
    """Makes people with a hashed password."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        """A saved user; `role` is required, `organization` for the roles of an OPD."""
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.email = self.normalize_email(user.email)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> User:
        """The technical administrator: keeps accounts and reference data, publishes nothing."""
        fields.setdefault("role", Role.ADMIN)
        return self.create_user(username, password, is_superuser=True, **fields)


class User(Keyed, AbstractBaseUser, PermissionsMixin):
    """A member of staff with exactly one role (DOMAIN §1), bound to one OPD where the role is."""

    username = models.CharField(max_length=80, unique=True, validators=[UnicodeUsernameValidator()])
    name = models.CharField(max_length=150)
    email = models.EmailField(blank=True)
    role = models.CharField(max_length=20, choices=choices_of(Role))
    organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="members"
    )
    is_active = models.BooleanField(default=True)
    is_sample = models.BooleanField(default=False)
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ["username"]
        constraints = [
            known_code("role", Role, "user"),
            models.CheckConstraint(
                name="user_office_fits_role",
                condition=models.Q(role__in=sorted(OPD_ROLES), organization__isnull=False)
                | models.Q(organization__isnull=True) & ~models.Q(role__in=sorted(OPD_ROLES)),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_staff(self) -> bool:
        """Whether the Django admin opens: administrators only."""
        return self.is_active and self.role == Role.ADMIN

    def get_full_name(self) -> str:
        """The name people call them by."""
        return self.name
