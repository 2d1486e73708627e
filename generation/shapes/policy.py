"""Words that are refused before anything else: a small lexicon, matched at word boundaries in several languages."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_CHILD = (
    "child", "children", "kid", "kids", "minor", "minors", "toddler", "toddlers", "infant", "preteen", "underage",
    "under age", "schoolgirl", "schoolgirls", "schoolboy", "schoolboys", "loli", "lolita", "shota", "little girl",
    "little boy", "young girl", "young boy", "teen", "teenage", "teenager", "kind", "kinder", "kleinkind",
    "minderjährig", "minderjährige", "enfant", "enfants", "mineur", "mineure", "mineurs", "fillette", "niño", "niña",
    "niños", "niñas", "menor de edad", "menores", "bambino", "bambina", "bambini", "minorenne", "criança",
    "crianças", "menor",
)  # fmt: skip
_SEXUAL = (
    "sex", "sexual", "sexy", "sexualised", "sexualized", "nude", "nudes", "naked", "porn", "porno", "pornographic",
    "pornography", "erotic", "erotica", "hentai", "genitals", "topless", "undressed", "lingerie", "nackt", "nackte",
    "nackter", "nacktes", "sexuell", "erotisch", "nu", "nue", "nus", "nues", "sexuel", "sexuelle", "érotique",
    "desnudo", "desnuda", "desnudos", "erótico", "erótica", "nudo", "nuda", "nudi", "sessuale", "pelado", "pelada",
)  # fmt: skip
_ALWAYS = (
    "child porn", "child pornography", "kinderporno", "kinderpornografie", "kinderpornographie", "pédopornographie",
    "pornografía infantil", "pornografia infantil", "pedopornografia", "csam",
)  # fmt: skip
_WEAPONS = (
    "pipe bomb", "pipe bombs", "pipebomb", "nail bomb", "car bomb", "dirty bomb", "letter bomb", "fertiliser bomb",
    "fertilizer bomb", "ied", "improvised explosive device", "suicide vest", "bomb vest", "explosive vest",
    "molotov cocktail", "molotov cocktails", "nerve agent", "nerve gas", "sarin", "ricin", "chemical weapon",
    "chemical weapons", "biological weapon", "nuclear weapon", "ghost gun", "ghost guns", "auto sear", "glock switch",
    "lower receiver", "ar 15 lower", "printable gun", "3d printed gun", "3d printed guns", "functional gun",
    "functional firearm", "working firearm", "working gun", "gun silencer", "suppressor for a gun", "rohrbombe",
    "nagelbombe", "autobombe", "sprengstoffgürtel", "molotowcocktail", "bombe artisanale", "bombe tuyau",
    "ceinture explosive", "cocktail molotov", "bomba casera", "bomba de tubo", "cinturón explosivo", "coche bomba",
    "bomba artigianale", "tubo bomba", "cintura esplosiva", "bomba caseira",
)  # fmt: skip
_ARMS = (
    "bomb", "bombs", "explosive", "explosives", "grenade", "grenades", "detonator", "gun", "guns", "pistol", "rifle",
    "firearm", "firearms", "bombe", "sprengsatz", "granate", "pistole", "gewehr", "schusswaffe", "explosif", "pistolet",
    "fusil", "arme à feu", "bomba", "granada", "pistola", "arma de fuego", "esplosivo", "fucile", "arma da fuoco",
)  # fmt: skip
_REAL = (
    "really goes off", "that goes off", "that explodes", "really explodes", "will explode", "live ammunition",
    "that fires", "that really fires", "that shoots", "that really shoots", "fires real bullets", "shoots real bullets",
    "real bullets", "fully functional", "functioning", "working", "to kill", "to hurt people", "kill people",
    "undetectable", "untraceable", "die funktioniert", "die explodiert", "funktionsfähig", "funktionsfähige",
    "qui explose", "qui fonctionne", "qui tire", "fonctionnel", "que explota", "que explote", "que funcione",
    "que dispara", "funcional", "che esplode", "che spara", "funzionante", "que exploda", "que funciona",
)  # fmt: skip
_HATE = ("swastika", "swastikas", "hakenkreuz", "hakenkreuze", "croix gammée", "esvástica", "svastica", "nazi flag")

_HARMLESS = (
    "kind of", "gun metal", "nail gun", "glue gun", "water gun", "toy gun", "nerf gun", "spray gun", "staple gun",
    "heat gun", "massage gun", "bath bomb", "bath bombs", "toy guns", "water guns", "water bomb", "water bombs",
    "water pistol", "water pistols", "wasserpistole", "pistolet à eau", "pistola de agua", "pistola ad acqua",
)  # fmt: skip

_MINORS = "Sexual content with minors is never made here."
_ARMED = "Weapons that are meant to work, and parts for them, are not made here."
_HATEFUL = "Symbols of hatred are not made here."


def refusal(prompt: str) -> str:
    """The sentence why a prompt is refused, or "" where it is not. Pure; to be called before anything else.

    Toys, models and history pass: a toy cannon, a bomb shelter and a water gun are refused by no rule.
    """
    text = " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", prompt).lower().replace("’", "'")))
    text = _pattern(_HARMLESS).sub("…", text)
    if _found(_ALWAYS, text) or (_found(_CHILD, text) and _found(_SEXUAL, text)):
        return _MINORS
    if _found(_WEAPONS, text) or (_found(_ARMS, text) and _found(_REAL, text)):
        return _ARMED
    if _found(_HATE, text):
        return _HATEFUL
    return ""


def _found(phrases: tuple[str, ...], text: str) -> bool:
    return _pattern(phrases).search(text) is not None


@cache
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")
