"""French words as English = forms; ~ asks for the language's endings."""

from __future__ import annotations

WORDS = """
a = un, une
the = le, la, les, l', du
some = des
and = et
with = avec
without = sans
not = pas, non
but = mais
of = de, en, d'
instead of = au lieu de
please = s'il vous plaît, je, voudrais, veux, fais, moi, une sorte de, environ, très
wide = large, larges
deep = profond~
high = haut~
long = long~, longue, longues
thick = épais, épaisse
width = largeur
depth = profondeur
height = hauteur
length = longueur
diameter = diamètre
radius = rayon
small = petit~
big = grand~, gros, grosse
red = rouge~
green = vert~
blue = bleu~
yellow = jaune~
white = blanc, blanche, blancs, blanches
black = noir~
grey = gris, grise, grises
brown = marron, brun~
orange = orange
pink = rose, roses
purple = violet, violette
turquoise = turquoise
beige = beige
golden = doré~
dark = foncé~
light = clair~
oak = chêne
beech = hêtre
pine = pin
walnut = noyer
wood = bois
steel = acier
brass = laiton
metal = métal
glass = verre
marble = marbre
stone = pierre
ceramic = céramique
plastic = plastique
leather = cuir
round = rond~
square = carré~
oval = ovale~
rectangular = rectangulaire~
leg = pied, patte
legs = pieds, pattes
door = porte
doors = portes
window = fenêtre
windows = fenêtres
roof = toit
chimney = cheminée
armrest = accoudoir
armrests = accoudoirs
backrest = dossier
drawer = tiroir
drawers = tiroirs
handle = anse, poignée
handles = anses, poignées
table = table, table à manger
tables = tables
coffee table = table basse
desk = bureau
chair = chaise
chairs = chaises
vase = vase
house = maison
box = boîte, bloc, pavé
cube = cube
ball = boule, balle, sphère, ballon
cylinder = cylindre
cone = cône
on = sur
under = sous
beside = à côté de, à côté d'
behind = derrière
in front of = devant
between = entre
around = autour de, autour d'
mm = millimètres, millimètre
cm = centimètres, centimètre
m = mètres, mètre
"""

NUMBERS = {
    2: "deux",
    3: "trois",
    4: "quatre",
    5: "cinq",
    6: "six",
    7: "sept",
    8: "huit",
    9: "neuf",
    10: "dix",
    11: "onze",
    12: "douze",
}
