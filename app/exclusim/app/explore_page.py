"""The page of ``exclusim explore``: Mesa's own, with the handles and charts of a case, for this machine only.

Solara is an optional extra and is imported when the page is made. It reads its settings from the environment on import;
without ours it would report its use to its makers.
"""

from __future__ import annotations

import os
import socket
import threading
import time
import warnings
import webbrowser
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from exclusim.app.compiling import announce_compilation
from exclusim.app.guard import say
from exclusim.app.signals import interruptible
from exclusim.model.errors import ExclusimError
from exclusim.results.explore import Bench, ExploreModel, Settings
from exclusim.results.explore.figures import STYLE, cost_figure, excluded_figure, status_figure
from exclusim.results.explore.settings import FEWEST_PERSONS, MOST_PERSONS, SLIDERS
from exclusim.results.explore.texts import now_text, plan_text
from exclusim.results.explore.view import View, view
from exclusim.results.language import _, speaking

__all__ = ["HOST", "SETTINGS", "page", "parameters", "prepare", "serve"]

HOST = "127.0.0.1"
_NAMES = ["127.0.0.1", "localhost"]  # under which a browser may ask: no page elsewhere can reach ours by its own name
SETTINGS = {
    "SOLARA_APP": __name__,
    "SOLARA_MODE": "production",
    "SOLARA_ASSETS_PROXY": "true",  # scripts and fonts come from this server, which has them in solara-assets
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "false",
    "SOLARA_THEME_SHOW_BANNER": "false",
}


@lru_cache(maxsize=4)
def _seen(model: ExploreModel, month: int) -> View:
    """A month is read once, for all that draw it."""
    return view(model)


_PARTS: tuple[Callable[[ExploreModel], Markup], ...] = (
    lambda model: status_figure(_seen(model, model.month)),
    lambda model: excluded_figure(_seen(model, model.month)),
    lambda model: cost_figure(_seen(model, model.month)),
    lambda model: now_text(_seen(model, model.month), model.settings),
    plan_text,
)

Page: Any = None
"""What Solara shows: it looks for this name in the module of ``SOLARA_APP``; :func:`prepare` sets it."""


def parameters(bench: Bench, start: Settings) -> dict[str, Any]:
    """Arguments of :class:`ExploreModel` as Mesa wants them: handles are dicts, everything else stays as it is."""

    def chosen(label: str, values: dict[str, str], value: str) -> dict[str, Any]:
        return {"type": "Select", "label": label, "value": values[value], "values": list(values.values())}

    handles: dict[str, Any] = {
        slider.key: {
            "type": "SliderFloat",
            "label": _(slider.label),
            "value": getattr(start, slider.key),
            "min": slider.low,
            "max": slider.high,
            "step": slider.step,
        }
        for slider in SLIDERS
    }
    most = {"type": "SliderInt", "min": FEWEST_PERSONS, "max": MOST_PERSONS, "step": 500}
    seeds = {"min": 0, "max": max(100, start.seed), "step": 1}
    return {
        "bench": bench,
        "investment": chosen(_("Satsning"), bench.scenarios, start.scenario),
        **handles,
        "agencies": {"type": "Checkbox", "label": _("Myndigheterna var för sig"), "value": start.agencies},
        "fault": chosen(_("Systemfel som tas bort (med myndigheter)"), bench.faults, start.fault),
        "persons": {**most, "label": _("Personer"), "value": start.persons},
        "seed_of_lives": {"type": "SliderInt", "label": _("Frö"), "value": start.seed, **seeds},
    }


def page(bench: Bench, start: Settings) -> Any:
    """Solara's component for a case; every visitor steps a model of their own."""
    import solara  # type: ignore[import-not-found,unused-ignore]
    from mesa.visualization import SolaraViz
    from mesa.visualization.utils import update_counter

    def component(draw: Callable[[ExploreModel], Markup]) -> Any:
        @solara.component
        def Part(model: ExploreModel) -> Any:
            update_counter.get()  # ties the component to Mesa's clock of redraws
            with speaking(bench.language):  # drawn in threads of the server, which speak Swedish
                return solara.HTML(tag="div", unsafe_innerHTML=str(draw(model)))

        return Part

    parts = [(component(draw), 0) for draw in _PARTS]
    handles = parameters(bench, start)
    first = {key: item["value"] if isinstance(item, dict) else item for key, item in handles.items()}

    @solara.component
    def Explore() -> None:
        solara.Style(STYLE)
        solara.Title(f"Exclusim: {_(bench.case.title)}")
        model = solara.use_memo(lambda: solara.reactive(ExploreModel(**first)), [])
        SolaraViz(
            model,
            components=parts,
            model_params=handles,
            name=_(bench.case.title),
            play_interval=150,
            render_interval=3,
        )

    return Explore


def prepare(bench: Bench, start: Settings) -> Any:
    """The page as an ASGI application that answers to this machine's own names and fetches nothing from outside.

    Raises:
        ExclusimError: a library is not installed.
    """
    global Page
    os.environ.update(SETTINGS)
    try:
        import solara_assets  # type: ignore[import-not-found,unused-ignore]  # noqa: F401
        from solara.server import cdn_helper  # type: ignore[import-not-found,unused-ignore]
        from starlette.middleware.trustedhost import (  # type: ignore[import-not-found,unused-ignore]
            TrustedHostMiddleware,
        )

        Page = page(bench, start)
        from solara.server.starlette import app  # type: ignore[import-not-found,unused-ignore]
    except ModuleNotFoundError as error:
        raise ExclusimError(
            f"the page needs a library that is not installed: {error.name}",
            hint="install the extra: pip install 'exclusim[viz]'",
        ) from None
    cdn_helper.fetch_from_cdn = _nothing
    warnings.filterwarnings("ignore", message="Cookies with samesite=none")  # about pages inside others; ours is none
    return TrustedHostMiddleware(app, allowed_hosts=_NAMES)


def serve(bench: Bench, start: Settings, port: int, *, browser: bool) -> None:
    """Serve the page until Ctrl-C.

    Args:
        bench: the case.
        start: position of the handles at first.
        port: 0 for any that is free.
        browser: whether to open it.

    Raises:
        ExclusimError: a library is not installed, or the port is taken.
    """
    application = prepare(bench, start)
    announce_compilation()
    interruptible(lambda: ExploreModel(bench, persons=1).step())  # so that the first visitor need not wait for it
    import uvicorn  # type: ignore[import-not-found,unused-ignore]

    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, port))
        except OSError:
            raise ExclusimError(
                f"port {port} of {HOST} cannot be used", hint="choose another --port; 0 takes any that is free"
            ) from None
        address = f"http://{HOST}:{listening.getsockname()[1]}/"
        server = uvicorn.Server(uvicorn.Config(application, log_level="warning", lifespan="on"))
        threading.Thread(target=_announce, args=(server, address, browser), daemon=True).start()
        interruptible(lambda: server.run(sockets=[listening]))  # a page that plays would hold up an orderly end


def _announce(server: Any, address: str, browser: bool) -> None:
    while not server.started:
        if server.should_exit:
            return
        time.sleep(0.1)
    say(f"{address}  (Ctrl-C ends)")
    if browser:
        webbrowser.open(address)


def _nothing(url: str) -> bytes:
    raise FileNotFoundError(f"{url} is not part of the installed files, and nothing is fetched")
