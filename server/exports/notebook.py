"""A run as a Jupyter notebook: the program of the script in cells, and the stored curve beside its own.

Cells are written as plain JSON in the format 4.5, which has few parts. nbformat would bring a validator of schemas and
Jupyter's paths into every server; the tests let it judge what is written here.
"""

import json
import pprint
from typing import Any

from models.sentences import Sentence
from server.exports.exporter import Exporter
from server.exports.pytorch.facts import facts
from server.exports.pytorch.inlining import CONTENT
from server.exports.pytorch.program import Program
from server.exports.pytorch.quoting import names_in, with_quoted
from server.exports.pytorch.sections import Section, sections
from server.exports.pytorch.trained import fits, sources, trained
from server.exports.run.stored import Columns, StoredRun

NOTEBOOK = Sentence("export-notebook", "notebook (Jupyter)")
NOTEBOOK_TEXT = Sentence(
    "export-notebook-text", "The same in cells to read and run one by one, with the stored curve beside its own."
)

Cell = dict[str, Any]
MOST_SCORINGS = 2000
"""Of the stored curve; a longer one is thinned to about so many of its rows, each as it was measured."""
LONGEST_LINE = 110


class Notebook(Exporter):
    name = "notebook.ipynb"
    title = NOTEBOOK()
    text = NOTEBOOK_TEXT()
    media = "application/x-ipynb+json"
    rank = 30

    def fits(self, stored: StoredRun) -> str | None:
        return fits(stored)

    def write(self, stored: StoredRun) -> bytes:
        with sources():
            program = Program(trained(stored))
            return notebook(cells(program, facts(program, stored.run), validation(stored.curve("epoch", most=10**6))))


def validation(columns: Columns) -> Columns:
    """The scorings on the validation split, by step: ``{"step": [0, 15], "loss": [2.3, 1.9]}``."""
    every = -(-len(columns.get("step", [])) // MOST_SCORINGS) or 1
    start = "validation/"
    series = {name.removeprefix(start): values for name, values in columns.items() if name.startswith(start)}
    return {name: values[::every] for name, values in {"step": columns.get("step", []), **series}.items()}


def cells(program: Program, about: str, stored_curve: Columns) -> list[Cell]:
    """The program in the order in which it is read and run."""
    definitions = dict(program.inlined.definitions)
    asks = CONTENT in definitions
    if asks:
        definitions[CONTENT] = program.part("content.py.j2")
    texts = sections(definitions)
    defined_here = names_in(definitions.values())
    own = pprint.pformat(stored_curve, width=LONGEST_LINE, compact=True, sort_dicts=False)
    series = [name for name in stored_curve if name != "step"]

    def code(name: str, section: Section | None = None, **more: Any) -> Cell:
        before = [] if section is None else [with_quoted(text, defined_here) for text in texts[section]]
        return code_cell(name, "\n\n\n".join([*before, program.part(f"cells/{name}.py.j2", **more)]))

    return [
        markdown_cell("about", about),
        code("imports", imports=program.imports),
        markdown_cell("settings-text", program.part("cells/settings.md.j2", asks=asks)),
        code("settings", asks=asks),
        markdown_cell("shared-text", "## What data and network have in common"),
        code("shared", Section.SHARED),
        markdown_cell("data-text", "## Data"),
        code("data", Section.DATA),
        markdown_cell("network-text", "## Network"),
        code("network", Section.MODEL),
        markdown_cell("training-text", "## Training"),
        code("training", Section.TRAINING),
        markdown_cell("run-text", "## Run\n\nIt prints one line for each scoring."),
        code("run"),
        markdown_cell("curve-text", program.part("cells/curve.md.j2")),
        code("compare", stored_curve=own),
        code("curve", series=series),
    ]


def notebook(content: list[Cell]) -> bytes:
    """The file, as Jupyter itself writes it."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    whole = {"cells": content, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return (json.dumps(whole, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def markdown_cell(name: str, text: str) -> Cell:
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": lines(text)}


def code_cell(name: str, text: str) -> Cell:
    return {
        "cell_type": "code", "id": name, "metadata": {}, "source": lines(text), "execution_count": None, "outputs": [],
    }  # fmt: skip


def lines(text: str) -> list[str]:
    """With their ends. Only "\\n" ends a line in this format."""
    return [f"{line}\n" for line in text.strip("\n").split("\n")[:-1]] + text.strip("\n").split("\n")[-1:]
