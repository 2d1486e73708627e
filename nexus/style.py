"""The style page, while DEBUG=1: every component in every state, from made-up values."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from nexus import style_mails
from nexus.foundation import plots, tables

WEEKS = (
    "8 Sep",
    "15 Sep",
    "22 Sep",
    "29 Sep",
    "6 Oct",
    "13 Oct",
    "20 Oct",
    "27 Oct",
    "3 Nov",
    "10 Nov",
    "17 Nov",
    "24 Nov",
)
EARNED = (18200, 20350, 16800, 23100, 25900, 24550, 29900, 28700, 35100, 33300, 41900, 46300)
YEAR_BEFORE = (12100, 13900, 14900, 13700, 17000, 16000, 19100, 20700, 19800, 24000, 23600, 26200)
STAGES = ("Plan", "Preview", "Mesh", "Check", "Export", "Register")
LOWEST = 0.99


@dataclass(frozen=True)
class Row:
    """What components/card.html shows, with what no listing has yet."""

    name: str
    picture: str
    tint: str
    alt: str
    size_mm: tuple[float, ...] | None
    price_cents: int
    before_cents: int | None = None
    creator_name: str = "Ida Lund"
    creator_verified: bool = True
    rating: float = 0.0
    rating_count: int = 0
    ai_generated: bool = False
    parametric: bool = False
    print_checked: bool = False
    sensitive: bool = False
    url: str = "#"
    creator_url: str = "#"
    id: int = 0
    picture_url: str = field(init=False, default="")

    def __post_init__(self) -> None:
        object.__setattr__(self, "picture_url", static(self.picture) if self.picture else "")

    @property
    def category_tint(self) -> str:
        return self.tint


class Sample(forms.Form):
    """One field of each kind; sent with a price that is too low, so that the error shows."""

    name = forms.CharField(label="Name", help_text="What one would look for.")
    secret = forms.CharField(label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "off"}))
    pieces = forms.IntegerField(label="Pieces", min_value=1)
    category = forms.ChoiceField(label="Category", choices=[("furniture", "Furniture"), ("home", "Home")])
    price = forms.DecimalField(label="Price", widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    text = forms.CharField(label="Description", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    closed = forms.BooleanField(label="Watertight", help_text="Every edge has two faces.")
    kind = forms.ChoiceField(
        label="Made as", choices=[("mesh", "Mesh"), ("solid", "Solid")], widget=forms.RadioSelect, initial="mesh"
    )
    file = forms.FileField(label="File", required=False, help_text="Up to 500 MB.")

    def clean_price(self) -> None:
        if self.cleaned_data["price"] < LOWEST:
            raise forms.ValidationError("0.99 is the lowest price. Use 0 for free.")


def _form() -> Sample:
    sent = {"name": "Spindle-back chair", "secret": "correct-horse", "pieces": "4", "category": "furniture",
            "price": "0.50", "closed": "on", "kind": "mesh"}  # fmt: skip
    return Sample(sent)


def _cards() -> dict[str, Any]:
    teapot, lamp, gear, robot = (
        "img/style/teapot.webp",
        "img/style/lamp.webp",
        "img/style/gear.webp",
        "img/robot.webp",
    )
    usual = Row("Celadon teapot", teapot, "home", "Green glazed teapot with a wooden handle", (280, 170, 170), 750,
                rating=4.7, rating_count=76, print_checked=True, creator_name="Kiln & Byte")  # fmt: skip
    rows = [
        usual,
        Row("Banker’s desk lamp", lamp, "home", "Green desk lamp on a brass stem", (320, 190, 450), 650, 900,
            rating=4.9, rating_count=1288, ai_generated=True, parametric=True, creator_verified=False),
        Row("Phone stand", "", "mechanics", "Olive phone stand", (100, 70, 120), 0, ai_generated=True,
            parametric=True, print_checked=True),
        Row("Anatomical study", robot, "figures", "A figure without clothes", (80, 60, 250), 1200, sensitive=True),
        Row("Planetary gear set, three planets, a ring of forty-eight teeth and a very long name", gear, "mechanics",
            "Planetary gear set", (120, 120, 34), 128_050, rating=3.2, rating_count=1,
            creator_name="Renn Mechanics and Daughters, Precision Works"),
    ]  # fmt: skip
    return {"cards": rows, "list_card": usual}


def _stages(done: int, state: str) -> list[dict[str, str]]:
    took = ("0.4 s", "1.1 s", "3.2 s", "0.3 s", "1.1 s", "0.1 s")
    rows = []
    for number, name in enumerate(STAGES):
        where = "done" if number < done else state if number == done else "next"
        rows.append({"name": name, "state": where, "took": took[number] if where == "done" else ""})
    return rows


def _jobs() -> list[dict[str, Any]]:
    return [
        {"title": "Waiting", "state": "queued", "place": 3, "percent": None, "message": "Place 3 of 12",
         "left": "About 2 minutes", "stages": _stages(0, "next")},
        {"title": "In work", "state": "running", "percent": 46, "message": "Building the shade, part 3 of 5",
         "left": "About 5 seconds left", "stages": _stages(2, "now")},
        {"title": "Done", "state": "succeeded", "seconds": 6.2, "stages": _stages(6, "done")},
        {"title": "Failed", "state": "failed", "stages": _stages(2, "failed"), "error": "I could not find an object in "
         "“blue, but faster”. Name a thing and I will build it. Nothing was charged to your daily quota."},
        {"title": "Cancelled", "state": "cancelled", "stages": _stages(1, "next"),
         "error": "You stopped this. What was made until then is deleted."},
    ]  # fmt: skip


def _money(cents: float) -> str:
    return f"{cents / 100:,.2f}"


def _figures() -> dict[str, Any]:
    whole = plots.line("Earned a week", WEEKS, EARNED, heads=("Week", "Earned"), before=YEAR_BEFORE,
                       before_name="2025", per=100, say=_money)  # fmt: skip
    several = plots.lines("Views by door", WEEKS, [
        plots.Series("Search", (410, 430, 420, 470, 520, 510, 560, 590, 640, 630, 720, 760)),
        plots.Series("Similar", (230, 240, 250, 260, 240, 280, 300, 310, 330, 350, 345, 360)),
        plots.Series("Home", (190, 160, 220, 240, 210, 250, 240, 290, 280, 300, 320, 340)),
    ], head="Week")  # fmt: skip
    jobs = plots.columns("Jobs a day", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), (4, 7, 0, 12, 9, 3, 6),
                         heads=("Day", "Jobs"))  # fmt: skip
    example = plots.line("Revenue a week", WEEKS[:7], (12, 18, 34, 31, 55, 62, 83), heads=("Week", "Revenue"),
                         is_example=True)  # fmt: skip
    return {
        "line": whole,
        "several": several,
        "columns": jobs,
        "example": example,
        "shares": plots.shares([("Search", 41), ("Similar models", 23), ("Home", 19), ("Links", 12), ("Other", 5)]),
        "ranking": plots.ranking(
            [("Spindle-back chair", 151200, "#"), ("Club armchair", 94600, "#"), ("Side table", 49500, "#")],
            say=_money,
        ),
        "histogram": plots.histogram((2, 9, 24, 31, 18, 12, 7, 4, 3, 1, 0, 1), chosen=(1, 5)),
    }


def _lists() -> dict[str, Any]:
    options = [("Furniture", 138, True), ("Home", 71, False), ("Buildings", 34, False), ("Vehicles", 29, False),
               ("Nature", 18, False), ("Mechanics", 12, False), ("Figures", 4, False)]  # fmt: skip
    table_rows = [("Spindle-back chair", "14.00", "1.05", "12.95"), ("Side table", "9.00", "0.68", "8.32"),
                  ("Club armchair", "22.00", "1.65", "20.35")]  # fmt: skip
    return {
        "options": [
            {"value": name.lower(), "label": name, "count": count, "chosen": on} for name, count, on in options
        ],
        "tabs": [
            {"text": "Description", "url": "#tabs", "count": None, "current": True},
            {"text": "Files", "url": "#tabs", "count": 6, "current": False},
            {"text": "Reviews", "url": "#tabs", "count": 126, "current": False},
            {"text": "Versions", "url": "#tabs", "count": 2, "current": False},
        ],
        "choices": [
            {"text": "30 days", "url": "#seg", "current": False},
            {"text": "12 weeks", "url": "#seg", "current": True},
            {"text": "Year", "url": "#seg", "current": False},
        ],
        "offers": [
            {"licence": "personal", "name": "Personal", "summary": "Print it, render it, keep it", "price_cents": 1400},
            {"licence": "commercial", "name": "Commercial", "summary": "Sell what you make", "price_cents": 4200},
            {"licence": "editorial", "name": "Editorial", "summary": "News and teaching", "price_cents": 0},
        ],
        "facts": [("Size", "434 × 458 × 916 mm"), ("Triangles", "4,836"), ("Watertight", "yes, 3 bodies")],
        "crumbs": [{"text": "Explore", "url": "#"}, {"text": "Furniture", "url": "#"}, {"text": "Seating", "url": ""}],
        "table": {
            "columns": [{"label": "Sale", "number": False}]
            + [{"label": name, "number": True} for name in ("Price", "Fee", "Yours")],
            "rows": [
                [{"text": name, "url": "#"}, *({"text": figure, "number": True} for figure in figures)]
                for name, *figures in table_rows
            ],
        },
        "dims": [
            {"line": "M846 874L867 105M835 873L857 874M856 105L878 106", "faint": "M794 874L846 874M815 105L867 105",
             "x": 857, "y": 489, "text": "45.2 cm"},
            {"line": "M247 968L788 926M246 958L248 979M787 915L789 937", "faint": "M253 916L247 968M794 874L788 926",
             "x": 518, "y": 947, "text": "32.3 cm"},
        ],
        "ways": [{"text": "Drop that filter", "url": "#"}, {"text": "Make it", "url": "#", "kind": "main"}],
    }  # fmt: skip


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """The sheet. `?csv=` answers with the table of its first plot, as a page with figures does."""
    figures = _figures()
    if "csv" in request.GET:
        return tables.csv_answer("earned-a-week", figures["line"].columns, figures["line"].rows)
    context = {
        "form": _form(),
        **_cards(),
        "jobs": _jobs(),
        "plots": figures,
        **_lists(),
        "tints": ("furniture", "home", "vehicles", "mechanics", "nature", "buildings", "figures"),
        "grounds": ("ground", "surface", "raised", "sunken", "stage", "action", "tape", "danger"),
        "colours": range(1, 6),
        "icons": ("search", "shopping-cart", "bell", "menu", "x", "heart", "bookmark", "box", "hammer", "printer-check",
                  "badge-check", "rotate-3d", "ruler-dimension-line", "layers", "download", "upload"),
        "mails": style_mails.NAMES,
    }  # fmt: skip
    return render(request, "dev/style.html", context)


@require_safe
def mail(request: HttpRequest, name: str) -> HttpResponseBase:
    """One mail as its reader sees it, from made-up values."""
    return style_mails.page(request, name)
