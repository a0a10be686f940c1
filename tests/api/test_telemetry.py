"""The log: ids, codes and durations; nothing that a person said, is called, or dials."""

import io
import json
import logging
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
import structlog

from app.telemetry import FIELDS, configure, last_words

SECRETS = (
    "Gwen",
    "Gwen Farrowby",
    "gwen@example.org",
    "0123456789",
    "+44 20 7946 0000",
    "192.0.2.7",
)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    handlers, level, before = logging.root.handlers, logging.root.level, structlog.get_config()
    configure(stream)
    yield stream
    structlog.configure(**before)
    logging.root.handlers = handlers
    logging.root.setLevel(level)


def lines(log: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_a_line_of_known_fields_is_one_json_object(log: io.StringIO) -> None:
    leg = uuid4()
    structlog.get_logger().info("leg-dropped", leg_id=leg, code="socket", duration_ms=12.5)
    [line] = lines(log)
    assert line["event"] == "leg-dropped"
    assert UUID(str(line["leg_id"])) == leg
    assert (line["code"], line["duration_ms"], line["level"]) == ("socket", 12.5, "info")


@pytest.mark.parametrize("field", sorted({*FIELDS, "name", "pin", "reason", "text", "sdp"}))
@pytest.mark.parametrize("secret", SECRETS)
def test_no_field_lets_a_name_a_number_or_an_address_through(
    log: io.StringIO, field: str, secret: str
) -> None:
    told = {"event": "told", field: secret}
    structlog.get_logger().info(told.pop("event"), **told)
    assert secret not in log.getvalue()


def test_a_pin_is_not_logged_as_a_number_either(log: io.StringIO) -> None:
    structlog.get_logger().info("told", count=7_481_305_080)
    assert "7481305080" not in log.getvalue()
    assert lines(log)[0]["withheld"] == 1


def test_a_field_that_nobody_listed_is_left_out_and_counted(log: io.StringIO) -> None:
    structlog.get_logger().info("told", name="Gwen", phone="1", code="fine")
    [line] = lines(log)
    assert (line["code"], line["withheld"]) == ("fine", 2)
    assert not {"name", "phone"} & set(line)


def test_a_library_says_who_it_is_and_nothing_of_what_it_says(log: io.StringIO) -> None:
    try:
        raise LookupError("Gwen Farrowby")
    except LookupError:
        logging.getLogger("uvicorn.error").exception("Exception for %s", "Gwen Farrowby")
    [line] = lines(log)
    assert "Gwen" not in log.getvalue()
    assert (line["event"], line["logger"], line["error"]) == (
        "library",
        "uvicorn.error",
        "LookupError",
    )
    assert str(line["where"]).startswith("tests.api.test_telemetry:")


def test_a_crash_is_reported_without_its_words(log: io.StringIO) -> None:
    error = ValueError("Gwen Farrowby")
    last_words(ValueError, error, None)
    assert lines(log)[0]["error"] == "ValueError"
    assert "Gwen" not in log.getvalue()
