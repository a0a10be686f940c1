"""Father and uncle at one laptop: where the stories of several people at one device begin."""

from dataclasses import replace

from tests.domain.people import (
    CIVIC_CENTRE,
    CLEAR,
    FATHER,
    FLAT,
    KITCHEN,
    SOCIAL_WORKER,
    UNCLE,
)
from tests.domain.scenario import (
    EVERYBODY_WAITS,
    given,
)
from tests.domain.steps import (
    admit,
    agree,
    answer,
    connect,
    drop,
    join,
    open_conference,
    restate,
)

TOGETHER = replace(CLEAR, alone=False)
AGREED = agree(FATHER, UNCLE)
SIT = answer(FATHER, TOGETHER, here=[UNCLE])
BOTH = frozenset({FATHER, UNCLE})

WAITING_TOGETHER = given(
    EVERYBODY_WAITS,
    restate(CIVIC_CENTRE, SOCIAL_WORKER),
    drop(KITCHEN),
    AGREED,
    join(FATHER),
    connect(FLAT),
    SIT,
    open_conference(),
    admit(SOCIAL_WORKER, CIVIC_CENTRE),
)
"""Father and uncle at one laptop, in the lobby of a conference that runs; the mother is away."""

TOGETHER_IN = given(WAITING_TOGETHER, admit(FATHER), admit(UNCLE, FLAT))
