"""Getting ready to come in: how good the connection is, and one's own PIN for the telephone."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel

from app.api.deps import KnownVisitor, Wired

router = APIRouter(tags=["readiness"])

PROBE_BYTES = 63 * 1024
"""At most, each way: a body of ours is at most 64 KiB."""

NOISE = secrets.token_bytes(PROBE_BYTES)
"""Nothing on the way can make it smaller."""

Size = Annotated[int, Path(ge=1, le=PROBE_BYTES)]


class Pin(BaseModel):
    pin: str


@router.get(
    "/probe/{size}",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}}}},
)
async def send_probe(size: Size, visitor: KnownVisitor) -> Response:  # noqa: ARG001  strangers get no bytes
    """So many bytes, for the page to time."""
    return Response(NOISE[:size], media_type="application/octet-stream")


@router.post("/probe", status_code=204)
async def take_probe(visitor: KnownVisitor) -> None:
    """What came was read whole before any route: nothing of it is kept."""


@router.post("/pin", responses={429: {"description": "Too many new PINs for this link."}})
async def renew_pin(wired: Wired, visitor: KnownVisitor) -> Pin:
    """Shown on the device that has the link open. The PIN of before stops working."""
    return Pin(pin=await wired.invitations.renew_pin(visitor))
