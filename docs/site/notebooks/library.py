# %% [markdown]
# # The library, from a case to a data frame
# A case is loaded, run and read as pandas. Open this file in Jupyter or VS Code as a notebook; the tests run it.

# %%
from exclusim.results.run import RunOptions, run_case
from exclusim.scenarios.library import load

case = load("newcomers")
record = run_case(case, RunOptions(persons=100, replicates=10, seed=1))

# %% [markdown]
# The document holds every figure of the report, with intervals over joint draws.

# %%
net = record.document.differences["snabbspar"].net
for actor, gain in net.items():
    print(f"{actor:20} {gain.mean / 1e6:6.2f} MSEK ({gain.p5 / 1e6:.2f} to {gain.p95 / 1e6:.2f})")

# %% [markdown]
# The ledger is tidy: scenario, actor, kind, month and amount, undiscounted. Transfers cancel in society's sum.

# %%
ledger = record.ledger
print(ledger.groupby(["scenario", "kind"], observed=True)["amount_sek"].sum())

# %% [markdown]
# The same question has the same answer, bit for bit, whatever the number of threads.

# %%
again = run_case(case, RunOptions(persons=100, replicates=10, seed=1, threads=1))
assert again.document.differences == record.document.differences
