"""Which city this is: its settings, offices, code lists, indicators and sample descriptions.

Everything lies in one folder of plain files (`ternate/`, or `CITY_DIR`), so that another city
starts by changing files and no code. No Django here.
"""

from datasets.city.errors import CityError
from datasets.city.profile import City, load_city

__all__ = ["City", "CityError", "load_city"]
