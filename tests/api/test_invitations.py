"""Links, devices and PINs as the use cases see them."""

import hmac
from hashlib import sha256

from app.service.invitations import PIN_DIGITS, new_public_id, new_secret
from tests.api.house import CHAIR, MOTHER, ROOM, Booked


def test_a_public_id_has_22_characters_and_a_secret_256_bits() -> None:
    ids, secrets = {new_public_id() for _ in range(100)}, {new_secret() for _ in range(100)}
    assert {len(each) for each in ids} == {22}
    assert {len(each) for each in secrets} == {43}
    assert (len(ids), len(secrets)) == (100, 100)


async def test_a_pin_has_ten_digits_and_only_its_keyed_hash_is_stored(booked: Booked) -> None:
    [pin] = [each.pin for each in booked.made.links if each.name == MOTHER]
    assert pin is not None
    assert len(pin) == PIN_DIGITS
    assert pin.isdigit()
    kept = booked.house.directory.pins
    assert hmac.digest(b"p" * 32, pin.encode(), sha256) in kept
    assert sha256(pin.encode()).digest() not in kept
    assert pin not in repr(kept)


async def test_a_rooms_device_has_a_link_and_no_pin(booked: Booked) -> None:
    [room] = [each for each in booked.made.links if each.name == ROOM]
    assert (room.role, room.pin) == ("room_device", None)


async def test_every_link_stands_for_its_own_person(booked: Booked) -> None:
    links = booked.house.directory.links
    stands_for = {
        public: link.participant_id or link.place_id for public, (link, _) in links.items()
    }
    assert stands_for[booked.public_id(CHAIR)] == booked.ids[CHAIR]
    assert stands_for[booked.public_id(ROOM)] == booked.ids[ROOM]
    assert len(set(stands_for.values())) == len(booked.ids)
