"""What is assumed about who takes part, who leaves, and how other places and years differ."""

from __future__ import annotations

from exclusim.model.parameters import ASSUMPTION, LogNormal, Parameter, Parameters, Uniform

__all__ = ["PARAMETERS"]

PARAMETERS = Parameters(
    [
        Parameter(
            "evaluation.volunteers",
            0.55,
            "share",
            Uniform(0.3, 0.8),
            ASSUMPTION,
            "of those invited who want to take part; no source",
        ),
        Parameter(
            "evaluation.selection_observed",
            1.4,
            "ratio",
            LogNormal(0.4),
            ASSUMPTION,
            "odds of taking part per standard deviation of better prognosis by what the municipality knows; above 1, "
            "those with better chances volunteer or are chosen",
        ),
        Parameter(
            "evaluation.selection_unobserved",
            1.4,
            "ratio",
            LogNormal(0.4),
            ASSUMPTION,
            "the same per standard deviation of lower latent frailty, which nobody sees",
        ),
        Parameter(
            "evaluation.drop_out_worse",
            1.0,
            "ratio",
            LogNormal(0.7),
            ASSUMPTION,
            "odds of leaving the programme per standard deviation of worse outcome; above 1, those leave for whom it "
            "goes badly, below 1 those who get on",
        ),
        Parameter(
            "evaluation.lost_worse",
            1.0,
            "ratio",
            LogNormal(0.7),
            ASSUMPTION,
            "odds of not answering at follow-up per standard deviation of worse outcome",
        ),
        Parameter(
            "evaluation.labour_market_elsewhere",
            1.0,
            "ratio",
            LogNormal(0.1),
            ASSUMPTION,
            "level of the labour market in the municipality of the similar group over that of this one",
        ),
        Parameter(
            "evaluation.labour_market_earlier",
            1.0,
            "ratio",
            LogNormal(0.15),
            ASSUMPTION,
            "level of the labour market in the years of the earlier cohort over that of these years",
        ),
    ]
)
"""Drawn for each draw, each keyed by its name; all are assumptions with wide priors."""
