"""Ordering a study, watching it, stopping and going on with it, seeing it, and taking files home."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse
from fastapi.sse import EventSourceResponse

from exclusim.app.web.crew import State
from exclusim.app.web.messages import said
from exclusim.app.web.shelf import Tag, write_bytes
from exclusim.app.web.studies import DOCUMENT, KINDS, Kind, Order
from exclusim.app.web.views import PACKAGE, page, site_of, surroundings
from exclusim.app.web.visitors import CurrentVisitor, Visitor
from exclusim.results.files import atomic_path, ensure_folder
from exclusim.results.language import Language, speaking
from exclusim.results.report.framing import framed

__all__ = ["order_study", "router"]

router = APIRouter(prefix="/study")

_TELL_EVERY = 0.25  # seconds


def order_study(
    request: Request,
    visitor: Visitor,
    order: Order,
    title: str,
    scenario: str = "",
    files: Mapping[str, bytes] = MappingProxyType({}),
) -> RedirectResponse:
    """Keep an order, put it in line, and send the visitor to where it can be watched.

    Args:
        title: shown in lists.
        scenario: name of the kept scenario that it is of; empty where it is of none.
        files: what the study needs beside, by a file name that the kind of study chose.

    Raises:
        HTTPException: 429, the visitor has as many studies under way as one may have.
    """
    site = site_of(request)
    own = site.studies.of(visitor.owner)
    under_way = [tag for tag in own if not site.crew.state(site.studies.place(tag.name)).over]
    if len(under_way) >= site.settings.waiting:
        raise HTTPException(429)
    for old in own[site.settings.kept - 1 :]:
        site.studies.remove(old.name)
    tag = Tag.new(visitor.owner, title, kind=order.kind, scenario=scenario)
    folder = site.studies.add(tag)
    order.write(folder)
    for name, content in files.items():
        write_bytes(folder / name, content)
    site.crew.submit(folder)
    return RedirectResponse(f"/study/{tag.name}", 303)


@router.get("/{name}")
def show(request: Request, visitor: CurrentVisitor, name: str) -> HTMLResponse:
    """The result, or how far it has come."""
    tag, folder, kind = _kept(request, name)
    state = site_of(request).crew.state(folder)
    if state.phase != "done":
        with speaking(visitor.language):
            state = replace(state, message=said(state.message))
        return page(request, visitor, "study.html", tag=tag, kind=kind, state=state, mine=tag.owner == visitor.owner)
    document = kind.read((folder / DOCUMENT).read_bytes())
    around = surroundings(request, visitor)
    with speaking(visitor.language), framed(PACKAGE, **around, tag=tag, kind=kind, mine=tag.owner == visitor.owner):
        return HTMLResponse(kind.page(document))


def _folder(request: Request, name: str) -> Path:
    """Looked up before a stream begins: once it has, it is too late to say that there is nothing."""
    return _kept(request, name)[1]


StudyFolder = Annotated[Path, Depends(_folder)]


@router.get("/{name}/progress", response_class=EventSourceResponse)
async def progress(request: Request, folder: StudyFolder) -> AsyncIterator[dict[str, Any]]:
    """How far it has come, told until it is over."""
    crew = site_of(request).crew
    while True:
        state = crew.state(folder)
        yield _told(state)
        if state.over:
            return
        await asyncio.sleep(_TELL_EVERY)


def _told(state: State) -> dict[str, Any]:
    left = state.seconds_left
    return {
        "phase": state.phase,
        "share": round(state.share, 3),
        "ahead": state.ahead,
        "left": None if left is None else round(left),
        "over": state.over,
    }


@router.post("/{name}/stop")
def stop(request: Request, visitor: CurrentVisitor, name: str) -> RedirectResponse:
    """Stop it; what is finished is kept."""
    _own(request, visitor, name)
    site = site_of(request)
    site.crew.stop(site.studies.place(name))
    return RedirectResponse(f"/study/{name}", 303)


@router.post("/{name}/resume")
def resume(request: Request, visitor: CurrentVisitor, name: str) -> RedirectResponse:
    """Go on with a study that was stopped or failed."""
    _own(request, visitor, name)
    site = site_of(request)
    folder = site.studies.place(name)
    if site.crew.state(folder).phase in ("stopped", "failed"):
        site.crew.submit(folder)
    return RedirectResponse(f"/study/{name}", 303)


@router.post("/{name}/remove")
def remove(request: Request, visitor: CurrentVisitor, name: str) -> RedirectResponse:
    """Remove it with all its files."""
    _own(request, visitor, name)
    site = site_of(request)
    site.crew.stop(site.studies.place(name))
    site.studies.remove(name)
    return RedirectResponse("/", 303)


@router.get("/{name}/scenario.yaml")
def scenario(request: Request, name: str) -> Response:
    """The scenario file that the study is of."""
    _tag, folder, _kind = _kept(request, name)
    text = "\n---\n".join(Order.read(folder).cases)
    return Response(
        text, media_type="application/yaml", headers={"Content-Disposition": 'attachment; filename="scenario.yaml"'}
    )


@router.get("/{name}/{file}")
def download(request: Request, visitor: CurrentVisitor, name: str, file: str) -> FileResponse:
    """One of the files that a finished study hands out, made when it is first asked for."""
    _tag, folder, kind = _kept(request, name)
    found = next((download for download in kind.downloads if download.name == file), None)
    if found is None or site_of(request).crew.state(folder).phase != "done":
        raise HTTPException(404)
    path = folder / "files" / visitor.language / found.name
    if not path.exists():
        ensure_folder(path.parent)
        _write(kind, folder, path, visitor.language, found.write)
    return FileResponse(path, media_type=found.media, filename=found.name)


def _write(kind: Kind[Any], folder: Path, path: Path, language: Language, write: Any) -> None:
    document = kind.read((folder / DOCUMENT).read_bytes())
    with speaking(language), atomic_path(path) as temporary:
        write(document, folder, temporary)


def _kept(request: Request, name: str) -> tuple[Tag, Path, Kind[Any]]:
    """A study with its folder and kind.

    Raises:
        NotKept: there is none of this name.
    """
    studies = site_of(request).studies
    tag = studies.tag(name)
    return tag, studies.place(name), KINDS[tag.about["kind"]]


def _own(request: Request, visitor: Visitor, name: str) -> None:
    """Raises:
    HTTPException: 403, it is somebody else's.
    """
    if site_of(request).studies.tag(name).owner != visitor.owner:
        raise HTTPException(403)
