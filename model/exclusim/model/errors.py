"""The one error a user can cause: a clear message, exit code 2, no traceback."""

from __future__ import annotations

__all__ = ["ExclusimError"]


class ExclusimError(Exception):
    """Something the user can mend. The message says where, what was expected and what to do.

    >>> raise ExclusimError("there is no price index for 1995", hint="choose a year from 2006 to 2024")
    Traceback (most recent call last):
    exclusim.model.errors.ExclusimError: there is no price index for 1995; choose a year from 2006 to 2024
    """

    exit_code = 2

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(f"{message}; {hint}" if hint else message)
