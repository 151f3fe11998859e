"""What the columns of one table tell of each other: a program writes all of them in one way."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from models.data.uploads.tables.judging import Judged
from models.data.uploads.tables.numbers import Style, plain_text


def by_others(judged: Mapping[int, Judged], bodies: Sequence[str]) -> dict[int, Judged]:
    """Columns that may be read in two ways are read as those that can only be read in one; or stay as they are."""
    if all(len(one.styles) < 2 for one in judged.values()):
        return dict(judged)
    decimals, groups = set(), set()
    for place, one in judged.items():
        if one.proven:
            text = plain_text(bodies[place])
            decimals |= {one.styles[0].decimal} & set(text)
            groups |= {one.styles[0].group} & set(text)

    def agreement(style: Style) -> int:
        against = (style.decimal in groups) + (style.group in decimals)
        return (style.decimal in decimals) + (style.group in groups) - against

    found = dict(judged)
    for place, one in judged.items():
        if len(one.styles) > 1:
            first, second = one.styles
            better = agreement(first) - agreement(second)
            if better:
                found[place] = replace(one, styles=(first if better > 0 else second,))
    return found
