"""Sheet *Huvudbok*: the ledger as yearly means over replicates, by department and service."""

from __future__ import annotations

import pandas as pd

from exclusim.results.labels import label
from exclusim.results.language import _
from exclusim.results.workbook.actors import account
from exclusim.results.workbook.sheet import Book, Column, Row, Sum

__all__ = ["add"]

_KEY = ["actor", "scope", "kind", "service"]


def add(book: Book, ledger: pd.DataFrame) -> None:
    """One block a scenario; a replicate without a row for a service counts as zero."""
    years = sorted(int(year) for year in ledger["year"].unique())
    widths = [26, 30, 15, 16, *([8.5] * len(years)), 11]
    sheet = book.sheet(_("Huvudbok"), _("Huvudbok: medelvärde per år, odiskonterat i tkr"), widths, freeze_columns=2)
    sheet.raw.set_print_scale(60)  # all years on one page's width could not be read
    sheet.raw.repeat_columns(0, 1)
    columns = [
        *(Column(title, "text") for title in (_("Aktör"), _("Tjänst"), _("Slag"), _("Konto"))),
        *(Column(str(year)) for year in years),
        Column(_("Summa")),
    ]
    summed = tuple(range(4, 4 + len(years)))
    for name, scenario in book.document.scenarios.items():
        part = ledger[ledger["scenario"] == name]
        if part.empty:
            continue
        replicates = part["replicate"].nunique()
        sums = part.pivot_table(index=_KEY, columns="year", values="amount_sek", aggfunc="sum", fill_value=0.0)
        means = sums.reindex(columns=years, fill_value=0.0) / replicates
        sheet.heading(_("{scenario}, medelvärde av {n} replikat").format(scenario=_(scenario.label), n=replicates))
        rows = []
        for key, values in zip(means.index.tolist(), means.to_numpy().tolist(), strict=True):
            actor, scope, kind, service = key
            rows.append(
                Row(
                    [
                        label(actor),
                        _(service),
                        label(kind),
                        account(scope),
                        *values,
                        Sum(sum(values), columns=summed),
                    ]
                )
            )
        sheet.table(columns, rows)
