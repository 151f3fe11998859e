"""Under which heading a view stands on the page: what it tells of a network. A closed list, which the page words."""

from typing import Literal, get_args

Group = Literal["answers", "looks", "layers", "memory", "costs"]
"""What the network answers, where it looks, what its layers hold, what it remembers, what its parts cost.

In the order in which the page shows them.
"""
GROUPS: tuple[Group, ...] = get_args(Group)
