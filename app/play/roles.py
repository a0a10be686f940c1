"""Which of the service's roles a person of a file has."""

from app.domain.people import Role
from app.play.file import Row, text

OF_OFFICERS = {
    "independent_chair": Role.INDEPENDENT_CHAIR,
    "chair": Role.INDEPENDENT_CHAIR,
    "deputy_chair": Role.DEPUTY_CHAIR,
    "minute_taker": Role.MINUTE_TAKER,
}
OF_PROFESSIONALS = {
    "lead_social_worker": Role.LEAD_SOCIAL_WORKER,
    "lead_practitioner": Role.LEAD_SOCIAL_WORKER,
    "social_worker": Role.LEAD_SOCIAL_WORKER,
    "team_manager": Role.TEAM_MANAGER,
    "police": Role.POLICE,
    "observer": Role.OBSERVER,
}
OF_AGENCIES = {
    "health": Role.HEALTH,
    "education": Role.EDUCATION,
    "early_years": Role.EDUCATION,
    "police": Role.POLICE,
}
LAWYERS = ("legal_adviser", "lawyer", "legal")

SOCIAL_CARE = "childrens_social_care"
IN_WALES = "social_services"
"""What the same agency is called there."""


def agency_named(name: str) -> str:
    return SOCIAL_CARE if name == IN_WALES else name


def role_of(person: Row) -> Role:
    role, cls = text(person, "role"), text(person, "cls")
    if any(word in role for word in LAWYERS) and cls != "support":
        return Role.LEGAL_ADVISER
    match cls:
        case "officer":
            return OF_OFFICERS.get(role, Role.AGENCY)
        case "professional":
            return OF_PROFESSIONALS.get(role) or OF_AGENCIES.get(
                text(person, "agency"), Role.AGENCY
            )
        case "family":
            return Role.PARENT if _is_parent(person) else Role.FAMILY
        case "child":
            return Role.CHILD
        case "language":
            return Role.INTERPRETER
        case _:
            return _supporting(role)


def _is_parent(person: Row) -> bool:
    of_age = text(person, "role") in {"mother", "father", "parent"}
    return of_age or person.get("parental_responsibility") is True


def _supporting(role: str) -> Role:
    if "solicitor" in role:
        return Role.SOLICITOR
    if "child_advocate" in role or role == "independent_professional_advocate":
        return Role.CHILD_ADVOCATE
    return Role.SUPPORTER
