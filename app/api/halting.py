"""Stop, break, adjourn, private rooms, what was missed, and voices: one command each."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from app.api.bodies import Body, Id, Reason, Seen
from app.api.deps import From
from app.domain.halting.commands import (
    Adjourn,
    AgreeToObserver,
    BringFromAside,
    CallOff,
    GiveBreak,
    MoveAside,
    Mute,
    NoteRepeated,
    PrepareConduct,
    RemindOfRole,
    SetOwnMute,
    Stop,
    Unmute,
)
from app.domain.halting.events import AdjournCause, ConductPrepared, Day
from app.domain.ids import MINUTE, SECOND, LegId, Micros, ParticipantId

router = APIRouter(tags=["halting"])


class Act(Body):
    """Nothing to say but the act itself."""


IsoDate = Annotated[str, Field(max_length=10)]
Figure = Annotated[int, Field(ge=1, le=1000)]


class Conduct(Body):
    initial: bool
    bank_holidays: Annotated[frozenset[IsoDate], Field(strict=False, max_length=200)]
    redate_within_working_days: Figure
    signal_within_seconds: Figure
    signal_lasts_minutes: Figure


class Break(Body):
    minutes: Annotated[int, Field(ge=1, le=120)]


class Adjournment(Body):
    """Every field may be missing here: the rules say which are needed, and why."""

    cause: Annotated[AdjournCause, Field(strict=False)]
    reason: Reason | None
    interim: Reason | None
    new_date: Annotated[str, Field(max_length=10)] | None
    late_reason: Reason | None


class Reasoned(Body):
    reason: Reason


class PrivateRoom(Body):
    room_of: Id
    with_interpreters: bool = False
    """Whoever interprets for somebody there comes along."""


class Return(Body):
    seen: Seen


class OwnMute(Body):
    muted: bool


@router.put("/conduct", status_code=204)
async def prepare_conduct(body: Conduct, sender: From) -> None:
    """Before the opening; a booking has sent what the local rules say."""
    prepared = ConductPrepared(
        initial=body.initial,
        bank_holidays=frozenset(map(Day, body.bank_holidays)),
        redate_within=body.redate_within_working_days,
        signal_within=Micros(body.signal_within_seconds * SECOND),
        signal_lasts=Micros(body.signal_lasts_minutes * MINUTE),
    )
    await sender.send(PrepareConduct(prepared))


@router.put("/stop", status_code=204)
async def stop(body: Act, sender: From) -> None:  # noqa: ARG001  the schema refuses any field
    """Emergency: no sound or picture anywhere."""
    await sender.send(Stop())


@router.put("/break", status_code=204)
async def give_break(body: Break, sender: From) -> None:
    await sender.send(GiveBreak(body.minutes))


@router.put("/adjournment", status_code=204)
async def adjourn(body: Adjournment, sender: From) -> None:
    said = (body.reason, body.interim, body.late_reason)
    kept = [None if words is None else await sender.keep(words, Adjourn) for words in said]
    reason, interim, late_reason = kept
    await sender.send(Adjourn(body.cause, reason, interim, body.new_date, late_reason))


@router.put("/not-held", status_code=204)
async def call_off(body: Reasoned, sender: From) -> None:
    await sender.send(CallOff(await sender.keep(body.reason, CallOff)))


@router.put("/legs/{leg_id}/private-room", status_code=204)
async def move_aside(leg_id: UUID, body: PrivateRoom, sender: From) -> None:
    room_of = ParticipantId(body.room_of)
    await sender.send(MoveAside(LegId(leg_id), room_of, body.with_interpreters))


@router.put("/legs/{leg_id}/return", status_code=204)
async def bring_from_aside(leg_id: UUID, body: Return, sender: From) -> None:
    await sender.send(BringFromAside(LegId(leg_id), body.seen))


@router.put("/participants/{participant_id}/repeated", status_code=204)
async def note_repeated(participant_id: UUID, body: Act, sender: From) -> None:  # noqa: ARG001  the schema refuses any field
    await sender.send(NoteRepeated(ParticipantId(participant_id)))


@router.put("/participants/{participant_id}/reminder", status_code=204)
async def remind_of_role(participant_id: UUID, body: Act, sender: From) -> None:  # noqa: ARG001  the schema refuses any field
    await sender.send(RemindOfRole(ParticipantId(participant_id)))


@router.put("/participants/{participant_id}/mute", status_code=204)
async def mute(participant_id: UUID, body: Reasoned, sender: From) -> None:
    id = ParticipantId(participant_id)
    await sender.send_at_once(body.reason, Mute, lambda reason: Mute(id, reason))


@router.put("/participants/{participant_id}/unmute", status_code=204)
async def unmute(participant_id: UUID, body: Act, sender: From) -> None:  # noqa: ARG001  the schema refuses any field
    await sender.send(Unmute(ParticipantId(participant_id)))


@router.put("/legs/{leg_id}/own-mute", status_code=204)
async def set_own_mute(leg_id: UUID, body: OwnMute, sender: From) -> None:
    await sender.send(SetOwnMute(LegId(leg_id), body.muted))


@router.put("/participants/{participant_id}/observer-agreed", status_code=204)
async def agree_to_observer(participant_id: UUID, body: Act, sender: From) -> None:  # noqa: ARG001  the schema refuses any field
    await sender.send(AgreeToObserver(ParticipantId(participant_id)))
