"""The planner's own words: dimensions, comparisons, commands and nouns, in English and in other languages."""

from __future__ import annotations

import re
from functools import cache

DIMENSIONS: dict[str, str] = {
    "long": "length", "length": "length", "wide": "width", "width": "width", "broad": "width", "tall": "height",
    "high": "height", "height": "height", "thick": "thickness", "thickness": "thickness", "deep": "depth",
    "depth": "depth", "diameter": "diameter", "dia": "diameter", "ø": "diameter", "⌀": "diameter", "across": "diameter",
    "od": "outer diameter", "id": "inner diameter", "radius": "radius", "apart": "spacing", "spacing": "spacing",
    "spaced": "spacing", "distance": "spacing", "pitch": "spacing", "square": "square", "angle": "angle",
}  # fmt: skip
OUTER = frozenset({"outer", "outside", "external", "overall", "exterior"})
INNER = frozenset({"inner", "inside", "internal", "interior", "inward"})
# What a comparison is about, and its direction.
COMPARISONS: dict[str, tuple[str, int]] = {
    "longer": ("length", 1), "shorter": ("length", -1), "taller": ("height", 1), "higher": ("height", 1),
    "lower": ("height", -1), "wider": ("width", 1), "narrower": ("width", -1), "thicker": ("thickness", 1),
    "thinner": ("thickness", -1), "deeper": ("depth", 1), "shallower": ("depth", -1), "bigger": ("size", 1),
    "larger": ("size", 1), "smaller": ("size", -1), "steeper": ("angle", 1), "flatter": ("angle", -1),
    "shrink": ("size", -1), "enlarge": ("size", 1), "lengthen": ("length", 1), "shorten": ("length", -1),
    "widen": ("width", 1), "thicken": ("thickness", 1), "deepen": ("depth", 1), "increase": ("", 1), "raise": ("", 1),
    "extend": ("length", 1), "reduce": ("", -1), "decrease": ("", -1),
    "more": ("count", 1), "fewer": ("count", -1), "less": ("count", -1),
}  # fmt: skip
HOLES = frozenset({"hole", "drilling", "borehole", "screwhole"})
EACH = frozenset({"each", "per", "every", "both", "either"})
EDGES = frozenset({"edge", "border", "margin", "rim", "corner", "side"})
STOPS = frozenset({"and", "with", "but", "plus", ";", ".", ",", "(", ")", "or", ":"})
UNDO = ("undo", "revert", "go back", "take that back", "previous version", "step back", "undone", "restore")
REMOVE = frozenset({"remove", "delete", "drop", "without", "no", "omit", "lose", "skip", "away", "rid"})
ADD = frozenset({"add", "additional", "extra", "another", "more", "include", "put", "drill", "with", "want", "need"})
INSTEAD = frozenset({"instead", "swap", "replace", "change", "switch", "use", "rather", "make"})
FACTORS = {"double": 2.0, "twice": 2.0, "triple": 3.0, "half": 0.5, "halve": 0.5}
LITTLE = frozenset({"bit", "little", "slightly", "touch", "somewhat", "tad"})
MUCH = frozenset({"much", "lot", "far", "way", "considerably", "significantly"})
GO = (
    "you decide",
    "go ahead",
    "just go",
    "use defaults",
    "use the defaults",
    "your choice",
    "whatever",
    "any size",
    "don't care",
    "doesn't matter",
    "surprise me",
    "standard size",
    "just do it",
    "no idea",
    "don't know",
)
BEGIN = ("design", "create", "make me", "i need", "i want", "new design", "start over", "now a", "build")

# English words that mean something else where another language has them, too.
ENGLISH = frozenset(
    {
        "large",
        "place",
        "base",
        "support",
        "clips",
        "tube",
        "plus",
        "vis",
        "plate",
        "retire",
        "clip",
        "rad",
        "stark",
        "rand",
        "je",
        "dose",
        "par",
        "pied",
        "loch",
        "halter",
        "gap",
        "fait",
        "bit",
        "arme",
    }
)

# English = the forms of other languages (de, fr, es, it, pt), lower case.
_FOREIGN = """
plate = platte, montageplatte, grundplatte, plaque, placa, piastra
hole = bohrung, bohrungen, loch, löcher, löchern, bohrlöcher, trou, trous, agujero, agujeros, orificio, foro, fori, furo
wall = wand, wände, wandstärke, wandung, paroi, parois, pared, paredes, parete, pareti, parede
thick = stark, dick, dicke, dicken, dicker, stärke, materialstärke, épaisseur, épais, espesor, grosor, spessore, spesso
spacing = abstand, lochabstand, entfernung, entraxe, distancia, distanza, distância
lid = deckel, couvercle, tapa, coperchio, tampa
enclosure = gehäuse, boîtier, carcasa, custodia, contenitore
box = kiste, schachtel, kasten, dose, boîte, caja, scatola, caixa
bracket = winkel, halterung, wandwinkel, montagewinkel, équerre, escuadra, soporte, staffa, squadra
hook = haken, wandhaken, kleiderhaken, crochet, gancho, ganchos, gancio
knob = knopf, drehknopf, bouton, perilla, manopola, pomello
gear = zahnrad, zahnräder, stirnrad, stirnräder, engrenage, engranaje, ingranaggio, ingranaggi, engrenagem
tooth = zähne, zähnen, zahn, dents, dientes, denti, dentes
hinge = scharnier, charnière, bisagra, cerniera, dobradiça
adapter = rohradapter, schlauchadapter, übergangsstück, reduzierstück, adaptateur, adaptador, adattatore
pipe = rohr, rohre, tuyau, tuyaux, tubo, tubos, tubi, tube
hose = schlauch, schläuche, manguera
organiser = organizer, sortierbox, sortierkasten, ordnungsbox, organisateur, organizador, organizzatore
compartment = fach, fächer, fächern, compartiment, compartiments, compartimento, compartimentos, scomparti
standoff = abstandshalter, abstandsbolzen, distanzhülse, entretoise, separador, distanziale
funnel = trichter, entonnoir, embudo, imbuto, funil
stand = ständer, halter, pied, support, base
phone = handy, telefon, smartphone, téléphone, teléfono, móvil, cellulare, celular, telefono
clip = clips, kabelclip, kabelhalter, pince
cable = kabel, câble, cavo
clamp = schelle, rohrschelle, klemme, collier, abrazadera, morsetto
wheel = rad, roue, rueda, ruota, roda
screw = schraube, schrauben, vis, tornillo, tornillos, vite, viti, parafuso
bore = wellenbohrung, alésage
module = modul, módulo, modulo
reach = ausladung, vorsprung
shaft = welle, achse, arbre, eje, albero
middle = mitte, milieu, centro, medio
edge = rand, kante, bord, borde, bordo
undo = rückgängig, zurücknehmen, annuler, deshacer, annulla, desfazer
remove = entferne, entfernen, entfern, weg, enlève, enlever, supprime, quita, rimuovi, togli, retire
add = hinzufügen, hinzu, füge, ergänze, ajoute, ajouter, añade, agrega, aggiungi, adicione
longer = länger, längere, längeren, plus long, allongé, más largo, più lungo
shorter = kürzer
taller = höher, plus haut, más alto, più alto
wider = breiter, plus large, más ancho, più largo
thicker = dicker, dickere, stärker, plus épais, más grueso, più spesso
thinner = dünner
bigger = größer
smaller = kleiner
wide = breit, breite, ancho, large, largo
square = quadratisch, carré
bit = bisschen, etwas, wenig, peu, poco
instead = stattdessen, stelle, place
arm = arme, armen, ausleger, bras, brazo, brazos, bracci
make = mache, mach, fais, haz, fai, faça
each = je, jeder, jedes, jede, pro, jeweils, chaque, cada, ogni
outside = außen, außenmaß, außendurchmesser, extérieur, exterior, esterno
inside = innen, innenmaß, innendurchmesser, intérieur, interior, interno
outer diameter = außendurchmesser
inner diameter = innendurchmesser
"""


@cache
def foreign() -> dict[str, str]:
    """Words of other languages to English ones; what is also an English word of the planner stays as it is."""
    out: dict[str, str] = {}
    for line in _FOREIGN.strip().splitlines():
        english, _, forms = line.partition(" = ")
        for form in forms.split(","):
            out.setdefault(form.strip(), english)
    return out


_IRREGULAR = {
    "leaves": "leaf",
    "shelves": "shelf",
    "feet": "foot",
    "teeth": "tooth",
    "knives": "knife",
    "boxes": "box",
    "batteries": "battery",
    "switches": "switch",
    "dia.": "dia",
    "mounts": "mount",
}
_SINGULAR = frozenset({"across", "thickness", "less", "lens", "glass", "bus", "press", "cross", "radius", "compass"})


def singular(word: str) -> str:
    """A noun without its plural ending."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in _SINGULAR or len(word) < 4 or not word.endswith("s") or word.endswith("ss"):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1]


def has_phrase(text: str, phrase: str) -> bool:
    """Whether the phrase stands in the text as words of its own."""
    return re.search(rf"(?<![\w]){re.escape(phrase)}(?![\w])", text) is not None
