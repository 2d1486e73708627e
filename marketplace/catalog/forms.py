"""What sellers type: a listing, a version, a file. Sentences of the services come back to the fields."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.catalog import print_settings
from marketplace.catalog.licences import TERMS
from marketplace.catalog.prices import MOST_CENTS
from marketplace.catalog.selectors import ModelPage, category_choices
from marketplace.catalog.selectors.origins import closed_licences, credits_of
from marketplace.catalog.services.listings import DESCRIPTION_MOST, NAME_MOST, REASON_MOST, Changes
from marketplace.catalog.services.offers import TEAM_MOST, Price
from marketplace.catalog.services.versions import CHANGELOG_MOST
from nexus.foundation.errors import NexusError
from nexus.foundation.languages import figures
from nexus.foundation.sayings import said

OFFER_ROWS = 3  # shown at once; the others lie behind a summary
MODEL_FILES = ".glb,.gltf,.zip,.obj,.stl,.ply,.3mf,.usdz,.fbx,.mtl,.bin,.png,.jpg,.jpeg,.webp"
MONEY = {"inputmode": "decimal", "autocomplete": "off", "maxlength": 12}
SETTING = "print_"
SETTING_LABELS = {
    "material": (gettext_lazy("Material"), ""),
    "printer": (gettext_lazy("Printer"), ""),
    "nozzle_mm": (gettext_lazy("Nozzle"), "mm"),
    "layer_mm": (gettext_lazy("Layer"), "mm"),
    "infill_percent": (gettext_lazy("Infill"), "%"),
    "walls": (gettext_lazy("Walls"), ""),
    "supports": (gettext_lazy("Supports"), ""),
    "scale_percent": (gettext_lazy("Scale"), "%"),
    "minutes": (gettext_lazy("Time"), "min"),
    "grams": (gettext_lazy("Weight"), "g"),
    "nozzle_celsius": (gettext_lazy("Nozzle"), "°C"),
    "bed_celsius": (gettext_lazy("Bed"), "°C"),
    "brim": (gettext_lazy("With a brim"), ""),
    "note": (gettext_lazy("Note"), ""),
}
SETTING_WORDS = {
    "none": gettext_lazy("none"),
    "touching_bed": gettext_lazy("from the bed only"),
    "everywhere": gettext_lazy("everywhere"),
    "Other": gettext_lazy("something else"),
}


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


class Licences(forms.Select):
    """A choice of licences in which those that the sources do not leave open cannot be chosen, with the reason."""

    def __init__(self, closed: dict[str, str]) -> None:
        super().__init__()
        self.closed = closed

    def create_option(
        self,
        name: str,
        value: Any,
        label: int | str,
        selected: bool,
        index: int,
        subindex: int | None = None,
        attrs: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, label, selected, index, subindex, attrs)
        if reason := self.closed.get(str(value)):
            option["label"] = _("%(licence)s: its sources do not allow it") % {"licence": label}
            option["attrs"] |= {"title": said(reason)} | ({} if selected else {"disabled": True})
        return option


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
    origin = forms.ChoiceField(
        label=gettext_lazy("Where it comes from"),
        choices=(
            ("original", gettext_lazy("It is my own work")),
            ("remix", gettext_lazy("It is made from other models of this site")),
        ),
        widget=forms.RadioSelect,
        required=False,
    )
    remix_of = forms.CharField(
        label=gettext_lazy("Made from"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The addresses or numbers of those models, one a line. Each is named on your page."),
    )
    team_size = forms.IntegerField(
        label=gettext_lazy("Team size of the commercial licence"),
        required=False,
        min_value=1,
        max_value=TEAM_MOST,
        help_text=gettext_lazy("How many people of one buyer may use it at the same time; empty is one."),
    )
    ai_generated = forms.BooleanField(
        label=gettext_lazy("A generator made this model, or a part of it"), required=False
    )
    sensitive = forms.BooleanField(label=gettext_lazy("Not for everybody's eyes: violence or nudity"), required=False)
    training_allowed = forms.BooleanField(label=gettext_lazy("May be used to train models"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Why you change somebody else's price"),
        required=False,
        max_length=REASON_MOST,
        help_text=gettext_lazy("Its creator reads this."),
    )

    def __init__(self, *args: Any, page: ModelPage, **kwargs: Any) -> None:
        kwargs.setdefault("initial", self._first(page))
        super().__init__(*args, **kwargs)
        choices = cast("forms.ChoiceField", self.fields["category"])
        choices.choices = [("", _("Choose one")), *category_choices()]
        closed, offered = closed_licences(page.id, page.seller_id), {offer.licence for offer in page.offers}
        # What was sent is read whole; a fresh form has no spare row for a licence that is closed.
        self.rows = len(TERMS) if self.is_bound else len(TERMS) - len(closed.keys() - offered)
        self.shown_rows = min(self.rows, max(OFFER_ROWS, len(offered)))
        self._add_offers(closed)
        self._add_print_settings()
        if page.viewer.is_own:
            del self.fields["reason"]
        if page.provenance:
            self.fields["ai_generated"].disabled = True
            self.fields["ai_generated"].help_text = _("Made by a generator here, so the mark stays.")

    def _add_offers(self, closed: dict[str, str]) -> None:
        licences = [(terms.licence, terms.name) for terms in TERMS.values()]
        lowest = price_text(settings.MINIMUM_PRICE_CENTS)
        for row in range(self.rows):
            self.fields[f"licence_{row}"] = forms.ChoiceField(
                label=_("Licence"), choices=licences, required=False, widget=Licences(closed)
            )
            self.fields[f"price_{row}"] = forms.CharField(
                label=_("Price in USD"),
                required=False,
                widget=forms.TextInput(attrs={**MONEY, "data-price": ""}),
                help_text=_("0 is free; else from %(lowest)s.") % {"lowest": lowest} if row == 0 else "",
            )
            self.fields[f"before_{row}"] = forms.CharField(
                label=_("Struck price"), required=False, widget=forms.TextInput(attrs=MONEY)
            )

    def _add_print_settings(self) -> None:
        for name, (label, unit) in SETTING_LABELS.items():
            words = f"{label}, {unit}" if unit else str(label)
            field: forms.Field
            if name in print_settings.CHOICES:
                choices = [("", "–"), *((one, SETTING_WORDS.get(one, one)) for one in print_settings.CHOICES[name])]
                field = forms.ChoiceField(label=words, choices=choices, required=False)
            elif name in print_settings.MEASURES:
                field = forms.FloatField(label=words, required=False, localize=True)
                field.widget.attrs["inputmode"] = "decimal"
            elif name in print_settings.FLAGS:
                field = forms.BooleanField(label=words, required=False)
            else:
                field = forms.CharField(label=words, required=False, max_length=print_settings.TEXTS[name])
            self.fields[f"{SETTING}{name}"] = field

    @staticmethod
    def _first(page: ModelPage) -> dict[str, Any]:
        first: dict[str, Any] = {
            "name": page.name,
            "description": page.description,
            "category": page.category_slug,
            "tags": ", ".join(page.tags),
            "origin": page.origin,
            "remix_of": "\n".join(credit.url or str(credit.id or credit.name) for credit in credits_of(page.id)),
            "ai_generated": page.ai_generated,
            "sensitive": page.sensitive,
            "training_allowed": page.training_allowed,
            "team_size": next((offer.team_size for offer in page.offers if offer.team_size), None),
            **{f"{SETTING}{name}": value for name, value in (page.print_settings or {}).items()},
        }
        closed = closed_licences(page.id, page.seller_id)
        spare = [licence for licence in TERMS if licence not in {offer.licence for offer in page.offers}]
        spare.sort(key=lambda licence: licence in closed)
        for row in range(len(TERMS)):
            offer = page.offers[row] if row < len(page.offers) else None
            first[f"licence_{row}"] = offer.licence if offer else spare.pop(0)
            first[f"price_{row}"] = price_text(offer.price_cents) if offer else ""
            first[f"before_{row}"] = price_text(offer.before_cents) if offer else ""
        return first

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for row in range(self.rows):
            for what in ("price", "before"):
                text = str(cleaned.get(f"{what}_{row}") or "").strip()
                try:
                    cleaned[f"{what}_cents_{row}"] = cents(text) if text else None
                except ValueError as failure:
                    self.add_error(f"{what}_{row}", str(failure))
        cleaned["sources"] = self._sources(str(cleaned.get("remix_of") or ""))
        return cleaned

    def _sources(self, text: str) -> list[int]:
        """Ids of what was typed: a number, or an address of this site that ends in one and a name."""
        found = []
        for line in filter(None, (line.strip() for line in text.splitlines())):
            number = re.search(r"(?:^|/models/)(\d{1,18})(?:[-/?#]|$)", line)
            if number is None:
                self.add_error("remix_of", _("“%(line)s” is no address of a model here.") % {"line": line[:60]})
            else:
                found.append(int(number[1]))
        return found

    @property
    def offer_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"licence_{row}"], self[f"price_{row}"]) for row in range(self.shown_rows)]

    @property
    def more_offer_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"licence_{row}"], self[f"price_{row}"]) for row in range(self.shown_rows, self.rows)]

    @property
    def has_more(self) -> bool:
        return any(price.errors or price.value() for _, price in self.more_offer_fields)

    @property
    def struck_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The struck prices, each with its licence."""
        rows = [(self[f"licence_{row}"], self[f"before_{row}"]) for row in range(self.rows)]
        return [pair for row, pair in enumerate(rows) if row < self.shown_rows or pair[1].errors or pair[1].value()]

    @property
    def has_struck(self) -> bool:
        return any(before.errors or before.value() for _, before in self.struck_fields)

    @property
    def has_setting_errors(self) -> bool:
        return any(field.errors for field in self.setting_fields)

    @property
    def setting_fields(self) -> list[forms.BoundField]:
        return [self[f"{SETTING}{name}"] for name in SETTING_LABELS]

    def changes(self) -> Changes:
        """What the service takes; only of a valid form."""
        clean = self.cleaned_data
        made: Changes = {
            "name": clean["name"],
            "description": clean["description"],
            "category": clean["category"],
            "tags": [word for word in clean["tags"].split(",") if word.strip()],
            "offers": [self._offer(row) for row in range(self.rows) if clean[f"price_cents_{row}"] is not None],
            "ai_generated": clean["ai_generated"],
            "sensitive": clean["sensitive"],
            "training_allowed": clean["training_allowed"],
            "print_settings": {name: self._setting(name) for name in SETTING_LABELS},
        }
        if clean["origin"]:
            made["origin"] = clean["origin"]
            if clean["origin"] == "remix":
                made["remix_of"] = clean["sources"]
        return made

    @property
    def reason_said(self) -> str:
        """Why staff change somebody else's price."""
        return str(self.cleaned_data.get("reason") or "")

    def _offer(self, row: int) -> Price:
        clean = self.cleaned_data
        licence = clean[f"licence_{row}"]
        team = clean["team_size"] if licence == "commercial" else None
        return Price(licence, clean[f"price_cents_{row}"], clean[f"before_cents_{row}"], team)

    def _setting(self, name: str) -> Any:
        value = self.cleaned_data.get(f"{SETTING}{name}")
        if name in print_settings.FLAGS:
            return value or None
        measure = print_settings.MEASURES.get(name)
        return int(value) if measure and measure.whole and value is not None and value == int(value) else value

    def refuse(self, refusal: NexusError) -> None:
        """Put a service's sentence at the field it names, else above the form."""
        places = {"price": self._price_row(), "offers": "price_0", "licence": "licence_0", "compare_at": "before_0"}
        for name, sentences in refusal.fields.items():
            field = places.get(name, name)
            for sentence in sentences:
                told = f"{SETTING}{sentence.split()[0]}" if name == "print_settings" else field
                self.add_error(told if told in self.fields else None, sentence)
        if not refusal.fields:
            self.add_error(None, refusal.message)

    def _price_row(self) -> str:
        """The first row whose price the service may have meant."""
        lowest = settings.MINIMUM_PRICE_CENTS
        for row in range(self.rows):
            value = self.cleaned_data.get(f"price_cents_{row}")
            if value is not None and (value < 0 or 0 < value < lowest or value > MOST_CENTS):
                return f"price_{row}"
        return "price_0"


class VersionForm(forms.Form):
    changelog = forms.CharField(
        label=gettext_lazy("What is new"),
        required=False,
        max_length=CHANGELOG_MOST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Those who have the model read this. What was measured is added by itself."),
    )


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Model file"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": MODEL_FILES}),
        error_messages={"required": gettext_lazy("Choose a model file.")},
    )
