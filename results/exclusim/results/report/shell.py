"""The shell that all pages share: one template environment, one style, one layout."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from exclusim.results.language import _, spoken

from .framing import frame_now
from .parts import Section

__all__ = ["environment", "render", "script", "stylesheet"]

_SHARED = "exclusim.results.report"


@cache
def environment(package: str, frame: str = "") -> Environment:
    """Templates of a package, then the shared ones, then its frame's, whose ``frame/shell.html`` goes before all.

    Args:
        package: such as ``exclusim.results.faults``.
        frame: package of the site that the page is shown in; empty where it stands alone.
    """
    packages = [name for name in (package, _SHARED, frame) if name]
    shell = [PackageLoader(frame, "templates/frame")] if frame else []
    made = Environment(
        loader=ChoiceLoader([*shell, *(PackageLoader(name) for name in packages)]),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.policies["ext.i18n.trimmed"] = True
    made.globals |= {
        "_": _,
        "gettext": _,
        "ngettext": lambda one, many, n: _(one if n == 1 else many),
        "language": spoken,
    }
    return made


def render(
    package: str, template: str, *, sections: Sequence[Section] = (), script: str = "", **content: object
) -> str:
    """One self-contained page from a template that extends ``shell.html``: no request leaves it.

    Args:
        package: whose ``templates`` folder holds ``template``.
        sections: what follows the summary. A template that lays out sections of its own sets ``contents``, pairs of
            id and title, instead.
        script: name of a shared script; the page's policy lets no other one run.
        content: what the shell lays out, ``document``, ``facts``, ``headline``, ``keys`` and ``warnings`` (texts), and
            whatever the template itself asks for.
    """
    frame = frame_now()
    code = _asset(script) if script else ""
    digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
    return (
        environment(package, frame.package)
        .get_template(template)
        .render(
            **frame.content,
            **content,
            sections=sections,
            contents=[(s.id, s.title) for s in sections],
            style=Markup(stylesheet()),
            script=Markup(code),
            script_hash=f"sha256-{digest}",
        )
    )


def stylesheet() -> str:
    """The look of every page and figure."""
    return _asset("style.css") + _asset("figure.css")


def script(name: str) -> str:
    """A shared script by its name."""
    return _asset(name)


def _asset(name: str) -> str:
    return files(_SHARED).joinpath("templates", name).read_text(encoding="utf-8")
