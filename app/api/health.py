"""Whether the service lives, and whether it may be used: for whoever runs it, without a detail."""

from fastapi import APIRouter, Response
from pydantic import BaseModel

from app.api.deps import Wired

router = APIRouter(prefix="/health", tags=["health"])


class Health(BaseModel):
    ready: bool


@router.get("/live")
async def is_live() -> Health:
    """Answers at all."""
    return Health(ready=True)


@router.get("/ready", responses={503: {"model": Health}})
async def is_ready(wired: Wired, response: Response) -> Health:
    """Migrated, lease held, an empty plan in force on every media worker."""
    ready = wired.is_ready()
    response.status_code = 200 if ready else 503
    return Health(ready=ready)
