"""What the dialogue says and what the catalogue has words for are the same."""

import ast
import re
from pathlib import Path

import signalling.phone
from app.domain.people import Role
from signalling.phone.acts import PinAnswer
from signalling.phone.spoken_view import COUNTED, MINUTES, WAITED, role_clip
from signalling.phone.voice import Voice
from tests.signalling.phone.on_the_line import CLIPS

TONES = {"wait", "pause", "ready"}
NO_CLIPS = {"en", "cy", "right", "wrong", "not-open", "no-line", "too-many", "held", "stopped"}
"""Words of the code that look like the name of a clip, and codes that are also one."""
NOT_ON_THE_LIST = {Role.ADMINISTRATOR, Role.ROOM_DEVICE, Role.SERVICE}


def literals() -> set[str]:
    folder = Path(signalling.phone.__file__).parent
    trees = [ast.parse(file.read_text()) for file in folder.glob("*.py")]
    texts = {n.value for tree in trees for n in ast.walk(tree) if isinstance(n, ast.Constant)}
    return {text for text in texts if isinstance(text, str)}


def made_of_parts() -> set[str]:
    names = {f"minutes-{each}" for each in MINUTES} | {f"waited-{each}" for each in WAITED}
    names |= {f"of-them-{each}" for each in range(2, COUNTED + 1)}
    names |= {f"pin-{each}" for each in PinAnswer if each is not PinAnswer.RIGHT}
    return names


def test_every_prompt_that_is_said_has_words() -> None:
    named = {text for text in literals() if re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", text)}
    assert (named - NO_CLIPS) | made_of_parts() <= CLIPS | {"role-", "section-"}


def test_no_prompt_is_kept_that_nobody_says() -> None:
    families = ("role-", "section-")
    kept = {name for name in CLIPS - TONES if not name.startswith(families)}
    assert kept - literals() - made_of_parts() == set()


def test_every_role_on_the_list_of_a_conference_is_spoken_by_its_own_name() -> None:
    voice = Voice(CLIPS)
    named = {role: role_clip(voice, role) for role in Role if role not in NOT_ON_THE_LIST}
    assert "role-other" not in named.values()
    assert len(set(named.values())) == len(named)
