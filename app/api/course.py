"""The course of the conference: open, pause, resume, close, the next section, the one tap back."""

from enum import StrEnum
from typing import Annotated, assert_never

from fastapi import APIRouter
from pydantic import Field

from app.api.bodies import Body, Id, Seen
from app.api.deps import From
from app.domain.commands import (
    BeginSection,
    BringBackEveryone,
    Close,
    Command,
    OpenConference,
    Pause,
    Resume,
)
from app.domain.ids import SectionId

router = APIRouter(tags=["course"])


class Act(StrEnum):
    OPEN = "open"
    PAUSE = "pause"
    RESUME = "resume"
    CLOSE = "close"
    BRING_BACK = "bring_back"


class Course(Body):
    act: Annotated[Act, Field(strict=False)]
    seen: Seen


class NextSection(Body):
    section_id: Id
    seen: Seen


def command_of(course: Course) -> Command:
    match course.act:
        case Act.OPEN:
            return OpenConference(course.seen)
        case Act.PAUSE:
            return Pause()
        case Act.RESUME:
            return Resume(course.seen)
        case Act.CLOSE:
            return Close()
        case Act.BRING_BACK:
            return BringBackEveryone(course.seen)
        case _:
            assert_never(course.act)


@router.put("/course", status_code=204)
async def set_course(body: Course, sender: From) -> None:
    await sender.send(command_of(body))


@router.put("/section", status_code=204)
async def begin_section(body: NextSection, sender: From) -> None:
    """Go to a section; it is sealed first where somebody inside may not be in it."""
    await sender.send(BeginSection(SectionId(body.section_id), body.seen))
