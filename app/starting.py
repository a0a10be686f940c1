"""`quorate serve` and `quorate demo`: prepare the data folder, then let the supervisor run."""

import fcntl
import os
import socket
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import anyio
import structlog
import uvicorn
from starlette.types import ASGIApp

from app.db.database import open_database
from app.db.heads import HeadsTooNear, check_apart
from app.db.keys import load_keys, load_restricted_key, make_keys
from app.db.migrate import migrate_both
from app.demo.booking import Made, Office, make_conference
from app.demo.description import FAMILY, Description
from app.demo.links import changing_links, lines_of, read_links
from app.demo.rules import write_demo_rules
from app.domain.days import day_of
from app.domain.local_rules.book import RulesBook
from app.http_protocol import DeadlineHttpProtocol
from app.listening import BACKLOG, Address, address_of, certificate_files, listen
from app.live.protocol import GateWebSocketProtocol
from app.local_rules import content_of, parse_rules
from app.main import create_app, open_stores, restricted_place
from app.phone_child import phone_line, phone_socket, run_phone
from app.phone_line import PhoneLine
from app.rules_log import note_change
from app.service.clock import SystemClock
from app.serving import Child, Supervisor, run_to_end
from app.settings import Settings
from app.telemetry import configure
from app.workers import WorkerPool
from media.remote import RemoteEngine
from media.settings import EngineSettings
from media.telephony.remote import RemoteTelephone
from media.worker import run_worker

Say = Callable[[str], None]

SWITCH_SECONDS = 0.0005
"""How long a busy event loop keeps the interpreter from a database thread that has its answer:
with Python's own 5 ms each of a command's dozen steps can wait so long."""

LOCK_SECONDS = 5.0


class AlreadyServed(Exception):
    """Another service uses this data folder."""


class NotPrepared(Exception):
    """The database could not be brought to its newest shape; the log says why."""


def prepare_folder(settings: Settings) -> None:
    """Make what the first start makes. Keys that are expected elsewhere are never made."""
    settings.data_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if settings.keys_folder is None and not settings.keys_place.exists():
        make_keys(settings.keys_place)
    if settings.demo and settings.local_rules is None:
        write_demo_rules(settings.local_rules_place)


def load_rules(settings: Settings) -> RulesBook:
    """Raises RulesRefused."""
    place = settings.local_rules_place
    return parse_rules(content_of(place), place.name, day_of(SystemClock().now()))


def note_rules(settings: Settings) -> None:
    """Keep the file as it is, if it is not the one of the last start. Raises ChangesBroken."""
    changed = note_change(
        settings.data_folder, content_of(settings.local_rules_place), SystemClock().now()
    )
    if changed is not None:
        structlog.get_logger().info("setting-change", count=changed.seq)


def lock_folder(folder: Path) -> int:
    """Held until this process and all its children are gone. Raises AlreadyServed."""
    held = os.open(folder / ".serving.lock", os.O_RDWR | os.O_CREAT, 0o600)
    limit = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > limit:
                raise AlreadyServed from None
            time.sleep(0.05)
        else:
            return held


def check_heads(settings: Settings) -> None:
    """Raises HeadsTooNear, but in the demo only warns."""
    try:
        check_apart(settings.heads_place, settings.database_place)
    except HeadsTooNear:
        if not settings.demo:
            raise
        structlog.get_logger().warning("heads-too-near")


@dataclass(frozen=True, slots=True)
class Serving:
    """What to serve, and how to say that it is served."""

    settings: Settings
    description: Path | None
    """Of the conference that the demo seeds; None: its own."""
    say: Say


def serve(wanted: Serving) -> None:
    """Until a signal ends it.

    Raises:
        AlreadyServed, ChangesBroken, HeadsTooNear, KeysMissing, NotPrepared, PortTaken,
        RulesRefused
    """
    settings = wanted.settings
    configure(sys.stderr)
    os.umask(0o077)
    prepare_folder(settings)
    lock_folder(settings.data_folder)
    load_keys(settings.keys_place)
    rules = load_rules(settings)
    load_restricted_key(settings.keys_place)
    check_heads(settings)
    note_rules(settings)
    listener = listen(settings.host, settings.port)
    address = address_of(settings, listener)
    described = read_description(wanted.description or FAMILY) if settings.demo else None
    if not run_to_end(lambda: anyio.run(prepare_database, settings, rules, described)):
        raise NotPrepared
    controls = control_sockets(settings)
    api = Child("api", 0, lambda: run_api(settings, listener, controls))
    workers = [
        Child("worker", number, lambda n=number: run_media(settings, listener, controls, n))
        for number in range(settings.worker_count)
    ]
    phone = Child("phone", 0, lambda: run_phone(settings, controls))
    announced = Announcement(settings, address, wanted.say, controls)
    Supervisor([*workers, *[phone] * settings.phone, api], announced.if_ready).run()


async def prepare_database(
    settings: Settings, rules: RulesBook, described: Description | None
) -> None:
    """Migrate, see that nothing acknowledged can be lost, seed the demo if there is none yet."""
    places = settings.database_place, restricted_place(settings)
    await migrate_both(*places)
    for place in places:
        await (await open_database(place)).close()
    if described is not None and not read_links(settings.data_folder).conferences:
        await make_another(settings, rules, described)


async def make_another(settings: Settings, rules: RulesBook, described: Description) -> Made:
    """Also beside a running service, which finds it by itself."""
    await migrate_both(settings.database_place, restricted_place(settings))
    stores = open_stores(settings)
    office = Office(stores.events, stores.texts, stores.clock, stores.invitations, rules)
    try:
        made = await make_conference(described, office)
    finally:
        await stores.close()
    with changing_links(settings.data_folder) as links:
        links.conferences.append(made)
    return made


def read_description(path: Path) -> Description:
    return Description.model_validate_json(path.read_bytes())


class Announcement:
    """Says that the service is ready, each time it is so anew; the links only the first time."""

    def __init__(
        self, settings: Settings, address: Address, say: Say, controls: Sequence[Path]
    ) -> None:
        self._settings = settings
        self._address = address
        self._say = say
        self._controls = controls
        self._said = False

    def if_ready(self) -> bool:
        if not self._address.answers("/health/ready"):
            return False
        phone = phone_line(self._controls) if self._settings.phone else ""
        if phone is None:
            return False
        self._say(f"Ready: {self._address.origin}")
        if self._settings.demo and not self._said:
            self._say_links()
        if phone:
            self._say(phone)
        self._said = True
        return True

    def _say_links(self) -> None:
        with changing_links(self._settings.data_folder) as links:
            links.origin = self._address.origin
        for line in lines_of(links, links.origin):
            self._say(line)


def control_sockets(settings: Settings) -> list[Path]:
    """One a worker. Named by the folder's handle, which every child inherits: the kernel takes
    no more than 107 bytes of a socket's path, and a data folder may lie deep."""
    folder = settings.data_folder / "workers"
    folder.mkdir(mode=0o700, exist_ok=True)
    handle = os.open(folder, os.O_PATH | os.O_DIRECTORY)
    return [Path(f"/proc/self/fd/{handle}/{n}.sock") for n in range(settings.worker_count)]


def run_media(
    settings: Settings, listener: socket.socket, controls: Sequence[Path], number: int
) -> None:
    """In a child: one engine, which knows legs and flows but no people."""
    listener.close()
    port = settings.media_port and settings.media_port + number
    engine = EngineSettings(
        host=settings.media_host or settings.host,
        udp_port=port,
        tcp_port=port,
        addresses=settings.media_addresses,
    )
    run_worker(controls[number], engine)


def run_api(settings: Settings, listener: socket.socket, controls: Sequence[Path]) -> None:
    """In a child: pages, commands and sockets, on a socket that outlives this process."""
    sys.setswitchinterval(SWITCH_SECONDS)
    stopping = Stopping()
    pool = WorkerPool([RemoteEngine(path) for path in controls])
    telephone = PhoneLine(RemoteTelephone(phone_socket(controls))) if settings.phone else None
    app = create_app(settings, pool, stopping.stop, telephone)
    stopping.server = uvicorn.Server(server_config(settings, app))
    stopping.server.run(sockets=[listener])


class Stopping:
    """The way from the inside of the service to the server around it."""

    server: uvicorn.Server | None = None

    def stop(self) -> None:
        if self.server is not None:
            self.server.should_exit = True


def server_config(settings: Settings, app: ASGIApp) -> uvicorn.Config:
    files = certificate_files(settings, SystemClock())
    return uvicorn.Config(
        app,
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        http=DeadlineHttpProtocol,
        h11_max_incomplete_event_size=16 * 1024,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=2,
        limit_concurrency=1000,
        backlog=BACKLOG,
        ws=GateWebSocketProtocol,
        ws_max_size=32 * 1024,
        ws_max_queue=16,
        ws_per_message_deflate=False,
        ws_ping_interval=10,
        ws_ping_timeout=10,
        ssl_certfile=None if files is None else files[0],
        ssl_keyfile=None if files is None else files[1],
    )
