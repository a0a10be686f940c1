"""Pages that help: plain help for each step, and what is true about accessibility."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from app.api.deps import Spoken, Wired
from app.api.links import page

router = APIRouter(tags=["pages"], default_response_class=HTMLResponse)


@router.get("/help")
async def show_help(wired: Wired, language: Spoken, lang: str = "") -> HTMLResponse:
    return page(wired.pages.help_page(language), language, lang)


@router.get("/accessibility")
async def show_accessibility(wired: Wired, language: Spoken, lang: str = "") -> HTMLResponse:
    return page(wired.pages.accessibility_page(language), language, lang)
