"""Where the built clips are."""

from pathlib import Path

BUILT = Path(__file__).parent / "built"
"""LANGUAGE/NAME.wav, made by `python -m app.prompts.build`; in the wheel, not in git."""
