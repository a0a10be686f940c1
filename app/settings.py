"""What an operator may set, read once from the environment (`QUORATE_...`) and then fixed."""

import ipaddress
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "QUORATE_"


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix=PREFIX, extra="forbid", frozen=True, use_attribute_docstrings=True
    )

    data_folder: Path = Path("var")
    """Database, keys, sockets and the demo's links; made at the first start."""

    database_url: str | None = None
    """SQLAlchemy URL of the event log; by default SQLite in the data folder."""

    restricted_url: str | None = None
    """Of the restricted store (restricted minutes, silent signals): by default `restricted.db`
    beside SQLite's file, or the database `NAME_restricted` on the same PostgreSQL server."""

    keys_folder: Path | None = None
    """Master key, restricted key, pepper and head key. By default in the data folder."""

    heads_folder: Path | None = None
    """Where signed heads of the ledger are copied: another mount than the database's."""

    local_rules: Path | None = None
    """The authority's local rules (docs/local-rules.md). By default in the data folder."""

    host: str = "127.0.0.1"
    """Address to listen on. Any other than loopback needs a certificate."""

    port: int = Field(default=8000, ge=0, le=65535)

    host_names: frozenset[str] = frozenset()
    """Names under which browsers reach the service, besides localhost and plain addresses."""

    certificate: Path | None = None
    """PEM chain for https, with `key`."""

    key: Path | None = None

    self_signed: bool = False
    """Make a certificate in the data folder; browsers will warn."""

    workers: int | None = Field(default=None, ge=1, le=64)
    """Media workers; by default all cores but one."""

    media_addresses: tuple[str, ...] = ()
    """Addresses that browsers are told to send media to; by default that of their request."""

    media_host: str | None = None
    """Address that takes the media; by default `host`. Another where pages come by a proxy."""

    media_port: int = Field(default=0, ge=0, le=65535)
    """UDP and TCP port of the first media worker, the next ones follow; 0: any free one."""

    practice_lines: frozenset[str] = frozenset({"practice"})
    """Numbers, or names before the @, that callers ring to practise."""

    phone: bool = True
    """Answer the telephone (docs/phone.md)."""

    sip_host: str | None = None
    """Address of one interface, for SIP and for the sound of calls; by default `host`."""

    sip_port: int = Field(default=5060, ge=0, le=65534)
    """UDP and TCP, and TLS on the next one; 0: any free pair. Taken by another: no phone."""

    phone_calls: int = Field(default=100, ge=1, le=250)
    """Calls at once; who rings above it is told that we are busy."""

    phone_quiet_seconds: float = Field(default=2.5, gt=0.5)
    """A caller of whom no packet has come for so long counts as lost until one comes; more where
    telephones send nothing in silence."""

    trunks: Path | None = None
    """TOML file of the trunks that calls come and go by (docs/phone.md)."""

    prompts: Path | None = None
    """Folder of recordings that go before the machine's voice, `LANGUAGE/NAME.wav`."""

    phone_number: str | None = Field(default=None, max_length=40, pattern=r"^[0-9+][0-9 ()+-]*$")
    """The number that people ring to take part, as it is to be shown: `01632 960500`."""

    demo: bool = False
    """Seed a conference once, and take its staff links as signed in. Loopback only."""

    @model_validator(mode="after")
    def _is_safe(self) -> Self:
        if (self.certificate is None) != (self.key is None):
            raise ValueError("A certificate and its key are given together.")
        if self.is_loopback:
            return self
        if self.demo:
            raise ValueError("The demo's links are signed in: it is served on loopback only.")
        if not self.is_secure:
            raise ValueError("Any other host than loopback needs a certificate or self_signed.")
        return self

    @property
    def database_place(self) -> str:
        return self.database_url or f"sqlite:///{self.data_folder.absolute() / 'quorate.db'}"

    @property
    def keys_place(self) -> Path:
        return self.keys_folder or self.data_folder / "keys"

    @property
    def heads_place(self) -> Path:
        return self.heads_folder or self.data_folder / "heads"

    @property
    def local_rules_place(self) -> Path:
        return self.local_rules or self.data_folder / "local_rules.toml"

    @property
    def is_secure(self) -> bool:
        return self.self_signed or self.certificate is not None

    @property
    def is_loopback(self) -> bool:
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def scheme(self) -> str:
        return "https" if self.is_secure else "http"

    @property
    def worker_count(self) -> int:
        return self.workers or max(1, (os.cpu_count() or 1) - 1)


def unknown_settings(environment: Mapping[str, str]) -> list[str]:
    """Names under our prefix that set nothing: a misspelt setting must not pass for the default."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    return sorted(name for name in environment if name.startswith(PREFIX) and name not in known)
