"""Which acts there are, and how often each happens."""

from tests.machine import coming, leading, saying, trouble
from tests.machine.choosing import Act

COMING: tuple[Act, ...] = (
    *(coming.arrive,) * 3,
    coming.phone,
    coming.room_arrives,
    *(coming.state_room,) * 3,
    *(coming.come_back,) * 2,
    coming.lose,
    *(coming.answer,) * 3,
    trouble.second_device,
)
LETTING_IN: tuple[Act, ...] = (
    *(leading.admit,) * 3,
    leading.admit_all,
    *(leading.readmit,) * 2,
    leading.release,
    leading.bring,
)
PUTTING_OUT: tuple[Act, ...] = (
    *(leading.exclude,) * 3,
    leading.hold,
    leading.refuse,
    leading.aside,
    leading.ask_again,
    leading.mute,
)
COURSE: tuple[Act, ...] = (
    *(leading.go_on,) * 2,
    *(leading.next_section,) * 2,
    leading.seal_off,
    leading.halt,
    *(leading.come_back_and_tap,) * 2,
)
SAYING: tuple[Act, ...] = (
    *(saying.ask,) * 2,
    saying.lower,
    *(saying.respond,) * 2,
    *(saying.write,) * 3,
    saying.change_line,
    saying.copies,
)
TROUBLE: tuple[Act, ...] = (
    *(coming.stall,) * 3,
    coming.read_on,
    trouble.machine_fails,
    trouble.machine_is_well,
    trouble.time_passes,
    *(trouble.replay,) * 2,
    *(trouble.replay_grant,) * 2,
    trouble.chair_goes,
    trouble.leave,
    *(trouble.return_another_way,) * 2,
)
ALL: tuple[Act, ...] = (
    *LETTING_IN * 2,
    *COMING,
    *PUTTING_OUT,
    *COURSE * 2,
    *SAYING,
    *TROUBLE,
)
COVERT: tuple[Act, ...] = (
    *(saying.ask_or_signal,) * 6,
    saying.lower,
    coming.answer,
    coming.arrive,
    coming.lose_for_good,
    leading.exclude,
    leading.admit_all,
    leading.hold,
    leading.release,
    leading.halt,
    leading.come_back_and_tap,
    leading.next_section,
    saying.write,
    trouble.time_passes,
    coming.stall,
    coming.read_on,
)
"""Without what the choosing.chair or the responder would do only because of a signal."""
