"""Where the page's looks lie: web/styles/ has what is everywhere, all else stands beside the part that it dresses."""

import re
from pathlib import Path

WEB = Path(__file__).parent.parent / "web"
GLOBAL = {"words", "problem", "link", "small", "wide", "big", "primary", "unseen", "mark", "icon"}
"""Kinds of text and of buttons. All other classes belong to a module."""
OF_PAPER = {"paper", "summary"}
"""On the sheet that pages/train/printing.ts puts beside the page: markup, as in a report."""
WIDTHS = {"359", "699", "700", "1200"}
"""The smallest phones, phones, and pages with room for all columns; parts go by the room that they have themselves."""
TOKENS = "|".join(
    ("4px", "8px", "12px", "16px", "24px", "32px", "0?.25rem", "0?.5rem", "0?.75rem", "1rem", "1.5rem", "2rem")
)
SPACED = re.compile(
    rf"\n\s*((?:padding|margin|gap|row-gap|column-gap)[a-z-]*: (?:[^;]*[\s(])?(?:{TOKENS.replace('.', '[.]')})[;\s)])"
)
CLASS = re.compile(r"\.([a-zA-Z][\w-]*)")
ATTRIBUTE = re.compile(r'\bclass(?:Name)?\s*=\s*(?:\{((?:[^{}\n]|\{[^{}\n]*\})*)\}|"([^"]*)")')
IMPORTED = re.compile(r'^import (\w+) from "([^"]*)\.module\.css";$', re.MULTILINE)


def files(pattern: str) -> list[Path]:
    return [file for file in WEB.rglob(pattern) if "node_modules" not in file.parts and "tests" not in file.parts]


def selectors(css: str) -> str:
    """What stands before a brace, without comments, words in quotes and numbers."""
    bare = re.sub(r'/\*.*?\*/|"[^"]*"', "", css, flags=re.DOTALL)
    return "\n".join(one for one in re.findall(r"([^{};]*)\{", bare) if not one.strip().startswith("@"))


MODULES = {file.name.removesuffix(".module.css"): file for file in files("*.module.css")}
OWN = {
    name: set(CLASS.findall(re.sub(r":global\((?:[^()]|\([^()]*\))*\)", "", selectors(file.read_text("utf-8")))))
    for name, file in MODULES.items()
}
SCOPED = {f"{name}_{one}" for name, classes in OWN.items() for one in classes}


def test_modules_have_names_of_their_own() -> None:
    assert len(MODULES) == len(files("*.module.css")) > 25


def test_what_is_everywhere_has_no_rule_for_a_part_of_the_page() -> None:
    styles = {file.name: file.read_text("utf-8") for file in (WEB / "styles").iterdir()}
    assert set(styles) == {"base.css", "font.css", "forced.css", "index.css", "print.css", "tokens.css"}
    for name, text in styles.items():
        found = {one for one in CLASS.findall(selectors(text)) if not one.startswith("u-")} - GLOBAL - {"uplot"}
        assert found <= (SCOPED | OF_PAPER if name in {"forced.css", "print.css"} else set()), name


def test_what_a_module_names_of_another_is_there() -> None:
    for file in MODULES.values():
        named = re.findall(r":global\(((?:[^()]|\([^()]*\))*)\)", file.read_text("utf-8"))
        known = GLOBAL | SCOPED
        assert {one for part in named for one in CLASS.findall(part) if not one.startswith("u-")} <= known, file


def test_every_class_of_a_component_is_of_a_module_or_one_of_the_few_that_are_everywhere() -> None:
    for file in files("*.ts*"):
        text = file.read_text("utf-8")
        for name, path in IMPORTED.findall(text):
            used = {
                re.sub(r"[A-Z]", lambda at: f"-{at[0].lower()}", one) for one in re.findall(rf"\b{name}\.(\w+)", text)
            }
            assert f"{name}[" not in text, (
                f"{file}: vite.config.ts replaces names that it reads, and none that is computed"
            )
            assert used <= OWN[path.rpartition("/")[2]], (file, used - OWN[path.rpartition("/")[2]])
        if file.is_relative_to(WEB / "panels" / "report"):
            continue  # A report is a page of its own, with report.css.
        for bound, plain in ATTRIBUTE.findall(text):
            words = (
                plain.split()
                if plain
                else re.sub(
                    r"\$\{[^}]*\}",
                    "",
                    " ".join(re.findall(r"[`\"]([^`\"]*)[`\"]", re.sub(r'[!=]== "[^"]*"', "", bound))),
                ).split()
            )
            assert set(words) <= GLOBAL | OF_PAPER, (file, words)


def test_every_class_that_has_a_rule_is_used() -> None:
    texts = "\n".join(file.read_text("utf-8") for file in files("*.ts*"))
    for name, classes in OWN.items():
        for one in classes:
            local = re.sub(r"-(\w)", lambda at: at[1].upper(), one)
            assert re.search(rf"\b(?:css|{name.lower()}Css)\.{local}\b", texts, re.IGNORECASE), f"{name}_{one}"


def test_space_is_counted_in_tokens_and_a_window_has_few_widths() -> None:
    for file in files("*.css"):
        text = file.read_text("utf-8")
        assert set(re.findall(r"@media[^{]*width: (\d+)px", text)) <= WIDTHS, file
        if file.name != "tokens.css":
            assert SPACED.findall(text) == [], file
