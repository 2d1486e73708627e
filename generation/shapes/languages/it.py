"""Italian words as English = forms; ~ asks for the language's endings."""

from __future__ import annotations

WORDS = """
a = un, una, uno, un'
the = il, lo, la, i, gli, le
and = e, ed
with = con
without = senza
not = non
but = ma
of = di, in, del, della
instead of = invece di
please = per favore, vorrei, crea, molto, circa, per
wide = largo~
deep = profondo~
high = alto~
long = lungo~
thick = spesso~
width = larghezza
depth = profondità
height = altezza
length = lunghezza
diameter = diametro
radius = raggio
small = piccolo~
big = grande~
red = rosso~
green = verde~
blue = blu, azzurro~
yellow = giallo~
white = bianco, bianca, bianchi, bianche
black = nero~
grey = grigio, grigia, grigi
brown = marrone~
orange = arancione~
pink = rosa
purple = viola
turquoise = turchese~
golden = dorato~
dark = scuro~
light = chiaro~
oak = rovere, quercia
beech = faggio
pine = pino
walnut = noce
wood = legno
steel = acciaio
brass = ottone
metal = metallo
glass = vetro
marble = marmo
stone = pietra
ceramic = ceramica
plastic = plastica
leather = pelle, cuoio
round = rotondo~, tondo~
square = quadrato~
oval = ovale~
rectangular = rettangolare~
leg = gamba
legs = gambe
door = porta
doors = porte
window = finestra
windows = finestre
roof = tetto
chimney = camino, comignolo
backrest = schienale
armrests = braccioli
drawer = cassetto
drawers = cassetti
handle = manico
handles = manici
table = tavolo
tables = tavoli
coffee table = tavolino
desk = scrivania
chair = sedia
chairs = sedie
vase = vaso
house = casa
box = scatola, blocco
cube = cubo
ball = palla, sfera
cylinder = cilindro
cone = cono
on = su, sopra, sul, sulla
under = sotto
beside = accanto a, accanto al
behind = dietro
in front of = davanti a, davanti al
between = tra, fra
around = intorno a, attorno a
mm = millimetri, millimetro
cm = centimetri, centimetro
m = metri, metro
"""

NUMBERS = {
    2: "due",
    3: "tre",
    4: "quattro",
    5: "cinque",
    6: "sei",
    7: "sette",
    8: "otto",
    9: "nove",
    10: "dieci",
    11: "undici",
    12: "dodici",
}
