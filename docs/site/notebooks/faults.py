# %% [markdown]
# # Notebook: system faults
# Two faults in a small group: each removed alone, both together, and the whole divided between them.

# %%
from exclusim.results.faults import FaultOptions, fault_study
from exclusim.scenarios.library import load

document = fault_study(load("trelleborg"), FaultOptions(draws=2, persons=200, faults=("late_entry", "waiting")))

# %%
for row in document.faults:
    print(f"{row.rank} {row.label}: {row.incidence_share:.0%} meet it, {row.months_per_person:.1f} months a person")

# %% [markdown]
# The shares add up to the joint effect, for every actor. Alone, a fault can be worth more or less than its share.

# %%
for actor, joint in document.joint.items():
    shares = sum(row.shapley[actor].mean for row in document.faults)
    assert abs(shares - joint.mean) < 1 + 1e-6 * abs(joint.mean)
    print(f"{actor:20} {joint.mean / 1e6:7.2f} MSEK together")
