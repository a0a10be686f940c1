"""What the chair and the office say beforehand of who may come in with whom."""

from app.domain.commands import Command
from app.domain.conference import Conference
from app.domain.errors import KeptApart, NotPermitted
from app.domain.gates.commands import AgreeCompany, GatesCommand
from app.domain.gates.events import CompanyAgreed, GatesEvent
from app.domain.people import WITHOUT_VOICE, Role

OFFICE = frozenset({Role.ADMINISTRATOR, Role.INDEPENDENT_CHAIR})

MAY: dict[type[Command], frozenset[Role]] = {AgreeCompany: OFFICE}


def decide(conference: Conference, command: GatesCommand) -> list[GatesEvent]:
    match command:
        case AgreeCompany():
            return agree_company(conference, command)


def agree_company(conference: Conference, command: AgreeCompany) -> list[GatesEvent]:
    person = conference.participant(command.participant_id)
    company = [conference.participant(id) for id in command.company]
    if person in company:
        raise NotPermitted("Nobody is company to themselves.")
    if any(each.role in WITHOUT_VOICE for each in [person, *company]):
        raise NotPermitted("An observer shares no microphone.")
    if any(frozenset({person.id, id}) in conference.kept_apart for id in command.company):
        raise KeptApart("These two may not meet.")
    return [CompanyAgreed(person.id, command.company)]
