"""German words as English = forms; ~ asks for the language's endings."""

from __future__ import annotations

WORDS = """
a = ein, eine, einen, einem, einer, eines
the = der, die, das, den, dem, des
and = und
with = mit
without = ohne, kein, keine, keinen
not = nicht
but = sondern, aber
of = aus, von, in
instead of = statt, anstatt
please = bitte, mir, mach, mache, erstelle, baue, zeichne, ich, möchte, hätte, gerne, gern, sehr, etwa, ungefähr, für
wide = breit~, weit~
deep = tief~
high = hoch, hohe, hoher, hohes, hohen
long = lang~
thick = dick~
width = breite
depth = tiefe
height = höhe
length = länge
diameter = durchmesser
radius = radius
small = klein~
big = groß~
red = rot~
green = grün~
blue = blau~
yellow = gelb~
white = weiß~
black = schwarz~
grey = grau~
brown = braun~
orange = orange, orangefarben~
pink = rosa
purple = lila, violett~
turquoise = türkis~
beige = beige~
golden = golden~
dark = dunkel, dunkle, dunkler, dunkles
light = hell~
oak = eiche, eichen, eichenholz
beech = buche, buchenholz
pine = kiefer, kiefernholz
walnut = nussbaum, nussholz
wood = holz, hölzern~
steel = stahl
brass = messing
metal = metall
glass = glas
marble = marmor
stone = stein
ceramic = keramik
plastic = kunststoff, plastik
leather = leder
round = rund~
square = quadratisch~
oval = oval~
rectangular = rechteckig~
leg = bein, fuß
legs = beine, beinen
feet = füße, füßen
door = tür
doors = türen
window = fenster
windows = fenster, fenstern
roof = dach
chimney = schornstein, kamin
armrest = armlehne
armrests = armlehnen
backrest = lehne, rückenlehne
drawer = schublade
drawers = schubladen
handle = griff, henkel
handles = griffe, griffen
table = tisch, esstisch
tables = tische, tischen
coffee table = couchtisch
desk = schreibtisch
chair = stuhl
chairs = stühle, stühlen
vase = vase
house = haus
box = quader, kiste, block
cube = würfel
ball = kugel, ball
cylinder = zylinder
cone = kegel
on = auf
under = unter
beside = neben
behind = hinter
in front of = vor
between = zwischen
around = um
mm = millimeter
cm = zentimeter
m = meter
"""

NUMBERS = {
    2: "zwei",
    3: "drei",
    4: "vier",
    5: "fünf",
    6: "sechs",
    7: "sieben",
    8: "acht",
    9: "neun",
    10: "zehn",
    11: "elf",
    12: "zwölf",
}
