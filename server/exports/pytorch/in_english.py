"""What stands in a script for ``models.sentences``: a script speaks English alone."""

IN_ENGLISH = {
    ("models.sentences", "Sentence"): '''class Sentence:
    """English with places for values."""

    def __init__(self, code: str, english: str, one: str = "") -> None:
        self.english = re.sub(r":\\w+}", "}", english)

    def __call__(self, **values: object) -> str:
        joined = {name: ", ".join(map(str, one)) if isinstance(one, list) else one for name, one in values.items()}
        return self.english.format(**joined)''',
    ("models.sentences", "Text"): "Text = str",
    ("models.sentences", "NO_TEXT"): 'NO_TEXT = ""',
    ("models.sentences", "text_of"): "text_of = str",
}
"""By module and name."""
