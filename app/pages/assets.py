"""Built files by their names in the source: what the build wrote down in its manifest."""

import json
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, TypeAdapter

STATIC = Path(__file__).parent / "static"


class Chunk(BaseModel):
    """Of one entry of the manifest, what pages need."""

    file: str
    imports: list[str] = []


manifest_of: TypeAdapter[dict[str, Chunk]] = TypeAdapter(dict[str, Chunk])


@dataclass(frozen=True)
class Assets:
    """Addresses under /static/, with a digest in each name: they may be kept for ever."""

    manifest: dict[str, Chunk]

    def address(self, source: str) -> str:
        return f"/static/{self.manifest[source].file}"

    def preloads(self, source: str) -> list[str]:
        """What the entry imports at once, so that it is fetched together with it."""
        found: list[str] = []
        for name in self.manifest[source].imports:
            found += [self.address(name), *self.preloads(name)]
        return list(dict.fromkeys(found))


def load_assets(static: Path = STATIC) -> Assets:
    """Raises FileNotFoundError where the pages are not built."""
    return Assets(manifest_of.validate_json((static / "manifest.json").read_bytes()))


def island_config(**config: object) -> str:
    """JSON that may stand inside a script element: nothing in it can end the element."""
    return json.dumps(config, ensure_ascii=False).replace("<", "\\u003c")
