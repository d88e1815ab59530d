"""Running the web app under uvicorn: a port that is surely ours, and a quiet end."""

from __future__ import annotations

import errno
import socket

import uvicorn

from exclusim.app.guard import say
from exclusim.app.web.application import create_app
from exclusim.app.web.settings import Settings
from exclusim.model.errors import ExclusimError

__all__ = ["run"]

_GRACE = 5  # seconds that answers under way get when the app ends


def run(settings: Settings, host: str, port: int) -> None:
    """Serve until told to end.

    Raises:
        ExclusimError: the address cannot be used.
    """
    listening = _listen(host, port)
    app = create_app(settings)
    where = f"[{host}]" if ":" in host else host
    say(f"Exclusim: http://{where}:{listening.getsockname()[1]}  (Ctrl-C ends it)")
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,  # addresses are keys to what visitors keep, and belong in no log
        server_header=False,
        proxy_headers=bool(settings.user_header) or settings.secure,
        timeout_graceful_shutdown=_GRACE,
    )
    try:
        uvicorn.Server(config).run(sockets=[listening])
    except (KeyboardInterrupt, SystemExit):  # uvicorn has ended in good order, and then tells of the signal
        say("ended")


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except (OSError, OverflowError) as error:
        listening.close()
        taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
        reason = "something else listens there" if taken else str(error)
        raise ExclusimError(f"cannot listen at {host} port {port}: {reason}", hint="choose another --port") from None
    return listening
