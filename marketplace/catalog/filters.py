"""The catalogue's filters as words: read from an address or a saved search, checked, and written back."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.catalog.forms import cents
from marketplace.catalog.search_terms import FORMATS, LICENCES
from marketplace.catalog.selectors import SearchQuery
from nexus.foundation.errors import Invalid
from nexus.foundation.numbers import whole_number

SORTS = (
    ("", gettext_lazy("Best match or newest")),
    ("relevance", gettext_lazy("Relevance")),
    ("newest", gettext_lazy("Newest")),
    ("updated", gettext_lazy("Last changed")),
    ("popular", gettext_lazy("Popular")),
    ("trending", gettext_lazy("Trending")),
    ("rating", gettext_lazy("Best rated")),
    ("price", gettext_lazy("Price, low first")),
    ("-price", gettext_lazy("Price, high first")),
)
# Beds and heights in millimetres, as their makers print them on the box.
PRINTERS = (
    ("180x180x180", "Bambu Lab A1 mini"),
    ("220x220x250", "Creality Ender-3"),
    ("250x210x220", "Prusa MK4"),
    ("256x256x256", "Bambu Lab X1, P1, A1"),
    ("300x300x400", "Creality CR-10"),
)
PAGE_SIZE = 24
PAGES_MOST = 999_999_999
LARGEST = 2**63 - 1
MANY = {"category": 20, "tag": 5, "format": len(FORMATS), "licence": len(LICENCES)}
RANGES = ("price", "triangles", "size")
FLAGS = ("free", "rigged", "animated", "textured", "printable")
ONE = (
    "q", "subcategory", "creator", *FLAGS, *(f"{name}_{end}" for name in RANGES for end in ("min", "max")),
    "rating_min", "fits", "ai", "like", "sort",
)  # fmt: skip
NAMES = frozenset({*MANY, *ONE})
YES, NO = {"1", "true", "on", "yes"}, {"0", "false", "off", "no"}


class FilterForm:
    """The filters of one address. No Django form: nothing is required, wrong ones are said in `wrong` and left out."""

    def __init__(self, data: QueryDict | Mapping[str, Sequence[str]]) -> None:
        lists = {name: data.getlist(name) if isinstance(data, QueryDict) else list(data[name]) for name in data}
        self.wrong: dict[str, str] = {}
        self.many = {name: _several(lists.get(name, ()), most) for name, most in MANY.items()}
        self.one = {name: _first(lists.get(name, ())) for name in ONE}
        self.cursor = _first(lists.get("cursor", ()), most=400)
        self.page = _first(lists.get("page", ()), most=9)
        self.asked = self._read()

    @property
    def text(self) -> str:
        return self.one["q"]

    @property
    def sort(self) -> str:
        return self.one["sort"]

    @property
    def has_size(self) -> bool:
        return bool(self.one["size_min"] or self.one["size_max"])

    @property
    def has_triangles(self) -> bool:
        return bool(self.one["triangles_min"] or self.one["triangles_max"])

    @property
    def values(self) -> dict[str, list[str]]:
        """What was chosen, by name, in a fixed order; what says nothing is left out."""
        found = {"q": [self.text], **{name: list(words) for name, words in self.many.items()}}
        found |= {name: [self.one[name]] for name in ONE if name != "q"}
        return {name: words for name, words in found.items() if any(words)}

    def query(self) -> tuple[SearchQuery, list[str]]:
        """What to look for, and a sentence for each filter that could not be read."""
        return self.asked, list(self.wrong.values())

    def _read(self) -> SearchQuery:
        one, number = self.one, self._number
        for name, known in (("format", FORMATS), ("licence", LICENCES)):
            self._keep_known(name, known)
        return SearchQuery(
            text=one["q"],
            categories=(one["subcategory"],) if one["subcategory"] else self.many["category"],
            tags=self.many["tag"],
            formats=self.many["format"],
            licences=self.many["licence"],
            creator=one["creator"],
            **{name: self._flag(name) for name in FLAGS},
            price_min=self._value("price_min", cents),
            price_max=self._value("price_max", cents),
            triangles_min=self._value("triangles_min", number),
            triangles_max=self._value("triangles_max", number),
            size_min=self._value("size_min", _millimetres),
            size_max=self._value("size_max", _millimetres),
            rating_min=self._value("rating_min", _rating),
            fits=self._value("fits", printer),
            ai=self._ai(),
            like=self._value("like", number),
            sort=self._sort(),
            cursor=self.cursor,
            offset=((self._value("page", _page_number, of=self.page) or 1) - 1) * PAGE_SIZE,
            size=PAGE_SIZE,
        )

    def _keep_known(self, name: str, known: Sequence[str]) -> None:
        foreign = [word for word in self.many[name] if word not in known]
        if foreign:
            self.wrong[name] = _("%(name)s is one of: %(words)s.") % {"name": name, "words": ", ".join(known)}
            self.many[name] = tuple(word for word in self.many[name] if word in known)

    def _sort(self) -> str:
        known = [value for value, _label in SORTS if value]
        if self.sort and self.sort not in known:
            self.wrong["sort"] = _("%(name)s is one of: %(words)s.") % {"name": "sort", "words": ", ".join(known)}
            self.one["sort"] = ""
        return self.sort

    def _ai(self) -> str:
        known = ("include", "exclude", "only")
        if self.one["ai"] and self.one["ai"] not in known:
            self.wrong["ai"] = _("%(name)s is one of: %(words)s.") % {"name": "ai", "words": ", ".join(known)}
            self.one["ai"] = ""
        if self.one["ai"] == "include":  # says nothing
            self.one["ai"] = ""
        return self.one["ai"] or "include"

    def _flag(self, name: str) -> bool | None:
        word = self.one[name].lower()
        if not word:
            return None
        if word not in YES | NO:
            self.wrong[name] = _("%(name)s is true or false.") % {"name": name}
            self.one[name] = ""
            return None
        self.one[name] = "1" if word in YES else "0"
        return word in YES

    def _value(self, name: str, read: Callable[[str], Any], *, of: str | None = None) -> Any:
        text = self.one[name] if of is None else of
        if not text:
            return None
        try:
            return read(text)
        except ValueError as failure:
            self.wrong[name] = str(failure)
            if name == "page":
                self.page = ""
            else:
                self.one[name] = ""
            return None

    @staticmethod
    def _number(text: str) -> int:
        number = whole_number(text.replace(" ", "").replace("\u202f", ""), most=LARGEST)
        if number is None:
            raise ValueError(_("A number of triangles or of a model is whole, such as 2000."))
        return number


def printer(text: str) -> tuple[float, float, float]:
    """Three sides of a bed in millimetres, of 256x256x256; ValueError with a sentence for anything else."""
    try:
        sides = [float(part) for part in text.lower().replace("×", "x").replace(",", ".").split("x")]
    except ValueError:
        sides = []
    if len(sides) != 3 or not all(0 < side <= 100_000 for side in sides):
        raise ValueError(_("A printer is its bed and height in millimetres, such as 256x256x256."))
    return sides[0], sides[1], sides[2]


def filters_of(query: Mapping[str, Any]) -> FilterForm:
    """The filters that a saved search holds, as an object of JSON. Raises Invalid, naming the first that is wrong."""
    lists: dict[str, list[str]] = {}
    for name, value in query.items():
        if name not in NAMES:
            raise Invalid(f"There is no filter {name[:40]!r}.", fields={"query": [f"{name[:40]}: not known."]})
        values = value if isinstance(value, list) else [value]
        if not all(isinstance(one, str | int | float) for one in values):
            sentence = "A filter is a text, a number, true or false, or a list of these."
            raise Invalid(sentence, fields={"query": [f"{name}: {sentence}"]})
        lists[name] = [str(one).lower() if isinstance(one, bool) else str(one) for one in values]
    form = FilterForm(lists)
    for name, sentence in form.wrong.items():
        raise Invalid(sentence, fields={"query": [f"{name}: {sentence}"]})
    return form


def _first(values: Sequence[str], most: int = 200) -> str:
    return str(values[-1]).replace("\x00", "").strip()[:most] if values else ""


def _several(values: Sequence[str], most: int) -> tuple[str, ...]:
    words = (str(value).replace("\x00", "").strip()[:60] for value in values)
    return tuple(dict.fromkeys(word for word in words if word))[:most]


def _millimetres(text: str) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1e9:
        raise ValueError(_("A size is a number of millimetres, such as 120."))
    return value


def _rating(text: str) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = 0.0
    if not 1 <= value <= 5:
        raise ValueError(_("A rating is from 1 to 5."))
    return value


def _page_number(text: str) -> int:
    number = whole_number(text, most=PAGES_MOST, least=1)
    if number is None:
        raise ValueError(_("A page is a whole number from 1 on."))
    return number
