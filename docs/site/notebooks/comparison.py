# %% [markdown]
# # Notebook: comparing investments
# Every scenario on the same draws and lives: who gains, and what would it take for nobody to lose?

# %%
from exclusim.results.compare import CompareOptions, run_compare
from exclusim.scenarios.library import load

document = run_compare([load("trelleborg")], CompareOptions(draws=10, most_draws=10, persons=200, side_draws=4, seed=1))

# %% [markdown]
# Present value by payer, with the probability of loss.

# %%
scenario = document.scenarios["prevention"]
for payer, net in scenario.net.items():
    print(f"{payer:20} {net.mean / 1e6:6.2f} MSEK, loses with probability {net.probability_loss:.0%}")

# %% [markdown]
# The smallest payments after which no public payer loses. What is missing, nobody has.

# %%
for transfer in scenario.deal.transfers:
    print(f"{transfer.source} pays {transfer.to} {transfer.amount / 1e6:.2f} MSEK")
print(f"missing: {scenario.deal.missing / 1e6:.2f} MSEK")

# %% [markdown]
# Ten draws are far too few to decide on; a comparison makes at least two hundred by itself.

# %%
assert any("dragningar" in note for note in document.notes)
