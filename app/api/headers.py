"""What every answer carries: nothing from elsewhere, nothing kept, nothing framed."""

from functools import lru_cache

from secure import (
    ContentSecurityPolicy,
    CrossOriginOpenerPolicy,
    CrossOriginResourcePolicy,
    PermissionsPolicy,
    ReferrerPolicy,
    Secure,
    StrictTransportSecurity,
    XContentTypeOptions,
    XFrameOptions,
)
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.origin import is_address

OURS_ONLY = ("camera", "microphone", "display-capture", "autoplay", "fullscreen")
NOBODYS = ("geolocation", "usb", "payment", "midi", "serial")


class SecurityHeaders:
    """The preset of the library would switch off the camera; this one is for a conference."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        host = Headers(scope=scope).get("host", "")
        wanted = headers_for(scope["scheme"], host if is_plain(host) else "").headers

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Cache-Control", "no-store")
                headers.update(wanted)
            await send(message)

        await self._app(scope, receive, send_with_headers)


def is_plain(host: str) -> bool:
    """What may stand in a header that we send, unquoted."""
    return host.isascii() and all(each.isalnum() or each in ".-:[]" for each in host)


@lru_cache(maxsize=64)
def headers_for(scheme: str, host: str) -> Secure:
    permissions = PermissionsPolicy()
    for feature in OURS_ONLY:
        permissions = permissions.add_directive(feature, "self")
    for feature in NOBODYS:
        permissions = permissions.add_directive(feature)
    is_named = not (is_address(host) or host.startswith("localhost"))
    return Secure(
        csp=content_policy(scheme, host),
        coop=CrossOriginOpenerPolicy().same_origin(),
        corp=CrossOriginResourcePolicy().same_origin(),
        hsts=StrictTransportSecurity().max_age(31_536_000)
        if scheme == "https" and is_named
        else None,
        permissions=permissions,
        # With no referrer at all a browser would send forms with `Origin: null`.
        referrer=ReferrerPolicy().same_origin(),
        xcto=XContentTypeOptions().nosniff(),
        xfo=XFrameOptions().deny(),
    )


def content_policy(scheme: str, host: str) -> ContentSecurityPolicy:
    """Older browsers do not count our own socket as `self`, so it is named."""
    own_socket = [f"{scheme.replace('http', 'ws')}://{host}"] if host else []
    return (
        ContentSecurityPolicy()
        .default_src("'none'")
        .script_src("'self'")
        .style_src("'self'")
        .img_src("'self'")
        .font_src("'self'")
        .connect_src("'self'", *own_socket)
        .media_src("'self'", "blob:")
        .worker_src("'self'")
        .form_action("'self'")
        .base_uri("'none'")
        .frame_ancestors("'none'")
    )
