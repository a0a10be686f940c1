"""Who may ask, answer, halt and mute. `decide` merges this into the one table."""

from app.domain.asking import commands as asking
from app.domain.commands import Command
from app.domain.halting import commands as halting
from app.domain.people import Role

CHAIR = frozenset({Role.INDEPENDENT_CHAIR})
DEPUTY = frozenset({Role.DEPUTY_CHAIR})
"""Holds or adjourns, and only while the chair is away (REQ-76)."""
PREPARING = frozenset({Role.ADMINISTRATOR, Role.INDEPENDENT_CHAIR, Role.LEAD_SOCIAL_WORKER})
OFFICE = frozenset({Role.ADMINISTRATOR, Role.INDEPENDENT_CHAIR})
SERVICE = frozenset({Role.SERVICE})
PEOPLE = frozenset(Role) - {Role.SERVICE, Role.ADMINISTRATOR, Role.ROOM_DEVICE}

ASKING: dict[type[Command], frozenset[Role]] = {
    asking.AskToSpeak: PEOPLE,
    asking.SilentSignal: PEOPLE,
    asking.AskForBreak: PEOPLE,
    asking.WithdrawBreak: PEOPLE,
    asking.LowerHand: PEOPLE,
    asking.MarkSpoken: CHAIR,
    asking.NoteAskedBack: CHAIR,
    asking.PlanSafety: PREPARING,
    asking.NoteSignalAnswered: SERVICE,
    asking.PauseForCheck: PEOPLE,
    asking.AskQuestion: PEOPLE,
    asking.NoteReply: PEOPLE,
    asking.NoteSafePhrase: PEOPLE,
    asking.EndResponse: PEOPLE,
    asking.ReadAudit: PEOPLE,
}
"""A responder may have any role: `response` asks whether it is them."""

HALTING: dict[type[Command], frozenset[Role]] = {
    halting.PrepareConduct: OFFICE,
    halting.Stop: CHAIR,
    halting.GiveBreak: CHAIR,
    halting.Adjourn: CHAIR | DEPUTY,
    halting.CallOff: OFFICE,
    halting.MoveAside: CHAIR,
    halting.BringFromAside: CHAIR,
    halting.NoteRepeated: CHAIR,
    halting.RemindOfRole: CHAIR,
    halting.Mute: CHAIR,
    halting.Unmute: CHAIR,
    halting.SetOwnMute: PEOPLE,
    halting.AgreeToObserver: CHAIR,
}
