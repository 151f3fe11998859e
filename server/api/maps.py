"""The map: small drawings of what the catalogue has, and what each takes on this machine."""

from fastapi import APIRouter

from server.api.services import Here
from server.library.facts import DrawnCard
from server.machine.estimates import until_scored
from server.schema.places import Cards, Drawing, Drawings
from server.services import Parts

router = APIRouter()


@router.post("/api/map")
async def drawings(here: Here, asked: Cards) -> Drawings:
    """A small drawing of each card: of the network's layers or of a laboratory's first picture."""
    async with here.planning:
        made = await here.library.drawings(asked.cards)
        pace, call = await here.library.classroom_pace()
    return Drawings(drawings=[None if one is None else drawing(here, one, pace, call) for one in made])


def drawing(here: Parts, one: DrawnCard, pace: float, call: float) -> Drawing:
    measured = here.runs.records.seconds_per_epoch(one.spec) if one.spec else None
    worked_out = until_scored(one.multiply_adds, one.calls, pace, call) if one.spec else None
    return Drawing(
        **{"sheets": [], "lines": [], "cells": []} | one.picture,
        parameters=one.parameters,
        seconds=worked_out if measured is None else measured * one.epochs,
        measured=measured is not None,
    )
