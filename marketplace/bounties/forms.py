"""What people type about bounties. Sentences of the services come back to the fields."""

from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.bounties.requirements import FORMATS
from marketplace.bounties.selectors import MINE, SORTS, STATUSES, BountyQuery
from marketplace.bounties.services.posting import TEXT_MOST, TITLE_MOST, Wish
from marketplace.bounties.services.talk import TEXT_MOST as MESSAGE_MOST
from marketplace.catalog.forms import cents, price_text
from nexus.foundation.errors import NexusError

MONEY = {"inputmode": "decimal", "autocomplete": "off", "maxlength": 12}
FLAGS = ("closed", "printable", "rigged", "textured")


class CentsField(forms.CharField):
    """A typed amount, in whole cents."""

    widget = forms.TextInput(attrs=MONEY)

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return cents(typed)
        except ValueError as failure:
            raise forms.ValidationError(str(failure)) from failure


class Refusable(forms.Form):
    """A form that takes a service's refusal to its fields."""

    places: dict[str, str] = {}  # a field of the service → the field of this form

    def refuse(self, refusal: NexusError) -> None:
        for name, sentences in refusal.fields.items():
            field = self.places.get(name, name)
            for sentence in sentences:
                self.add_error(field if field in self.fields else None, sentence)
        if not refusal.fields:
            self.add_error(None, refusal.message)


class BountyForm(Refusable):
    """A bounty's words, budget and requirements."""

    places = {"requirements": "size_x"}

    title = forms.CharField(
        label=gettext_lazy("What is to be made"),
        max_length=TITLE_MOST,
        error_messages={"required": gettext_lazy("Give the bounty a title: what is to be made.")},
    )
    description = forms.CharField(
        label=gettext_lazy("Description"),
        max_length=TEXT_MOST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("Markdown: **bold**, lists, links. Say what it is for, and what has to be exact."),
        error_messages={"required": gettext_lazy("Describe what is to be made.")},
    )
    budget = CentsField(
        label=gettext_lazy("Budget in USD"),
        error_messages={"required": gettext_lazy("Say what you can pay at most.")},
    )
    deadline = forms.DateField(
        label=gettext_lazy("Deadline"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("The end of this day, UTC."),
        error_messages={"invalid": gettext_lazy("Write the day as 2027-01-31.")},
    )
    formats = forms.MultipleChoiceField(
        label=gettext_lazy("Formats"),
        required=False,
        choices=[(word, word.upper()) for word in FORMATS],
        widget=forms.CheckboxSelectMultiple,
    )
    triangles_max = forms.IntegerField(label=gettext_lazy("Triangles at most"), required=False, min_value=1)
    materials_max = forms.IntegerField(label=gettext_lazy("Materials at most"), required=False, min_value=1)
    size_x = forms.FloatField(label=gettext_lazy("Width in mm"), required=False, min_value=0)
    size_y = forms.FloatField(label=gettext_lazy("Height in mm"), required=False, min_value=0)
    size_z = forms.FloatField(label=gettext_lazy("Depth in mm"), required=False, min_value=0)
    tolerance_mm = forms.FloatField(label=gettext_lazy("May be off by, in mm"), required=False, min_value=0)
    closed = forms.BooleanField(label=gettext_lazy("The mesh is closed"), required=False)
    printable = forms.BooleanField(label=gettext_lazy("It can be printed"), required=False)
    rigged = forms.BooleanField(label=gettext_lazy("It has a rig"), required=False)
    textured = forms.BooleanField(label=gettext_lazy("It has textures"), required=False)

    def __init__(self, *args: Any, budget_fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lowest = price_text(settings.MINIMUM_PRICE_CENTS)
        self.fields["budget"].help_text = _("From %(lowest)s. It goes into escrow; what is not paid comes back.") % {
            "lowest": lowest
        }
        if budget_fixed:
            self.fields["budget"].disabled = True
            self.fields["budget"].help_text = _("It is in escrow already, so it stays.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        sizes = [cleaned.get(f"size_{axis}") for axis in "xyz"]
        if any(size is not None for size in sizes) and not all(size is not None for size in sizes):
            missing = next(axis for axis, size in zip("xyz", sizes, strict=True) if size is None)
            if f"size_{missing}" not in self.errors:
                self.add_error(f"size_{missing}", _("Give all three lengths, or none."))
        return cleaned

    @property
    def size_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("size_x", "size_y", "size_z", "tolerance_mm")]

    @property
    def flag_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in FLAGS]

    def wish(self) -> Wish:
        """What the service takes; only of a valid form."""
        clean = self.cleaned_data
        asked: dict[str, Any] = {name: clean[name] for name in ("formats", "triangles_max", "materials_max")}
        asked |= {name: clean[name] for name in FLAGS}
        if clean["size_x"] is not None:
            asked["size_mm"] = [clean["size_x"], clean["size_y"], clean["size_z"]]
        if clean["tolerance_mm"] is not None:
            asked["tolerance_mm"] = clean["tolerance_mm"]
        day = clean["deadline"]
        wish: Wish = {
            "title": clean["title"],
            "description": clean["description"],
            "deadline": datetime.combine(day, time(23, 59, 59), UTC) if day else None,
            "requirements": asked,
        }
        if not self.fields["budget"].disabled:
            wish["budget_cents"] = clean["budget"]
        return wish

    @staticmethod
    def first(
        *, title: str, description: str, budget_cents: int, deadline: datetime | None, asked: dict[str, Any]
    ) -> dict[str, Any]:
        """The form's first values from a bounty as it stands."""
        sizes = asked.get("size_mm") or [None, None, None]
        return {
            "title": title,
            "description": description,
            "budget": price_text(budget_cents),
            "deadline": deadline.astimezone(UTC).date() if deadline else None,
            **dict(zip(("size_x", "size_y", "size_z"), sizes, strict=True)),
            **{name: asked.get(name) for name in ("formats", "triangles_max", "materials_max", "tolerance_mm", *FLAGS)},
        }


class ApplyForm(Refusable):
    prefix = "apply"
    price = CentsField(
        label=gettext_lazy("Your price in USD"),
        error_messages={"required": gettext_lazy("Say what you ask for it.")},
    )
    text = forms.CharField(
        label=gettext_lazy("How you would do it"),
        max_length=MESSAGE_MOST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Say how you would do it, so that the client can choose.")},
    )


class TextForm(Refusable):
    """One text; each act on the page has its own prefix, so that only one of them keeps what was typed."""

    text = forms.CharField(
        max_length=MESSAGE_MOST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Write a few words first.")},
    )

    def __init__(self, *args: Any, label: str = "", required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label or _("Message")
        self.fields["text"].required = required


class WorkFileForm(Refusable):
    prefix = "file"
    file = forms.FileField(
        label=gettext_lazy("Your file"),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Choose a file first.")},
    )


class BountyFilter:
    """The list's filters, read from the address; what cannot be read is left out with a sentence."""

    def __init__(self, data: Any) -> None:
        self.wrong: list[str] = []
        self.text = self._one(data, "q")
        self.status = self._word(data, "status", tuple(STATUSES), "open")
        self.mine = self._word(data, "mine", MINE, "")
        self.format = self._word(data, "format", FORMATS, "")
        self.sort = self._word(data, "sort", tuple(SORTS), "newest")
        self.budget = self._one(data, "budget_min", most=12)
        page = self._one(data, "page", most=4)
        self.page = int(page) if page.isascii() and page.isdigit() and int(page) > 0 else 1

    @staticmethod
    def _one(data: Any, name: str, most: int = 100) -> str:
        return str(data.get(name, "")).replace("\x00", "").strip()[:most]

    def _word(self, data: Any, name: str, words: tuple[str, ...], default: str) -> str:
        word = self._one(data, name, most=20)
        return word if word in words else default

    def query(self) -> BountyQuery:
        least = None
        if self.budget:
            try:
                least = cents(self.budget)
            except ValueError as failure:
                self.wrong.append(str(failure))
                self.budget = ""
        return BountyQuery(
            text=self.text,
            status=self.status,
            mine=self.mine,
            format=self.format,
            budget_min=least,
            sort=self.sort,
            page=self.page,
        )


class DecisionForm(Refusable):
    """What staff decide about a bounty; a division names the artist's part."""

    places = {"artist_cents": "artist"}
    decision = forms.ChoiceField(choices=[(word, word) for word in ("divide", "release", "refuse", "close")])
    artist = CentsField(label=gettext_lazy("For the artist, in USD"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Why? Both sides read it."),
        required=False,
        max_length=2000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("decision") == "divide" and cleaned.get("artist") is None and "artist" not in self.errors:
            self.add_error("artist", _("Say how much the artist gets; 0 gives all of it back."))
        if cleaned.get("decision") != "release" and not (cleaned.get("reason") or "").strip():
            self.add_error("reason", _("Say why; the others read it."))
        return cleaned
