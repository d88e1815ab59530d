"""What a reader of the structures must know, in Swedish."""

from __future__ import annotations

from exclusim.results.labels import number
from exclusim.results.language import _, both
from exclusim.results.structures.document import LeftOut, StructuresDocument

__all__ = ["notes"]

_FEW = 50


def notes(document: StructuresDocument) -> list[str]:
    """Limits of this computation, the weightiest first."""
    found = [
        _(
            "Spannet mellan strukturer är en nedre gräns: bara ändringar som modellen kan göra "
            "är med, en i taget, och alla delar resten av modellen."
        )
    ]
    if any(item.fit == "borrowed" for item in document.structures):
        borrowed = [item.label for item in document.structures if item.fit == "borrowed"]
        found.append(
            both(
                lambda: _(
                    "{names} lånar standardmodellens anpassning, som gjordes med det som här tas bort. "
                    "Ingen annan parameter har fått ta över, så nivåerna kan glida från statistiken: "
                    "skillnaden är vad mekanismen bidrar med i standardmodellen, inte svaret från en "
                    "modell som är anpassad utan den. Avvikelsen i tabellen visar om de stämmer sämre."
                ).format(names=f" {_('och')} ".join(_("”{name}”").format(name=_(name)) for name in borrowed))
            )
        )
    if document.ensemble("agreement") is not None:
        found.append(
            _(
                "Vikterna efter överensstämmelse kommer ur statistik som modellen är anpassad till, "
                "aldrig ur undanhållen. De är ett mått på passning och inga sannolikheter. "
                "Skillnader på ett par enheter i avvikelsen säger ingenting."
            )
        )
    else:
        found.append(_("Ingen anpassning kan användas här, så bara lika vikter visas."))
    if any(item.name == "agencies" for item in document.structures):
        found.append(
            _(
                "Myndigheter som handlar är förankrade i samma genomsnittliga flöden, men nivåerna "
                "blir inte exakt desamma; de prövas inte mot statistiken för sig. Reglernas tal är "
                "nästan alla antaganden."
            )
        )
    found += [_left_out(item) for item in document.left_out]
    if document.persons > document.cohort:
        found.append(
            both(
                lambda: _(
                    "{persons} personer simuleras för en grupp av {cohort}: intervallen innehåller "
                    "mindre av slumpen i enskilda liv än i rapporten."
                ).format(persons=number(document.persons), cohort=number(document.cohort))
            )
        )
    if document.draws < _FEW:
        found.append(both(lambda: _("Bara {draws} dragningar: intervallen är grova.").format(draws=document.draws)))
    return found


def _left_out(item: LeftOut) -> str:
    return both(lambda: f"{_(item.label)}: {_(item.reason)}")
