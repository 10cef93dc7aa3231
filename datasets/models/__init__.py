"""The tables of the domain; every name is imported from here."""

from datasets.models.consumer import Consumer
from datasets.models.dataset import Column, Dataset, RowRule
from datasets.models.event import Event
from datasets.models.harvest import HarvestRun, Source, SourceItem
from datasets.models.idempotent_answer import IdempotentAnswer
from datasets.models.indicator import Indicator, Realisation, Summary, Target
from datasets.models.organization import ORGANIZATION_CODE, Organization
from datasets.models.personal import PersonalOverride
from datasets.models.reference import Code, CodeList
from datasets.models.row_change import RowChange
from datasets.models.session import UploadSession
from datasets.models.token import ApiToken
from datasets.models.upload import EarlierFile, FaultyRow, Finding, Upload
from datasets.models.user import User
from datasets.models.version import Distribution, Part, Version, VersionPart
from datasets.models.webhook import Announcement, Delivery, Webhook

__all__ = [
    "ORGANIZATION_CODE",
    "Announcement",
    "ApiToken",
    "Code",
    "CodeList",
    "Column",
    "Consumer",
    "Dataset",
    "Delivery",
    "Distribution",
    "EarlierFile",
    "Event",
    "FaultyRow",
    "Finding",
    "HarvestRun",
    "IdempotentAnswer",
    "Indicator",
    "Organization",
    "Part",
    "PersonalOverride",
    "Realisation",
    "RowChange",
    "RowRule",
    "Source",
    "SourceItem",
    "Summary",
    "Target",
    "Upload",
    "UploadSession",
    "User",
    "Version",
    "VersionPart",
    "Webhook",
]
