"""Server-rendered pages: plain arguments and a language in, one HTML document out.

Neutral titles, no inline script or style. The live page holds one island and its words.
"""

from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader, PrefixLoader
from markupsafe import Markup

from app.pages.assets import Assets, island_config, load_assets
from app.pages.catalogue import LANGUAGES, Language, load

EVERYONE = (
    "answers", "aside", "call-in", "companion", "conference", "controls", "devices", "ended",
    "form", "join", "link", "lobby", "notice", "over", "problem", "role", "room", "said", "sound",
    "asks", "connection", "fall", "inside", "keys", "news", "reply", "text", "voice", "where",
)  # fmt: skip
MINUTES = ("heading", "kind", "line", "minutes", "record", "withhold")
RESPONDERS = (
    "lead_social_worker",
    "team_manager",
    "police",
    "health",
    "education",
    "agency",
    "legal_adviser",
    "supporter",
    "solicitor",
    "child_advocate",
    "interpreter",
    "administrator",
)
"""With minute taker and deputy, the roles of which somebody may be named to answer a signal."""

ISLAND_WORDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(RESPONDERS, ("alone",)),
    "deputy_chair": ("act", "alone", "chair", "course", "hold", "refuse"),
    "room_device": ("display",),
    "minute_taker": (*MINUTES, "alone"),
    "independent_chair": (
        *MINUTES, "act", "admit", "agenda", "alone", "chair", "closed", "concern", "course",
        "exclude", "ground",
        "hold", "identity", "ledger", "order", "panel", "paused", "phase", "readmit", "refuse",
        "script", "span", "state", "telephone", "told", "trouble", "views_route",
    ),
}  # fmt: skip
"""What the island of a role says besides what it says to everyone."""

CARRY = "src/carry.tsx"
"""The script of every page before the live one, and of those that say no."""

STATUSES = {403, 404, 429, 500, 503}


class Pages:
    """Every page that the server renders itself."""

    def __init__(self, assets: Assets | None = None, phone: str | None = None) -> None:
        """`phone`: the published number; it stands wherever a browser may not do."""
        self._phone = phone
        self._assets = load_assets() if assets is None else assets
        own = PackageLoader("app.pages")
        components = PackageLoader("govuk_frontend_jinja")
        self._templates = Environment(
            loader=ChoiceLoader([own, PrefixLoader({"govuk_frontend_jinja": components})]),
            autoescape=True,
            undefined=ChainableUndefined,  # the components ask for parameters of parameters
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def language_page(self, link: str) -> str:
        """Both languages side by side, before anything else; the same for every link."""
        speaks = {each: load(each).text for each in LANGUAGES}
        return self._render("language", "en", script=CARRY, link=link, speaks=speaks)

    def continue_page(self, link: str, language: Language) -> str:
        """The same for every link, known or not."""
        return self._render("continue", language, script=CARRY, link=link)

    def link_refused_page(self, language: Language) -> str:
        return self._render("link-refused", language, script=CARRY)

    def sign_in_page(self, next_path: str, language: Language, *, failed: bool) -> str:
        return self._render("sign-in", language, script=CARRY, next=next_path, failed=failed)

    def room_page(self, language: Language, *, failed: bool) -> str:
        """Where a room's screen begins: it asks for the code, and names nothing."""
        return self._render("room", language, script="src/carry.tsx", failed=failed)

    def help_page(self, language: Language) -> str:
        return self._render("help", language, script="src/carry.tsx")

    def accessibility_page(self, language: Language) -> str:
        return self._render("accessibility", language, script="src/carry.tsx")

    def live_page(self, link: str, role: str, language: Language) -> str:
        """`role` decides which parts the island loads, and which words it gets."""
        prefixes = (*EVERYONE, *ISLAND_WORDS.get(role, ()))
        words = load(language).part(prefixes)
        config = island_config(
            link=link, role=role, language=language, words=words, phone=self._phone
        )
        shown = Markup(config)  # noqa: S704  escaped for its place, a script element
        wall = role == "room_device"
        return self._render("live", language, script="src/live.tsx", config=shown, wall=wall)

    def left_page(self, language: Language) -> str:
        """Where whoever leaves quickly arrives: nothing on it speaks of us."""
        return self._render("left", language)

    def problem_page(self, status: int, language: Language) -> str:
        known = status if status in STATUSES else 500
        return self._render("problem", language, script=CARRY, status=known)

    def problem_title(self, code: str, language: Language) -> str:
        """Words for a code of `app.domain.errors` or of the edge; general ones where unknown."""
        words = load(language)
        key = f"problem.{code}"
        return words.text(key if words.has(key) else "problem.general")

    def _render(self, name: str, language: Language, **values: object) -> str:
        words = load(language)
        template = self._templates.get_template(f"{name}.html")
        return template.render(
            page=name,
            language=language,
            other="en" if language == "cy" else "cy",
            t=words.text,
            assets=self._assets,
            phone=self._phone,
            **values,
        )
