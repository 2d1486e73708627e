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
    "crianças", "menor", "menina", "menino", "meninas", "meninos", "menor de idade", "adolescente", "adolescentes",
    "jugendliche", "jugendlicher", "mädchen", "junge", "jungen", "schulmädchen", "garçonnet", "écolière", "niñita",
    "colegiala", "scolaretta", "ragazzina", "ragazzino", "子供", "子ども", "こども", "児童", "幼児", "少女", "少年",
    "未成年",
    "女子高生", "女子中学生", "小学生", "赤ちゃん", "ロリ", "ショタ", "幼女", "儿童", "兒童", "孩子", "小孩",
    "小女孩", "小男孩",
    "女童", "男童", "女学生", "萝莉", "幼童",
)  # fmt: skip
_SEXUAL = (
    "sex", "sexual", "sexy", "sexualised", "sexualized", "nude", "nudes", "naked", "porn", "porno", "pornographic",
    "pornography", "erotic", "erotica", "hentai", "genitals", "topless", "undressed", "lingerie", "nackt", "nackte",
    "nackter", "nacktes", "sexuell", "erotisch", "nu", "nue", "nus", "nues", "sexuel", "sexuelle", "érotique",
    "desnudo", "desnuda", "desnudos", "erótico", "erótica", "nudo", "nuda", "nudi", "nude", "sessuale", "sessuali",
    "erotico", "erotica", "pelado", "pelada", "nus", "nua", "sexual", "sexuais",
    "erótico", "erótica", "pornô", "pornografia", "pornografía", "pornographie", "pornografisch", "unbekleidet",
    "dénudé",
    "dénudée", "裸", "全裸", "ヌード", "性的", "エロ", "セックス", "ポルノ", "わいせつ", "下着姿", "赤裸", "裸体",
    "裸體", "色情", "性感",
    "淫秽", "黄色图片", "性爱",
)  # fmt: skip
_ALWAYS = (
    "child porn", "child pornography", "kinderporno", "kinderpornografie", "kinderpornographie", "pédopornographie",
    "pornografía infantil", "pornografia infantil", "pedopornografia", "csam", "pedofilia infantil", "児童ポルノ",
    "儿童色情", "兒童色情",
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
    "bomba artigianale", "tubo bomba", "cintura esplosiva", "bomba caseira", "bomba de cano", "bomba tubo",
    "colete explosivo", "cinto explosivo", "coquetel molotov", "cocktail molotov", "carro bomba", "carro-bomba",
    "arma química", "armas químicas", "gás nervoso", "silenciador de arma", "arma impressa em 3d", "arma fantasma",
    "autobomba", "armas quimicas", "schalldämpfer für eine pistole", "nervengas", "chemiewaffe", "arme chimique",
    "gaz neurotoxique", "arma chimica", "gas nervino", "パイプ爆弾", "自爆ベスト", "火炎瓶", "手製爆弾", "時限爆弾",
    "神経ガス", "サリン",
    "化学兵器", "生物兵器", "核兵器", "3dプリント銃", "3d プリント銃", "実銃", "管状炸弹", "土制炸弹", "自制炸弹",
    "炸弹背心", "自杀背心",
    "燃烧瓶", "莫洛托夫鸡尾酒", "神经毒气", "沙林", "化学武器", "生物武器", "核武器", "3d打印枪", "3d 打印枪",
    "幽灵枪", "汽车炸弹",
    "土製炸彈", "汽車炸彈", "化學武器",
)  # fmt: skip
_ARMS = (
    "bomb", "bombs", "explosive", "explosives", "grenade", "grenades", "detonator", "gun", "guns", "pistol", "rifle",
    "firearm", "firearms", "bombe", "sprengsatz", "granate", "pistole", "gewehr", "schusswaffe", "explosif", "pistolet",
    "fusil", "arme à feu", "bomba", "granada", "pistola", "arma de fuego", "esplosivo", "fucile", "arma da fuoco",
    "explosivo", "explosivos", "granaten", "bomben", "rifle", "espingarda", "revólver", "arma de fogo", "sprengstoff",
    "爆弾", "手榴弾", "爆薬", "銃", "拳銃", "ピストル", "ライフル", "機関銃", "炸弹", "炸彈", "手榴弹", "炸药", "枪",
    "手枪", "步枪", "槍",
)  # fmt: skip
_REAL = (
    "really goes off", "that goes off", "that explodes", "really explodes", "will explode", "live ammunition",
    "that fires", "that really fires", "that shoots", "that really shoots", "fires real bullets", "shoots real bullets",
    "real bullets", "fully functional", "functioning", "working", "to kill", "to hurt people", "kill people",
    "undetectable", "untraceable", "die funktioniert", "die explodiert", "funktionsfähig", "funktionsfähige",
    "qui explose", "qui fonctionne", "qui tire", "fonctionnel", "que explota", "que explote", "que funcione",
    "que dispara", "funcional", "che esplode", "che spara", "funzionante", "que exploda", "que funciona",
    "que realmente explode", "que atire", "que dispare",
    "für echte kugeln", "echte munition", "die wirklich schießt", "die schießt", "zum töten", "pour tuer", "para matar",
    "per uccidere", "munition réelle", "balles réelles", "munición real", "munizioni vere", "munição real",
    "本当に爆発する", "爆発する", "撃てる", "発射できる", "実弾", "本物の", "人を殺す", "殺傷", "能爆炸", "会爆炸",
    "真的会爆炸", "能射击", "可以射击",
    "实弹", "真枪", "能用的", "杀人", "可发射", "真的能用",
)  # fmt: skip
# In German what a thing is comes last in a compound: a Handgranate, a Maschinengewehr.
_ARMS_END = re.compile(
    r"(?<!\w)\w*(?:granaten?|bomben?|gewehre?n?|pistolen?|sprengs[aä]tze?|sprengstoffe?|waffen?|zünder|minen?)(?!\w)"
)
# Words may stand between what does it and what it does: "die wirklich explodiert", "qui peut vraiment exploser".
_REAL_APART = re.compile(
    r"(?<!\w)(?:that|which|to|will|can|die|der|das|welche|welcher|welches|qui|que|che|pour|para|per)(?: \w+){0,3} "
    r"(?:explodes?|detonates?|goes off|go off|shoots?|fires?|kills?|explodiert|explodieren|detoniert|hochgeht|schießt|"
    r"schiesst|schießen|schiessen|feuert|tötet|funktioniert|explose|exploser|explosent|détone|tire|tirer|tirent|tue|"
    r"explota|explote|explotan|explotar|estalla|estalle|dispara|dispare|disparar|mata|mate|esplode|esploda|esplodere|"
    r"spara|spari|sparare|uccide|explode|exploda|explodir|atira|atire|atirar|dispara)(?!\w)"
    r"|(?<!\w)scharfe[rnsm]?(?: \w+){0,2} \w*(?:granaten?|bomben?|munition|sprengs[aä]tze?|waffen?|minen?)(?!\w)"
)
_HATE = ("swastika", "swastikas", "hakenkreuz", "hakenkreuze", "croix gammée", "esvástica", "svastica", "nazi flag",
    "suástica",
    "bandeira nazista", "bandera nazi", "drapeau nazi", "bandiera nazista", "nazifahne", "hakenkreuzfahne",
    "ハーケンクロイツ",
    "鉤十字", "ナチスの旗", "纳粹", "納粹", "纳粹旗",
)  # fmt: skip

_HARMLESS = (
    "kind of", "gun metal", "nail gun", "glue gun", "water gun", "toy gun", "nerf gun", "spray gun", "staple gun",
    "heat gun", "massage gun", "bath bomb", "bath bombs", "toy guns", "water guns", "water bomb", "water bombs",
    "water pistol", "water pistols", "wasserpistole", "pistolet à eau", "pistola de agua", "pistola ad acqua",
    "pistola de água", "arma de brinquedo", "pistola de juguete", "pistola giocattolo", "spielzeugpistole",
    "klebepistole", "wasserbombe", "wasserbomben", "badebombe", "badebomben", "spritzpistole", "konfettibombe",
    "spielzeuggewehr", "wassergewehr", "lötpistole", "farbpistole",
    "heißklebepistole", "pistolet jouet", "pistola de cola", "水鉄砲", "おもちゃの銃", "玩具枪", "水枪", "喷枪",
    "胶枪", "滋水枪",
)  # fmt: skip

_SIGNS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
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
    armed = _found(_ARMS, text) or _ARMS_END.search(text) is not None
    if _found(_WEAPONS, text) or (armed and (_found(_REAL, text) or _REAL_APART.search(text) is not None)):
        return _ARMED
    if _found(_HATE, text):
        return _HATEFUL
    return ""


def _found(phrases: tuple[str, ...], text: str) -> bool:
    return _pattern(phrases).search(text) is not None


@cache
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    spaced = [re.escape(phrase) for phrase in longest_first if not _SIGNS.search(phrase)]
    signs = [re.escape(phrase) for phrase in longest_first if _SIGNS.search(phrase)]
    # Chinese and Japanese have no spaces, so that no boundary tells a word from its neighbours.
    ways = [r"(?<!\w)(?:" + "|".join(spaced) + r")(?!\w)"] if spaced else []
    return re.compile("|".join(ways + signs))
