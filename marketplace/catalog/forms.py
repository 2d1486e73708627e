"""What people type: filters of the catalogue, a listing, a file. Sentences of the services come back to the fields."""

from decimal import Decimal, InvalidOperation
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.catalog.licences import TERMS
from marketplace.catalog.selectors import ModelPage, SearchQuery, category_choices
from marketplace.catalog.services.listings import DESCRIPTION_MOST, NAME_MOST, Changes
from nexus.foundation.errors import NexusError
from nexus.foundation.languages import figures

SORTS = (
    ("", gettext_lazy("Best match or newest")),
    ("relevance", gettext_lazy("Relevance")),
    ("newest", gettext_lazy("Newest")),
    ("popular", gettext_lazy("Popular")),
    ("price", gettext_lazy("Price, low first")),
    ("-price", gettext_lazy("Price, high first")),
)
PAGE_SIZE = 24
OFFER_ROWS = 3
MONEY = {"inputmode": "decimal", "autocomplete": "off", "maxlength": 12}


def cents(text: str) -> int:
    """Whole cents of a typed price, 499 of 4.99 or 4,99; ValueError with a sentence for what is no price."""
    try:
        value = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise ValueError(_("A price is a number such as 4.99; 0 is free."))
    if value != value.quantize(Decimal("0.01")) if abs(value) < 10**9 else True:
        raise ValueError(_("A price has at most two decimals and nine digits, such as 4.99."))
    return int(value * 100)


def price_text(value: int | None) -> str:
    return "" if value is None else figures(f"{value / 100:.2f}")


class FilterForm:
    """The catalogue's filters, read from the address. No Django form: nothing is required, wrong ones are left out."""

    def __init__(self, data: Any) -> None:
        self.text = self._one(data, "q")
        self.categories = tuple(dict.fromkeys(word for word in data.getlist("category") if word))[:20]
        self.tags = tuple(dict.fromkeys(word for word in data.getlist("tag") if word))[:5]
        self.licences = tuple(word for word in data.getlist("licence") if word in TERMS)
        self.creator = self._one(data, "creator")
        self.free = self._one(data, "free") in {"1", "true", "on"}
        self.price_min = self._one(data, "price_min")
        self.price_max = self._one(data, "price_max")
        self.ai = self._one(data, "ai") or "include"
        self.sort = self._one(data, "sort")
        self.cursor = self._one(data, "cursor", most=400)
        self.page = self._one(data, "page", most=9)

    @staticmethod
    def _one(data: Any, name: str, most: int = 200) -> str:
        return str(data.get(name, "")).replace("\x00", "").strip()[:most]

    def query(self) -> tuple[SearchQuery, list[str]]:
        """What to look for, and a sentence for each filter that could not be read."""
        wrong: list[str] = []
        query = SearchQuery(
            text=self.text,
            categories=self.categories,
            tags=self.tags,
            licences=self.licences,
            creator=self.creator,
            free=True if self.free else None,
            price_min=self._cents("price_min", wrong),
            price_max=self._cents("price_max", wrong),
            ai=self.ai,
            sort=self.sort,
            cursor=self.cursor,
            offset=(self._number(wrong) - 1) * PAGE_SIZE,
            size=PAGE_SIZE,
        )
        return query, wrong

    def _number(self, wrong: list[str]) -> int:
        if not self.page:
            return 1
        if not (self.page.isascii() and self.page.isdigit() and int(self.page) > 0):
            wrong.append(_("A page is a whole number from 1 on."))
            self.page = ""
            return 1
        return int(self.page)

    def _cents(self, name: str, wrong: list[str]) -> int | None:
        text: str = getattr(self, name)
        if not text:
            return None
        try:
            return cents(text)
        except ValueError as failure:
            wrong.append(str(failure))
            setattr(self, name, "")
            return None


class ListingForm(forms.Form):
    """A listing's words and prices. Price rows are a licence and a price each; a row without a price offers nothing."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=NAME_MOST,
        error_messages={"required": gettext_lazy("Give the model a name.")},
    )
    description = forms.CharField(
        label=gettext_lazy("Description"),
        required=False,
        strip=False,
        validators=[MaxLengthValidator(DESCRIPTION_MOST)],
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("Markdown: **bold**, lists, links. Pictures come from the model itself."),
    )
    category = forms.ChoiceField(label=gettext_lazy("Category"), required=False)
    tags = forms.CharField(
        label=gettext_lazy("Tags"),
        required=False,
        max_length=600,
        help_text=gettext_lazy("Up to 12, with commas between."),
    )
    ai_generated = forms.BooleanField(
        label=gettext_lazy("A generator made this model, or a part of it"), required=False
    )
    sensitive = forms.BooleanField(label=gettext_lazy("Not for everybody's eyes: violence or nudity"), required=False)
    training_allowed = forms.BooleanField(label=gettext_lazy("May be used to train models"), required=False)

    def __init__(self, *args: Any, page: ModelPage, **kwargs: Any) -> None:
        kwargs.setdefault("initial", self._first(page))
        super().__init__(*args, **kwargs)
        choices = cast("forms.ChoiceField", self.fields["category"])
        choices.choices = [("", _("Choose one")), *category_choices()]
        self.rows = max(OFFER_ROWS, len(page.offers))
        licences = [(terms.licence, terms.name) for terms in TERMS.values()]
        lowest = price_text(settings.MINIMUM_PRICE_CENTS)
        for row in range(self.rows):
            self.fields[f"licence_{row}"] = forms.ChoiceField(label=_("Licence"), choices=licences, required=False)
            self.fields[f"price_{row}"] = forms.CharField(
                label=_("Price in USD"),
                required=False,
                widget=forms.TextInput(attrs=MONEY),
                help_text=_("0 is free; else from %(lowest)s.") % {"lowest": lowest} if row == 0 else "",
            )
        if page.provenance:
            self.fields["ai_generated"].disabled = True
            self.fields["ai_generated"].help_text = _("Made by a generator here, so the mark stays.")

    @staticmethod
    def _first(page: ModelPage) -> dict[str, Any]:
        first: dict[str, Any] = {
            "name": page.name,
            "description": page.description,
            "category": page.category_slug,
            "tags": ", ".join(page.tags),
            "ai_generated": page.ai_generated,
            "sensitive": page.sensitive,
            "training_allowed": page.training_allowed,
        }
        spare = [licence for licence in TERMS if licence not in {offer.licence for offer in page.offers}]
        for row in range(max(OFFER_ROWS, len(page.offers))):
            offer = page.offers[row] if row < len(page.offers) else None
            first[f"licence_{row}"] = offer.licence if offer else spare.pop(0)
            first[f"price_{row}"] = price_text(offer.price_cents) if offer else ""
        return first

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for row in range(self.rows):
            text = str(cleaned.get(f"price_{row}") or "").strip()
            try:
                cleaned[f"cents_{row}"] = cents(text) if text else None
            except ValueError as failure:
                self.add_error(f"price_{row}", str(failure))
        return cleaned

    @property
    def offer_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"licence_{row}"], self[f"price_{row}"]) for row in range(self.rows)]

    def changes(self) -> Changes:
        """What the service takes; only of a valid form."""
        clean = self.cleaned_data
        return {
            "name": clean["name"],
            "description": clean["description"],
            "category": clean["category"],
            "tags": [word for word in clean["tags"].split(",") if word.strip()],
            "offers": [
                (clean[f"licence_{row}"], clean[f"cents_{row}"])
                for row in range(self.rows)
                if clean[f"cents_{row}"] is not None
            ],
            "ai_generated": clean["ai_generated"],
            "sensitive": clean["sensitive"],
            "training_allowed": clean["training_allowed"],
        }

    def refuse(self, refusal: NexusError) -> None:
        """Put a service's sentence at the field it names, else above the form."""
        places = {"price": self._price_row(), "offers": "price_0", "licence": "licence_0"}
        for name, sentences in refusal.fields.items():
            field = places.get(name, name)
            for sentence in sentences:
                self.add_error(field if field in self.fields else None, sentence)
        if not refusal.fields:
            self.add_error(None, refusal.message)

    def _price_row(self) -> str:
        """The first row whose price the service may have meant."""
        lowest = settings.MINIMUM_PRICE_CENTS
        for row in range(self.rows):
            value = self.cleaned_data.get(f"cents_{row}")
            if value is not None and (value < 0 or 0 < value < lowest or value > 100_000_00):
                return f"price_{row}"
        return "price_0"


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("GLB file"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".glb,model/gltf-binary"}),
        error_messages={"required": gettext_lazy("Choose a GLB file.")},
    )
