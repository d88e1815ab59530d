"""The web app: the planner's door. It shows what the library makes and has no logic of its own."""

from exclusim.app.web.application import create_app
from exclusim.app.web.settings import Settings

__all__ = ["Settings", "create_app"]
