"""``exclusim serve``: the web app."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exclusim.app.files import DEFAULT_FOLDER

__all__ = ["register"]

_HERE = ("127.0.0.1", "localhost", "::1")


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(serve)


def serve(
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Address to listen at; 0.0.0.0 lets other machines in.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="PORT", help="Port; 0 for any free one.")] = 8000,
    data: Annotated[
        Path,
        typer.Option(metavar="DIR", envvar="EXCLUSIM_WEB_DATA", help="Folder for what visitors keep."),
    ] = DEFAULT_FOLDER / "web",
    workers: Annotated[
        int, typer.Option(min=0, max=256, metavar="N", help="Processes that simulate; 0 for one per core.")
    ] = 0,
    name: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Name under which the app is asked for, such as exclusim.kommun.se; may be repeated. "
            "Needed as soon as others come in.",
            show_default="this machine's own",
        ),
    ] = None,
    login_header: Annotated[
        str,
        typer.Option(
            metavar="HEADER",
            help="Header in which the reverse proxy says who is logged in, such as X-Remote-User. Only where nothing "
            "but the proxy reaches this address.",
        ),
    ] = "",
    password_file: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Ask for the password whose hash is in this file.")
    ] = None,
    set_password: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Ask for a new password, write its hash to this file, and end.")
    ] = None,
    https: Annotated[bool, typer.Option("--https", help="Visitors come over HTTPS, through a reverse proxy.")] = False,
) -> None:
    """Serve the web app: for planners, in Swedish and English.

    Listens to this machine only unless told otherwise; no page ever asks for anything from elsewhere. Ctrl-C ends it.
    """
    if set_password is not None:
        _write_password(set_password)
        return
    from exclusim.app.web.serving import run
    from exclusim.app.web.settings import Settings

    hosts = tuple(name or ()) or (
        "localhost",
        "127.0.0.1",
        "[::1]",
        *(() if host in (*_HERE, "0.0.0.0", "::") else (host,)),
    )
    settings = Settings(data, workers, user_header=login_header, password_file=password_file, hosts=hosts, secure=https)
    run(settings, host, port)


def _write_password(file: Path) -> None:
    from exclusim.app.guard import say
    from exclusim.app.web.login import hashed
    from exclusim.results.files import write_text

    password = typer.prompt("New password", hide_input=True, confirmation_prompt=True, err=True)
    write_text(file, hashed(password) + "\n")
    file.chmod(0o600)
    say(f"the hash of the password is in {file}; use it with --password-file {file}")
