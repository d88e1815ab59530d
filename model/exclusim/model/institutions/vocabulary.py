"""The words of casework: needs, where a case stands, and what an agency answered.

A *status* says who feeds a person; a *case* says who works with the person. Both change month by month, and only the
case is what rules of agencies decide about.
"""

from __future__ import annotations

from enum import IntEnum, IntFlag

__all__ = ["NEEDS", "Answer", "CaseState", "Mark", "Need"]


class Need(IntFlag):
    """What a person needs help with; a person may have several at once (a *composite* need)."""

    WORK = 1
    HEALTH = 2
    SCHOOL = 4
    HOUSING = 8
    SUPPORT = 16


NEEDS: tuple[str, ...] = tuple(str(need.name).lower() for need in Need)


class CaseState(IntEnum):
    """Where a case stands in a month."""

    NONE = 0  # not outside, or nothing to help with
    ALONE = 1  # outside, and no agency works with the person
    WAITING = 2  # accepted in principle, in an agency's queue
    HELPED = 3  # an agency works with the person
    BETWEEN = 4  # one agency has let go, the next has not begun


class Answer(IntEnum):
    """The last answer a person got, kept in the case file: why things stand as they do."""

    NONE = 0
    UNASKED = 1  # nobody has asked anybody
    LEFT_SCHOOL = 2  # nobody has asked anybody since school was left
    ACCEPTED = 3
    NO_CAPACITY = 4  # a place in the queue
    TOO_YOUNG = 5
    TOO_EARLY = 6  # not outside for long enough
    NO_DIAGNOSIS = 7
    NOT_OURS = 8  # another agency's need, or not ours alone
    NO_MONEY = 9  # the year's budget is used up
    PUSHED = 10  # sent on although the mandate covers a need
    WRONG_DOOR = 11  # the mandate covers none of the needs
    TIME_LIMIT = 12  # closed with the need still there
    PROJECT_ENDED = 13
    LOST = 14  # sent on and never received
    RELEASED = 15  # left care or prison without anybody to take over


class Mark(IntFlag):
    """What else stands in the case file."""

    PASSIVE = 1  # in a measure without content
    JOINT = 2  # several agencies act together
    COMPOSITE = 4  # more than one need was known when the case was opened
    TO_MUNICIPALITY = 8  # pushed there by a state agency
    TO_STATE = 16  # pushed there by the municipality
    RELEASED = 32  # left care or prison within the past year
    FOLLOWED = 64  # support has followed from there
    STARTING = 128  # helped by a project that is still learning its method
