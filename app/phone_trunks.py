"""The operator's file of trunks (docs/phone.md). Its secrets are in files of their own."""

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from media.telephony.settings import Transport, Trunk


class TrunksRefused(Exception):
    """The file cannot be read as trunks."""


class _Written(BaseModel):
    """One `[[trunk]]`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    host: str
    transport: Transport = Transport.UDP
    user: str = "quorate"
    auth_user: str | None = None
    secret_file: Path | None = None
    registers: bool = False
    may_dial: bool = False
    vouches: bool = False

    def trunk(self, folder: Path) -> Trunk:
        secret = ""
        if self.secret_file is not None:
            secret = (folder / self.secret_file).read_text().strip()
        return Trunk(
            name=self.name,
            host=self.host,
            transport=self.transport,
            user=self.user,
            secret=secret,
            auth_user=self.auth_user,
            registers=self.registers,
            may_dial=self.may_dial,
            vouches=self.vouches,
        )


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    trunk: tuple[_Written, ...] = ()


def read_trunks(path: Path) -> tuple[Trunk, ...]:
    """Raises TrunksRefused."""
    try:
        file = _File.model_validate(tomllib.loads(path.read_text()))
        return tuple(written.trunk(path.parent) for written in file.trunk)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise TrunksRefused from error
