"""The pages, one module per errand."""

from fastapi import APIRouter

from exclusim.app.web.pages import building, knowledge, local, login, questions, scenarios, start, studies

__all__ = ["ROUTERS"]

ROUTERS: tuple[APIRouter, ...] = (
    start.router,
    login.router,
    scenarios.router,
    building.router,
    studies.router,
    questions.router,
    knowledge.router,
    local.router,
)
