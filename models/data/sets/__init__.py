"""Real data sets: fetched once, checked by SHA-256, kept in the user's cache folder. One file here is one data set."""

import importlib
import pkgutil

from models.data.fetching.fetch import Dataset


def find_all() -> tuple[Dataset, ...]:
    """Every data set, found by file: whatever module here has a DATASET."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = (importlib.import_module(f"{__name__}.{name}") for name in names)
    return tuple(module.DATASET for module in modules if hasattr(module, "DATASET"))
