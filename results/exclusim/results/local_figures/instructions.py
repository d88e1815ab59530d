"""What the template's first sheet tells its reader."""

from __future__ import annotations

from exclusim.results.language import _

__all__ = ["instructions"]


def instructions(case_title: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Heading and paragraphs of each part."""
    return (
        (
            _("Vad arbetsboken är till för"),
            (
                _(
                    "Här fyller kommunen i sina egna nyckeltal och enhetskostnader. Exclusim gör en scenariofil av "
                    "dem, så att beräkningen gäller kommunen i stället för en genomsnittlig plats i riket."
                ),
                _("Fallet som flyttas till kommunen: {title}.").format(title=case_title),
                _("Tomma gula celler betyder att rikets värde används. Fyll i det ni vet och lämna resten."),
            ),
        ),
        (
            _("Så gör ni"),
            (
                _("1. Kommunen: skriv namn, kommunkod och hur många som föddes under ett år."),
                _(
                    "2. Nyckeltal: skriv värdet i procent (7,5 för 7,5 %), det år det gäller och källan. Ett till tre "
                    "år per nyckeltal; flera år ger ett säkrare resultat."
                ),
                _(
                    "3. Enhetskostnader: skriv beloppet i den enhet som står på raden, i kronor och inte i tusental, "
                    "med prisår och källa. Beloppet räknas om till radens prisår med konsumentprisindex."
                ),
                _(
                    "4. Spara som Excel-arbetsbok (.xlsx) och ladda upp den på webbsidan, eller kör "
                    "exclusim localise --workbook FIL.xlsx. Det som inte går att läsa pekas ut med blad och cell."
                ),
                _(
                    "Formler går bra: det värde som sparades senast används. Låt rubriker, koder och bladens namn stå "
                    "kvar; de är låsta, utan lösenord."
                ),
            ),
        ),
        (
            _("Vad de egna talen gör"),
            (
                _(
                    "Ett nyckeltal jämförs med rikets samma år och vägs samman med det: ju mindre kommun och ju färre "
                    "år, desto närmare riket. Sedan ställs modellen in så att den ger det sammanvägda värdet."
                ),
                _(
                    "En enhetskostnad ersätter rikets. Grunden uppmätt, härledd eller antagen: kostnaden slår igenom "
                    "fullt ut."
                ),
                _(
                    "Grunden förankrad: hur mycket tjänsten används är inte känt utan skalas så att aktörens summa för "
                    "ett år i utanförskap stämmer med publicerade totaler. Då ändrar det egna beloppet fördelningen "
                    "mellan tjänster, inte summan. Summan ändras med raderna om den offentliga kostnaden för ett år i "
                    "utanförskap och kommunens andel av den."
                ),
                _(
                    "Osäkerheten kring ett eget belopp är lika stor i procent som kring rikets. Lagfästa belopp, som "
                    "ersättningar och studiestöd, är desamma i hela landet och finns inte i listan."
                ),
            ),
        ),
        (
            _("Inga personuppgifter"),
            (
                _(
                    "Skriv bara summor, medelvärden och andelar: inga namn, personnummer, ärenden eller uppgifter om "
                    "enskilda. Lämna ett nyckeltal tomt om det bygger på färre än fem personer."
                ),
                _("Som kontakt anges en förvaltning eller en funktionsbrevlåda, inte en person."),
            ),
        ),
    )
