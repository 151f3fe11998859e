"""What is logged and how often: a person should see what goes wrong, once, and not a thousand times."""

import errno
import logging
from time import monotonic
from typing import Any

from uvicorn.logging import AccessFormatter

SECONDS = 60.0
"""In which one kind of line is written once."""
KINDS = 500
"""Remembered; who makes up more of them is told of as new."""
TOO_MANY_FILES = (errno.EMFILE, errno.ENFILE)


class WithoutQuery(AccessFormatter):
    """Addresses without what follows the question mark: a person's setup is no business of a log."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        if isinstance(record.args, tuple) and len(record.args) == 5:
            client, method, path, version, status = record.args
            record.args = (client, method, str(path).partition("?")[0], version, status)
        return super().formatMessage(record)


class RateLimit(logging.Filter):
    """Lets a line through once a minute; the next of its kind says how many there were."""

    def __init__(self) -> None:
        super().__init__()
        self._since: dict[object, tuple[float, int]] = {}
        """By kind: when one was written, and how many were not since."""

    def filter(self, record: logging.LogRecord) -> bool:
        put_plainly(record)
        now, kind = monotonic(), kind_of(record)
        written, left_out = self._since.pop(kind, (float("-inf"), 0))
        through = now - written >= SECONDS
        self._since[kind] = (now, 0) if through else (written, left_out + 1)
        while len(self._since) > KINDS:
            self._since.pop(next(iter(self._since)), None)  # another thread may have been there first
        if through and left_out:
            record.msg, record.args = f"{record.getMessage().rstrip()} ({left_out} more since)", ()
        return through


def kind_of(record: logging.LogRecord) -> object:
    """Equal for lines that tell of the same: the same sentence, and the same mistake at the same place."""
    where: object = None
    if record.exc_info and record.exc_info[0]:
        trace = record.exc_info[2]
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = record.exc_info[0], trace and (trace.tb_frame.f_code.co_filename, trace.tb_lineno)
    # asyncio writes the connection that it tells of below the first line.
    return record.name, record.getMessage().strip().partition("\n")[0], where


def put_plainly(record: logging.LogRecord) -> None:
    """asyncio's traceback for a connection that cannot be accepted is a sentence."""
    error = record.exc_info[1] if record.exc_info else None
    if record.name == "asyncio" and isinstance(error, OSError) and error.errno in TOO_MANY_FILES:
        record.msg, record.args = "No more files can be opened (%s): new connections wait.", (error.strerror,)
        record.exc_info = record.exc_text = None


def logging_plan(verbose: bool) -> dict[str, Any]:
    """Quiet: what a person should see, not every request."""
    level = "INFO" if verbose else "WARNING"
    plain = {"()": "uvicorn.logging.DefaultFormatter", "fmt": "%(levelprefix)s %(message)s"}
    access = {"()": WithoutQuery, "fmt": '%(levelprefix)s %(client_addr)s "%(request_line)s" %(status_code)s'}
    stream = {"class": "logging.StreamHandler", "stream": "ext://sys.stderr"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"plain": plain, "access": access},
        "filters": {"rate limit": {"()": RateLimit}},
        "handlers": {
            "plain": {**stream, "formatter": "plain", "filters": ["rate limit"]},
            "access": {**stream, "formatter": "access"},
        },
        "loggers": {
            # Its info lines name sockets with their query strings.
            "uvicorn": {"handlers": ["plain"], "level": "WARNING", "propagate": False},
            "uvicorn.access": {"handlers": ["access"], "level": level, "propagate": False},
            "asyncio": {"handlers": ["plain"], "level": "WARNING", "propagate": False},
            "schoolyard": {"handlers": ["plain"], "level": level, "propagate": False},
        },
    }
