"""The proportions of four-legged animals, in hundredths of the trunk's length, and the sizes they have in life."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Beast:
    """One kind of animal. Pairs of half widths and half heights; lengths where 100 is the trunk from chest to rump."""

    surface: str = "tan fur"
    chest: tuple[float, float] = (19, 23)
    belly: tuple[float, float] = (17, 19)
    hip: tuple[float, float] = (17, 20)
    slope: float = 0.0  # how much higher the chest is than the hip
    leg: float = 58  # the trunk's axis above the ground
    limb: tuple[float, float] = (8.5, 4.6)  # half thickness above and below
    foot: str = "paw"
    neck: tuple[float, float] = (16, 34)  # how far the head is ahead of the chest and above it
    throat: tuple[float, float] = (15, 11)  # half thickness of the neck below and above
    head: tuple[float, float, float] = (15, 17, 15)  # half width, half length, half height
    pitch: float = 12.0
    snout: tuple[float, float, float] = (16, 8.5, 8)  # length beyond the head, half width, half height
    nose: float = 3.6
    eye: tuple[float, float, float] = (0.52, -0.72, 0.4)
    eye_size: float = 2.7
    ear: str = "flop"
    ear_long: float = 20
    ear_wide: float = 7
    tail: str = "up"
    tail_long: float = 44
    tail_thick: float = 4
    mane: str = ""
    horns: str = ""
    horn_long: float = 20
    humps: int = 0
    tusks: int = 0
    trunk: int = 0
    spots: int = 0
    stripes: int = 0
    pale_face: bool = False
    height: float = 600.0  # in life, millimetres


_DOG = Beast()
_CAT = replace(
    _DOG, surface="orange fur", chest=(14, 16), belly=(14, 15.5), hip=(15, 17), leg=45, limb=(7, 4.2), neck=(10, 25),
    throat=(12, 9.5), head=(15.5, 14, 14), pitch=5, snout=(5, 7.5, 5.5), nose=1.8, eye=(0.5, -0.78, 0.28), eye_size=3,
    ear="point", ear_long=14, ear_wide=7, tail="curl", tail_long=66, tail_thick=3.6, height=320,
)  # fmt: skip
_COW = replace(
    _DOG, surface="white fur", chest=(20, 25), belly=(22, 26), hip=(20, 23), leg=58, limb=(9.5, 4.8), foot="hoof",
    neck=(24, 18), throat=(17, 11), head=(10.5, 14, 11), pitch=28, snout=(18, 8.5, 8.5), nose=0,
    eye=(0.86, -0.35, 0.36), eye_size=2, ear="leaf", ear_long=14, ear_wide=5, tail="tuft", tail_long=52,
    tail_thick=1.8, horns="cow", horn_long=12, spots=9, height=1450, pale_face=True,
)  # fmt: skip
_HORSE = replace(
    _COW, surface="bay coat", chest=(17, 22), belly=(18, 20), hip=(19, 22), leg=68, limb=(9.5, 3.6), neck=(30, 50),
    throat=(15, 8.5), head=(8.5, 12, 10.5), pitch=38, snout=(25, 6.4, 6.6), nose=0, eye_size=1.9, ear="point",
    ear_long=11, ear_wide=3.6, tail="hair", tail_long=56, tail_thick=5, mane="crest", horns="", spots=0, height=1650,
    pale_face=False,
)  # fmt: skip
_DEER = replace(
    _HORSE, surface="tan fur", chest=(15, 19), belly=(15, 17), hip=(15, 18), leg=66, limb=(7.5, 2.7), neck=(22, 46),
    throat=(11, 7), head=(8, 11, 9), pitch=22, snout=(14, 5, 5), nose=2.2, ear="leaf", ear_long=14, ear_wide=4.5,
    tail="stub", tail_long=10, tail_thick=3.5, mane="", horns="antlers", horn_long=40, height=1500,
)  # fmt: skip
_LION = replace(
    _CAT, surface="tawny fur", chest=(16, 20), belly=(15, 17), hip=(16, 18), leg=47, limb=(9, 5.6), neck=(14, 20),
    throat=(15, 12), head=(14, 14, 14), snout=(9, 8.5, 7.5), nose=3, eye_size=2.1, ear="round", ear_long=7, ear_wide=5,
    tail="tuft", tail_long=64, tail_thick=2.4, mane="ruff", height=1200,
)  # fmt: skip
_BEAR = replace(
    _DOG, surface="brown fur", chest=(25, 27), belly=(27, 28), hip=(26, 28), leg=48, limb=(13, 9), neck=(14, 14),
    throat=(20, 17), head=(18, 17, 17), pitch=14, snout=(13, 9, 8), nose=3.4, eye_size=2.1, ear="round", ear_long=8,
    ear_wide=6.5, tail="stub", tail_long=7, tail_thick=4.5, height=1200, pale_face=True,
)  # fmt: skip
_PIG = replace(
    _DOG, surface="pink skin", chest=(24, 25), belly=(26, 27), hip=(25, 26), leg=42, limb=(10, 5.6), foot="hoof",
    neck=(14, 5), throat=(22, 18), head=(16.5, 17, 17), pitch=8, snout=(13, 8, 8), nose=0, eye=(0.6, -0.66, 0.44),
    eye_size=2, ear="point", ear_long=12, ear_wide=7, tail="corkscrew", tail_long=26, tail_thick=1.8, height=800,
)  # fmt: skip
_MOUSE = replace(
    _DOG, surface="grey fur", chest=(19, 19), belly=(24, 24), hip=(26, 25), leg=25, limb=(8, 4), neck=(14, 6),
    throat=(17, 14), head=(17, 21, 16), pitch=10, snout=(11, 6, 6), nose=2.8, eye=(0.62, -0.5, 0.5), eye_size=3,
    ear="disc", ear_long=20, ear_wide=11, tail="long", tail_long=92, tail_thick=2.6, height=75,
)  # fmt: skip
_FOX = replace(
    _DOG, surface="orange fur", chest=(14, 17), belly=(13.5, 15), hip=(14, 16), leg=47, limb=(7, 3.6), neck=(13, 24),
    throat=(12, 10), head=(13.5, 13, 12), pitch=8, snout=(16, 5, 4.6), nose=2.2, ear="point", ear_long=17, ear_wide=7,
    tail="bushy", tail_long=66, tail_thick=9, height=450, pale_face=True,
)  # fmt: skip
KINDS: dict[str, Beast] = {
    "dog": _DOG,
    "cat": _CAT,
    "horse": _HORSE,
    "cow": _COW,
    "pig": _PIG,
    "sheep": replace(
        _COW, surface="white fur", chest=(26, 27), belly=(28, 28), hip=(26, 27), leg=52, limb=(8, 4.6), neck=(16, 20),
        throat=(16, 12), head=(10.5, 13, 11.5), pitch=26, snout=(11, 7.5, 7.5), ear_long=14, ear_wide=5,
        tail="stub", tail_long=12, tail_thick=7, horns="", spots=0, mane="wool", height=950, pale_face=True,
    ),
    "goat": replace(
        _COW, surface="white fur", chest=(18, 21), belly=(19, 21), hip=(18, 20), leg=54, limb=(7.5, 3.6), neck=(18, 30),
        throat=(12, 9), head=(9.5, 12, 10), pitch=28, snout=(13, 6, 6), ear_long=15, ear_wide=4.5, tail="stub",
        tail_long=12, tail_thick=3, horns="back", horn_long=24, spots=0, mane="beard", height=900,
    ),
    "rabbit": replace(
        _DOG, surface="tan fur", chest=(20, 21), belly=(26, 26), hip=(30, 30), slope=-4, leg=36, limb=(9, 5),
        neck=(12, 22), throat=(16, 13), head=(18, 20, 18), pitch=8, snout=(8, 9, 8), nose=2.4, eye=(0.78, -0.5, 0.36),
        eye_size=3.2, ear="long", ear_long=54, ear_wide=8, tail="puff", tail_long=8, tail_thick=9, height=400,
    ),
    "elephant": replace(
        _DOG, surface="grey hide", chest=(30, 34), belly=(33, 36), hip=(30, 33), leg=66, limb=(14, 10.5), foot="pad",
        neck=(24, 17), throat=(24, 20), head=(19, 18, 22), pitch=0, snout=(4, 12, 13), nose=0, eye=(0.86, -0.42, 0.2),
        eye_size=1.9, ear="fan", ear_long=36, ear_wide=24, tail="tuft", tail_long=42, tail_thick=2.2, tusks=2, trunk=1,
        height=3000,
    ),
    "giraffe": replace(
        _HORSE, surface="tawny fur", chest=(21, 27), belly=(20, 23), hip=(18, 21), slope=14, leg=112, limb=(9.5, 4),
        neck=(40, 150), throat=(15, 7.5), head=(8.5, 12, 9.5), pitch=28, snout=(17, 6, 5.8), ear="leaf", ear_long=13,
        ear_wide=4, tail="tuft", tail_long=58, tail_thick=2, mane="crest", horns="knobs", horn_long=11, spots=16,
        height=4800,
    ),
    "lion": _LION,
    "tiger": replace(_LION, surface="orange fur", mane="", tail="long", tail_long=66, tail_thick=3.4, stripes=7,
                     height=1100, pale_face=True),
    "leopard": replace(_LION, surface="tawny fur", mane="", tail="long", tail_long=72, tail_thick=3.2, spots=18,
                       chest=(14, 17), belly=(13, 15), hip=(14, 16), height=800),
    "bear": _BEAR,
    "polar bear": replace(_BEAR, surface="white fur", neck=(20, 14), head=(16, 18, 15.5), height=1400, pale_face=False),
    "panda": replace(_BEAR, surface="white fur", head=(21, 18, 19), snout=(9, 9, 8), ear_long=9, height=900,
                     pale_face=False),
    "mouse": _MOUSE,
    "hamster": replace(_MOUSE, surface="tan fur", chest=(25, 25), belly=(29, 29), hip=(28, 28), leg=30, limb=(9, 5),
                       neck=(8, 8), throat=(23, 21), head=(22, 20, 20), snout=(7, 9, 8), ear="round", ear_long=9,
                       ear_wide=7, tail="stub", tail_long=5, tail_thick=3, height=90, pale_face=True),
    "squirrel": replace(_MOUSE, surface="orange fur", chest=(17, 18), belly=(20, 21), hip=(22, 23), leg=30, ear="point",
                        neck=(12, 16), ear_long=13, ear_wide=6, tail="plume", tail_long=100, tail_thick=17, height=260,
                        pale_face=True),
    "fox": _FOX,
    "wolf": replace(_FOX, surface="grey fur", chest=(17, 21), belly=(15, 17), hip=(15, 18), leg=57, limb=(8, 4.2),
                    snout=(16, 6.6, 6), ear_long=14, tail_long=48, tail_thick=7, height=850),
    "raccoon": replace(_FOX, surface="grey fur", chest=(19, 20), belly=(21, 22), hip=(21, 22), leg=40, ear="round",
                       ear_long=10, snout=(11, 5.6, 5.2), head=(17, 14, 14), tail_long=52, tail_thick=8, stripes=0,
                       height=400),
    "monkey": replace(_BEAR, surface="brown fur", chest=(16, 18), belly=(15.5, 17), hip=(15, 16), slope=8, leg=54,
                      limb=(7.5, 5), neck=(8, 26), throat=(12, 11), head=(17, 15, 17), pitch=4, snout=(4, 10.5, 8.5),
                      nose=2, eye=(0.36, -0.85, 0.3), eye_size=2.4, ear_long=13, ear_wide=6.5, tail="curl",
                      tail_long=86,
                      tail_thick=3.2, height=550),
    "koala": replace(_BEAR, surface="grey fur", leg=36, limb=(11, 7.5), neck=(10, 18), head=(21, 17, 18),
                     snout=(4, 7, 7),
                     nose=5.2, ear="disc", ear_long=24, ear_wide=11, height=500),
    "kangaroo": replace(_DOG, surface="tan fur", chest=(12, 14), belly=(17, 18), hip=(22, 24), slope=34, leg=56,
                        limb=(8, 4.4), neck=(10, 34), throat=(11, 8), head=(11, 14, 11), pitch=18, snout=(11, 6, 5.6),
                        ear="long", ear_long=24, ear_wide=5, tail="bushy", tail_long=86, tail_thick=9, height=1500),
    "badger": replace(_BEAR, surface="grey fur", leg=34, limb=(10, 6.5), head=(15, 17, 14), snout=(15, 7, 6.5),
                      tail_long=16, height=350, pale_face=True),
    "otter": replace(_FOX, surface="dark fur", chest=(13, 14), belly=(14, 14), hip=(15, 15), leg=24, limb=(6, 4),
                     neck=(16, 12), throat=(12, 11), head=(13, 13, 11), snout=(7, 8, 6), ear="round", ear_long=5,
                     ear_wide=4, tail="long", tail_long=60, tail_thick=6, height=300),
    "deer": _DEER,
    "fawn": replace(_DEER, horns="", head=(10, 12, 10.5), snout=(11, 5, 5), spots=14, height=700),
    "antelope": replace(_DEER, horns="straight", horn_long=34, height=1300),
    "zebra": replace(_HORSE, surface="white fur", stripes=9, tail="tuft", tail_long=50, tail_thick=2, height=1400),
    "donkey": replace(_HORSE, surface="grey fur", neck=(26, 40), head=(9.5, 13, 11), ear_long=24, ear_wide=4.4,
                      tail="tuft", tail_long=50, tail_thick=2, height=1200, pale_face=True),
    "pony": replace(_HORSE, surface="tan fur", leg=56, chest=(20, 24), belly=(21, 23), hip=(21, 24), neck=(26, 42),
                    height=1150),
    "bull": replace(_COW, surface="dark fur", chest=(25, 31), hip=(20, 23), slope=4, spots=0, horn_long=20,
                    height=1550, pale_face=False),
    "calf": replace(_COW, horns="", leg=60, head=(12, 14, 12), snout=(14, 8.5, 8), height=900),
    "camel": replace(_HORSE, surface="tan fur", leg=88, limb=(9.5, 4.2), neck=(44, 40), throat=(13, 8), pitch=16,
                     snout=(18, 6.4, 6.4), ear="round", ear_long=5, ear_wide=3, mane="", humps=2, tail="tuft",
                     tail_long=40, tail_thick=2, height=2100),
    "llama": replace(_HORSE, surface="white fur", chest=(20, 23), belly=(21, 23), hip=(20, 23), leg=66, neck=(22, 66),
                     throat=(13, 9), head=(9.5, 12, 10.5), pitch=14, snout=(11, 6, 6), ear_long=15, mane="",
                     tail="stub", tail_long=14, tail_thick=5, height=1700),
    "hippo": replace(_PIG, surface="grey hide", chest=(32, 32), belly=(35, 34), hip=(32, 32), leg=44, limb=(14, 9.5),
                     foot="pad", neck=(22, 4), throat=(27, 23), head=(19, 19, 18), snout=(20, 18, 14), ear="round",
                     ear_long=6, ear_wide=4.5, tail="stub", tail_long=14, tail_thick=2.5, height=1500),
    "rhino": replace(_PIG, surface="grey hide", chest=(28, 31), belly=(30, 31), hip=(28, 29), leg=50, limb=(13, 8.5),
                     foot="pad", neck=(24, 0), throat=(22, 18), head=(14, 18, 15), pitch=24, snout=(20, 10.5, 10.5),
                     horns="nose", horn_long=22, ear_long=11, ear_wide=5, tail="tuft", tail_long=32, tail_thick=2,
                     height=1700),
}  # fmt: skip
# Width, depth and height in millimetres as built, and the millimetres of a hundredth of the trunk.
SIZES: dict[str, tuple[float, float, float, float]] = {
    "dog": (237, 865, 600, 5.3179),
    "cat": (106, 474, 320, 2.998),
    "horse": (574, 2035, 1650, 11.9043),
    "cow": (705, 2205, 1450, 14.5419),
    "pig": (597, 1513, 800, 10.393),
    "sheep": (663, 1430, 950, 10.1953),
    "goat": (307, 998, 900, 7.2176),
    "rabbit": (203, 451, 400, 3.0923),
    "elephant": (2245, 4609, 3000, 26.383),
    "giraffe": (829, 2697, 4800, 16.2414),
    "lion": (524, 1487, 1200, 10.5231),
    "tiger": (492, 2404, 1100, 12.5642),
    "leopard": (328, 1819, 800, 9.2166),
    "bear": (853, 2026, 1200, 13.783),
    "polar bear": (1008, 2509, 1400, 16.2782),
    "panda": (614, 1440, 900, 9.9066),
    "mouse": (68.4, 271, 75.0, 1.1993),
    "hamster": (84.6, 191, 90.0, 1.3705),
    "squirrel": (91.4, 325, 260, 1.8289),
    "fox": (154, 887, 450, 4.4832),
    "wolf": (318, 1403, 850, 7.8359),
    "raccoon": (218, 827, 400, 4.6135),
    "monkey": (171, 730, 550, 4.2862),
    "koala": (330, 744, 500, 5.4836),
    "kangaroo": (523, 2216, 1500, 10.4682),
    "badger": (292, 737, 350, 4.9346),
    "otter": (201, 1073, 300, 5.8363),
    "deer": (625, 1321, 1500, 9.1746),
    "fawn": (221, 776, 700, 5.4641),
    "antelope": (316, 1190, 1300, 8.2594),
    "zebra": (487, 1599, 1400, 10.1006),
    "donkey": (416, 1337, 1200, 8.6217),
    "pony": (500, 1612, 1150, 9.6551),
    "bull": (808, 2145, 1550, 14.1521),
    "calf": (451, 1373, 900, 9.2993),
    "camel": (690, 2494, 2100, 14.5237),
    "llama": (534, 1566, 1700, 10.6648),
    "hippo": (1399, 3113, 1500, 18.9169),
    "rhino": (1365, 3588, 1700, 20.8763),
}
