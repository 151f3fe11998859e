"""Headers of every answer. The page runs its own scripts and nothing that was slipped into it."""

from collections.abc import Iterable

POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ]
)

HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(self), microphone=(), geolocation=()"),
]

SELF = "'self'"
API_HEADERS = [(b"cache-control", b"no-store")]


def framed_by(policy: str, sites: Iterable[str]) -> str:
    """The policy of a page that this server's own pages and these sites may frame."""
    return f"{policy}; frame-ancestors {' '.join([SELF, *sites])}"
