"""Goodbyes and calls over HTTP, as rows of the same table. Others may flag and note as well."""

from tests.api.house import CHAIR, MOTHER
from tests.api.routes import Route, mother_is_in

NOTING_ROUTES = [
    Route(
        "release",
        lambda s: f"participants/{s.id(MOTHER)}/release",
        lambda _, __: {},
        CHAIR,
        before=mother_is_in,
    ),
    Route("ringing", lambda s: f"participants/{s.id(MOTHER)}/ringing", lambda _, __: {}, CHAIR),
]
