"""All that is answered from: the catalogue, lessons and exporters, with those of a person's own folders."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from models.catalogue import Catalogue
from models.modules import Broken
from server.catalogue import lessons
from server.catalogue.listing import Listing, described
from server.executors.model_cache import catalogue_of
from server.exports import exporter
from server.exports.exporter import Exporter
from server.library.facts import DrawnCard
from server.people.owners import Owners
from server.schema.catalogue import Lesson
from server.weights.folder import WeightFolder


class Loaded:
    """Of one server; for any thread."""

    def __init__(self, folders: Sequence[str], uploads: str, weights: str) -> None:
        self.folders = [Path(folder) for folder in folders]
        self.catalogue: Catalogue = catalogue_of(tuple(folders))
        self.drawn: dict[tuple[str, str], DrawnCard | None] = {}
        """Small drawings of the map, by sort and name."""
        self.uploads, self.weights = Owners(Path(uploads)), WeightFolder(Path(weights))

    def load_lessons_and_exporters(self) -> None:
        """Whatever becomes of their files after that."""
        self.lessons, self.exporters  # noqa: B018

    @cached_property
    def lessons(self) -> tuple[list[Lesson], list[Broken]]:
        return lessons.find(self.folders, self.catalogue)

    @cached_property
    def exporters(self) -> tuple[dict[str, Exporter], list[Broken]]:
        """By the name of the file that they write."""
        return exporter.find(self.folders)

    @cached_property
    def listing(self) -> Listing:
        found, broken = self.lessons
        return Listing(described(self.catalogue, found, [*broken, *self.exporters[1]]), self.catalogue)
