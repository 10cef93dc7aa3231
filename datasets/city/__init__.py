"""Which city this is: its settings, offices, code lists, indicators and sample descriptions.

Everything lies in one folder of plain files (`ternate/`, or `CITY_DIR`), so that another city
starts by changing files and no code. No Django here.
"""

from __future__ import annotations

from datasets.city.descriptions import ColumnText, DatasetText, read_dataset_descriptions
from datasets.city.errors import CityError
from datasets.city.indicators import IndicatorRow, TargetRow, read_indicators
from datasets.city.profile import City, load_city
from datasets.city.reference import (
    Area,
    AreaLink,
    CodeListRow,
    CodeRow,
    OrganizationRow,
    read_affairs,
    read_area_aliases,
    read_area_crosswalk,
    read_areas,
    read_code_lists,
    read_organizations,
    read_units,
)

__all__ = [
    "Area",
    "AreaLink",
    "City",
    "CityError",
    "CodeListRow",
    "CodeRow",
    "ColumnText",
    "DatasetText",
    "IndicatorRow",
    "OrganizationRow",
    "TargetRow",
    "load_city",
    "read_affairs",
    "read_area_aliases",
    "read_area_crosswalk",
    "read_areas",
    "read_code_lists",
    "read_dataset_descriptions",
    "read_indicators",
    "read_organizations",
    "read_units",
]
