"""Composition root: the parts, put together once. Imported by what serves, and by nobody else."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from os import PathLike, stat_result
from pathlib import Path
from typing import Protocol
from uuid import uuid4

import anyio
import structlog
from anyio import to_thread
from fastapi import FastAPI
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from app.api.assembly import build_routes, guard
from app.api.deps import Wiring
from app.api.staff import PasswordAndCode
from app.bus.memory import MemoryBus
from app.db.database import (
    Database,
    check_durability,
    outages_as_store_down,
    restricted_beside,
    unchecked_database,
)
from app.db.directory import SqlDirectory
from app.db.event_store import SqlEventStore
from app.db.heads import HeadWriter
from app.db.keys import Keys, load_keys, load_restricted_key
from app.db.leases import SqlLeases
from app.db.restricted import AllTexts, CovertBodies
from app.db.shreds import Shreds
from app.db.texts import SqlTexts
from app.domain.ids import ConferenceId
from app.domain.ledger import first_broken
from app.live.desk import PhoneEngine
from app.live.live import Live, Outside, Phone
from app.pages.catalogue import prompts
from app.pages.render import Pages
from app.service.clock import SystemClock
from app.service.copies import Copies
from app.service.invitations import Invitations
from app.service.owed_texts import OwedTexts
from app.settings import Settings
from media.api import Engine
from media.telephony.api import Telephone

Lasting = Callable[[], Awaitable[None]]
"""A part that runs as long as the service does: if it ends, so does the service."""

FLOOR_SECONDS = 0.5
HASHED_FILES = "assets"
STATIC = Path(__file__).parent / "pages" / "static"


class RunningEngine(Engine, PhoneEngine, AbstractAsyncContextManager["RunningEngine"], Protocol):
    """An engine that is there while the service runs."""

    @property
    def is_ready(self) -> bool: ...


class StaticPages(StaticFiles):
    """Built files with a hash in their name never change, so browsers may keep them."""

    def file_response(
        self,
        full_path: str | PathLike[str],
        stat_result: stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        answer = super().file_response(full_path, stat_result, scope, status_code)
        if HASHED_FILES in Path(full_path).parts:
            answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return answer


@dataclass(frozen=True, slots=True)
class Stores:
    """What is kept: the same for the service and for who prepares a conference."""

    database: Database
    restricted: Database
    keys: Keys
    clock: SystemClock
    events: SqlEventStore
    texts: AllTexts
    directory: SqlDirectory
    invitations: Invitations

    async def close(self) -> None:
        await self.database.close()
        await self.restricted.close()


def open_stores(settings: Settings) -> Stores:
    """Nothing is read yet but the keys. Raises KeysMissing."""
    keys, clock = load_keys(settings.keys_place), SystemClock()
    restricted_key = load_restricted_key(settings.keys_place)
    database = unchecked_database(settings.database_place)
    restricted = unchecked_database(restricted_place(settings))
    directory = SqlDirectory(database, keys, clock)
    shreds = Shreds(settings.keys_place / "drafts")
    covert = SqlTexts(restricted, restricted_key, shreds)
    earlier = SqlTexts(database, restricted_key)
    return Stores(
        database=database,
        restricted=restricted,
        keys=keys,
        clock=clock,
        events=SqlEventStore(database, CovertBodies(covert)),
        texts=AllTexts(SqlTexts(database, keys.master, shreds), covert, earlier),
        directory=directory,
        invitations=Invitations(directory, clock, keys.pepper, trust_demo_links=settings.demo),
    )


def restricted_place(settings: Settings) -> str:
    return settings.restricted_url or restricted_beside(settings.database_place)


def create_app(
    settings: Settings,
    engine: RunningEngine,
    stop: Callable[[], None],
    telephone: Telephone | None = None,
) -> ASGIApp:
    """The whole service. `stop` is called if its live half ends by itself: it must not go on.

    `telephone`: None where nobody can ring.
    """
    stores = open_stores(settings)
    live = Live(outside_of(settings, stores, engine, telephone))
    wiring = wire(settings, stores, engine, live)
    app = build_routes(wiring, lifespan_of(stores, engine, [live.run, wiring.owed_texts.run], stop))
    app.include_router(live.sockets)
    app.mount("/static", StaticPages(directory=STATIC, check_dir=False))
    return guard(app, wiring)


def wire(settings: Settings, stores: Stores, engine: RunningEngine, live: Live) -> Wiring:
    async def is_ledger_whole(conference: ConferenceId) -> bool:
        links = await stores.events.links(conference)
        return await to_thread.run_sync(first_broken, links) is None

    return Wiring(
        commands=live.handler,
        conferences=live.replica,
        store=stores.events,
        texts=stores.texts,
        owed_texts=OwedTexts(stores.texts),
        copies=Copies(stores.events, stores.texts, stores.texts.for_families(), live.handler),
        directory=stores.directory,
        invitations=stores.invitations,
        staff=PasswordAndCode(stores.directory, stores.clock),
        pages=Pages(phone=settings.phone_number),
        clock=stores.clock,
        is_ledger_whole=is_ledger_whole,
        is_ready=lambda: engine.is_ready and live.node.is_ready,
        host_names=settings.host_names,
        floor_seconds=FLOOR_SECONDS,
    )


def outside_of(
    settings: Settings, stores: Stores, engine: RunningEngine, telephone: Telephone | None
) -> Outside:
    addresses = settings.media_addresses
    phone = (
        None
        if telephone is None
        else Phone(
            telephone=telephone,
            engine=engine,
            directory=stores.directory,
            pepper=stores.keys.pepper,
            clips=prompts(),
            practice_lines=settings.practice_lines,
        )
    )
    return Outside(
        engine=engine,
        store=stores.events,
        texts=stores.texts,
        bus=MemoryBus(),
        clock=stores.clock,
        leases=SqlLeases(stores.database),
        heads=HeadWriter(stores.events, stores.keys.head, settings.heads_place, stores.clock),
        redeem=stores.invitations.redeem,
        node_name=node_name(settings.data_folder),
        journal_folder=settings.data_folder / "journal",
        media_address=addresses[0] if addresses else None,
        keeper_failed=log_failure,
        phone=phone,
    )


def node_name(folder: Path) -> str:
    """One for each data folder, for ever: a restarted node holds the leases it held before."""
    path = folder / "node"
    if not path.exists():
        path.write_text(str(uuid4()))
    return path.read_text()


def log_failure(conference: ConferenceId, error: Exception) -> None:
    structlog.get_logger().error("keeper-failed", conference_id=conference, error=type(error))


def lifespan_of(
    stores: Stores, engine: RunningEngine, lasting: Sequence[Lasting], stop: Callable[[], None]
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    async def run(part: Lasting) -> None:
        try:
            await part()
        finally:
            stop()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        with outages_as_store_down():
            await check_durability(stores.database)
            await check_durability(stores.restricted)
        try:
            async with engine, anyio.create_task_group() as tasks:
                for part in lasting:
                    tasks.start_soon(run, part)
                yield
                tasks.cancel_scope.cancel()
        finally:
            with anyio.move_on_after(2, shield=True):
                await stores.close()

    return lifespan
