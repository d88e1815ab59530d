"""The library as a researcher uses it: load a case, simulate it, get tidy data; or a model as a function.

These names are stable. Importing them takes no time: the engine is loaded when it is first used.

>>> from exclusim.results import research as ex
>>> case = ex.load("newcomers")
>>> runs = ex.simulate(case, draws=2, replicates=1, persons=20, threads=1)
>>> runs.dataset().exclusion.dims
('draw', 'replicate', 'scenario', 'month', 'actor', 'kind')
>>> f = ex.model(case, persons=20)
>>> f({"job_finding.frailty": 0.5}, seed=1).net.shape  # scenarios × actors
(1, 9)
"""

from exclusim.results.research.api import cases, load, model, parameters, parse, run, simulate

__all__ = ["cases", "load", "model", "parameters", "parse", "run", "simulate"]
