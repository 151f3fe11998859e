"""How many files, and so connections, this process may have open."""

import sys

WISHED = 65_536
"""The usual 1,024 are fewer than a school has pages."""
RESERVED = 512
"""For the store, weights, workers and what libraries open; the rest is for connections."""
MOST = 8192
"""Connections at once, however many files there may be."""


def raise_limit(wished: int = WISHED) -> str:
    """Up to what the system lets this account have; what came of it, for the log."""
    if sys.platform == "win32":
        return "open files: this system names no limit"
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wished if hard == resource.RLIM_INFINITY else min(wished, hard)
    if soft == resource.RLIM_INFINITY or soft >= most:
        return f"open files: the limit is {soft}"
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    except (OSError, ValueError) as error:
        return f"open files: the limit stays at {soft} ({error})"
    return f"open files: the limit is {most}, it was {soft}"


def connections() -> int:
    """As many as there may be at once."""
    if sys.platform == "win32":
        return MOST
    import resource

    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return MOST if soft == resource.RLIM_INFINITY else min(MOST, max(soft - RESERVED, soft // 2))
