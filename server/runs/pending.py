"""Questions that a worker was asked and has not answered yet, by number."""

import asyncio
import itertools

from server.executors.protocol import Answer


class Pending:
    """Of one worker, so that its end answers them all."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._answers: dict[int, asyncio.Future[Answer | None]] = {}

    def add(self) -> tuple[int, "asyncio.Future[Answer | None]"]:
        """A new number, and what its answer comes in: None where the worker ends without one."""
        number = next(self._numbers)
        future = self._answers[number] = asyncio.get_running_loop().create_future()
        future.add_done_callback(lambda _: self._answers.pop(number))  # also where nobody waits for it any more
        return number, future

    def resolve(self, answer: Answer) -> None:
        """The worker answered; whoever asked may be gone."""
        if answer.number in self._answers:
            _finish(self._answers[answer.number], answer)

    def abandon(self) -> None:
        """The worker answers no more."""
        for future in self._answers.values():
            _finish(future, None)


def _finish(future: "asyncio.Future[Answer | None]", answer: Answer | None) -> None:
    if not future.done():
        future.set_result(answer)
