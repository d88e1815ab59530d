"""What is assumed about an idea's way from project to practice to a mended system."""

from __future__ import annotations

from exclusim.model.parameters import ASSUMPTION, Parameter, Parameters, Uniform

__all__ = ["PARAMETERS"]

PARAMETERS = Parameters(
    [
        Parameter(
            "degrees.first_to_second",
            0.2,
            "probability",
            Uniform(0.1, 0.3),
            ASSUMPTION,
            "no survival share was found; the source texts call it an exception that a project becomes practice",
        ),
        Parameter(
            "degrees.second_to_third",
            0.06,
            "probability",
            Uniform(0.02, 0.1),
            ASSUMPTION,
            "given ordinary practice; the source texts say that systems are mended nearly nowhere",
        ),
        Parameter(
            "degrees.years_to_second",
            4,
            "years",
            Uniform(2, 6),
            ASSUMPTION,
            "from the project's cohort to the first cohort that meets the method in ordinary practice",
        ),
        Parameter(
            "degrees.years_to_third",
            10,
            "years",
            Uniform(5, 15),
            ASSUMPTION,
            "from the project's cohort to the first cohort that meets the mended system",
        ),
        Parameter(
            "degrees.scale",
            0.415,
            "ratio",
            Uniform(0.33, 0.5),
            "TUTOR-SCALE",
            "what is left of a log effect in large programmes, a third to a half; not used where the effect already "
            "carries a loss at scale",
        ),
        Parameter(
            "degrees.transition_years",
            1.5,
            "years",
            Uniform(1, 2),
            "M23",
            "a reorganisation first lowers performance: time from the shift until the gain is whole",
        ),
        Parameter(
            "degrees.transition_loss",
            0.75,
            "ratio",
            Uniform(0, 1.5),
            ASSUMPTION,
            "share of the gain lost in those years; above one it is worse than before, which M23 does not exclude",
        ),
    ]
)
"""Drawn for each replicate, each keyed by its name."""
