"""Spanish words as English = forms; ~ asks for the language's endings."""

from __future__ import annotations

WORDS = """
a = un, una, unos, unas
the = el, la, los, las
and = y, e
with = con
without = sin
not = no
but = sino, pero
of = de, del, hecho de, hecha de
instead of = en lugar de, en vez de
please = por favor, quiero, haz, hazme, crea, muy, unos, aproximadamente, para
wide = ancho~
deep = profundo~, fondo
high = alto~
long = largo~
thick = grueso~
width = anchura, ancho
depth = profundidad
height = altura
length = longitud
diameter = diámetro
radius = radio
small = pequeño~
big = grande~, gran
red = rojo~
green = verde~
blue = azul~, azules
yellow = amarillo~
white = blanco~
black = negro~
grey = gris, grises
brown = marrón, marrones
orange = naranja~
pink = rosa~
purple = morado~, violeta
turquoise = turquesa~
beige = beige
golden = dorado~
dark = oscuro~
light = claro~
oak = roble
beech = haya
pine = pino
walnut = nogal
wood = madera
steel = acero
brass = latón
metal = metal
glass = vidrio, cristal
marble = mármol
stone = piedra
ceramic = cerámica
plastic = plástico
leather = cuero
round = redondo~
square = cuadrado~
oval = ovalado~
rectangular = rectangular
leg = pata
legs = patas
door = puerta
doors = puertas
window = ventana
windows = ventanas
roof = tejado, techo
chimney = chimenea
armrest = reposabrazos
backrest = respaldo
drawer = cajón
drawers = cajones
handle = asa
handles = asas
table = mesa
tables = mesas
coffee table = mesa de centro, mesa baja
desk = escritorio
chair = silla
chairs = sillas
vase = jarrón, florero
house = casa
box = caja, bloque
cube = cubo
ball = bola, pelota, esfera
cylinder = cilindro
cone = cono
on = sobre, encima de
under = debajo de, bajo
beside = al lado de, junto a
behind = detrás de
in front of = delante de
between = entre
around = alrededor de
mm = milímetros, milímetro
cm = centímetros, centímetro
m = metros, metro
"""

NUMBERS = {
    2: "dos",
    3: "tres",
    4: "cuatro",
    5: "cinco",
    6: "seis",
    7: "siete",
    8: "ocho",
    9: "nueve",
    10: "diez",
    11: "once",
    12: "doce",
}
