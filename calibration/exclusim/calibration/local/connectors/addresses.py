"""Where the public interfaces are; the only place that says so."""

from __future__ import annotations

KOLADA = "https://api.kolada.se/v3"
"""Kolada (RKA). Free to use with 'Källa: Kolada'. At most 25 years in one question."""

SCB = "https://api.scb.se/OV0104/v1/doris/sv/ssd"
"""Statistics Sweden's PxWeb. At most 30 questions in ten seconds and 150 000 cells in one."""

SCB_BIRTHS = f"{SCB}/BE/BE0101/BE0101H/FoddaK"
"""Live births by region, mother's age and the child's sex, from 1968."""
