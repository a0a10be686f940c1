"""Settings: fixed, explained, and refused where they would be unsafe."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from app.settings import Settings, unknown_settings


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"QUORATE_{name.upper()}", raising=False)


def test_the_defaults_are_loopback_without_the_demo() -> None:
    settings = Settings()
    assert (settings.host, settings.demo, settings.scheme) == ("127.0.0.1", False, "http")


def test_the_environment_is_read_under_the_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUORATE_PORT", "9999")
    assert Settings().port == 9999
    assert Settings.model_validate({"port": 7}).port == 7


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "conference.example"])  # noqa: S104  each is refused
def test_any_other_host_than_loopback_needs_https(host: str) -> None:
    with pytest.raises(ValidationError, match="certificate"):
        Settings(host=host)
    assert Settings(host=host, self_signed=True).scheme == "https"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.5", "::1", "localhost"])
def test_loopback_needs_no_certificate(host: str) -> None:
    assert not Settings(host=host).is_secure


def test_the_demo_is_never_served_beyond_loopback() -> None:
    with pytest.raises(ValidationError, match="loopback"):
        Settings(host="192.0.2.7", self_signed=True, demo=True)


def test_a_certificate_comes_with_its_key() -> None:
    with pytest.raises(ValidationError, match="together"):
        Settings(certificate=Path("chain.pem"))


def test_settings_do_not_change_and_take_nothing_unknown() -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate({"prot": 1})
    with pytest.raises(ValidationError):
        Settings().port = 1


def test_a_misspelt_setting_is_named() -> None:
    environment = {"QUORATE_PROT": "1", "QUORATE_PORT": "1", "PATH": "/bin"}
    assert unknown_settings(environment) == ["QUORATE_PROT"]


def test_every_setting_that_is_not_plain_is_explained() -> None:
    plain = {"port", "key"}
    unexplained = {n for n, f in Settings.model_fields.items() if not f.description}
    assert unexplained <= plain
