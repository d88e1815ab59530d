# %% [markdown]
# # Notebook: the library, from a case to a dataset
# A case is simulated and read as an xarray dataset. Open this file as a notebook in Jupyter (with jupytext) or VS Code;
# the tests run it. Which names stay is told on [the library's page](../../library.md).

# %%
from exclusim.results import research as ex

case = ex.load("newcomers")
runs = ex.simulate(case, draws=6, replicates=2, persons=30, seed=1, threads=1)
data = runs.dataset()
print(data.sizes)

# %% [markdown]
# Society's cost of exclusion: the sum over actors and kinds, in which transfers and taxes cancel, as present value.

# %%
society = (data.exclusion.sum(["actor", "kind"]) * data.weight).sum("month")
print((society.mean(["draw", "replicate"]) / 1e6).round(1).to_series())

# %% [markdown]
# Chance between replicates and uncertainty between draws come apart.

# %%
baseline = society.sel(scenario="baseline")
chance = float(baseline.var("replicate", ddof=1).mean())
parameters = float(baseline.mean("replicate").var("draw", ddof=1))
print(f"sd of chance {chance**0.5 / 1e6:.1f} MSEK, of parameters {parameters**0.5 / 1e6:.1f} MSEK")

# %% [markdown]
# The same as tidy rows.

# %%
table = runs.frame()
print(table.groupby(["scenario", "kind"], observed=True)["exclusion"].sum())

# %% [markdown]
# A model is a function of parameters and a seed: what any optimiser, sampler or sensitivity library wants.

# %%
model = ex.model(case, persons=30)
point = model({"job_finding.frailty": 0.5}, seed=1)
again = model({"job_finding.frailty": 0.5}, seed=1)
assert (point.cost == again.cost).all()
print(point.named())
