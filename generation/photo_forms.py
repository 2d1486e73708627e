"""What a person says about a photo: marks over it, and how it shall become solid."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from generation import photos
from nexus.foundation.errors import Invalid

STROKES_MOST = 150_000  # characters
SIDES = ("left", "top", "right", "bottom")
SHAPES = (
    ("auto", gettext_lazy("What fits best")),
    ("inflate", gettext_lazy("Round, like a cushion")),
    ("lathe", gettext_lazy("Turned, the same all round")),
    ("plaque", gettext_lazy("Plaque, even and thin")),
    ("lithophane", gettext_lazy("Lithophane, to be lit from behind")),
)
BACKS = (("round", gettext_lazy("Round as the front")), ("flat", gettext_lazy("Flat, to lay or hang it")))


def _percent(label: Any) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "data-photo-side": ""})
    return forms.IntegerField(label=label, min_value=0, max_value=100, required=False, widget=widget)


class PhotoForm(forms.Form):
    """Marks (a box in percent of the photo's sides, strokes as JSON) and the relief engine's parameters."""

    left = _percent(gettext_lazy("Left"))
    top = _percent(gettext_lazy("Top"))
    right = _percent(gettext_lazy("Right"))
    bottom = _percent(gettext_lazy("Bottom"))
    strokes = forms.CharField(max_length=STROKES_MOST, required=False, widget=forms.HiddenInput)
    words = forms.CharField(
        label=gettext_lazy("What is it"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("A word helps: a vase or a bottle is turned, the same all round."),
    )
    shape = forms.ChoiceField(label=gettext_lazy("Shape"), choices=SHAPES, initial="auto", required=False)
    height_mm = forms.FloatField(
        label=gettext_lazy("Height in millimetres"), min_value=5, max_value=2000, initial=100, required=False
    )
    depth = forms.IntegerField(
        label=gettext_lazy("Depth in percent"), min_value=5, max_value=100, initial=80, required=False
    )
    back = forms.ChoiceField(label=pgettext_lazy("side", "Back"), choices=BACKS, initial="round", required=False)
    base = forms.BooleanField(label=gettext_lazy("Stand it on a base plate"), required=False)
    symmetry = forms.BooleanField(label=gettext_lazy("Make left and right alike"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        given = [cleaned.get(side) for side in SIDES]
        if any(value is not None for value in given):
            left, top, right, bottom = (
                value if value is not None else usual for value, usual in zip(given, (0, 0, 100, 100), strict=True)
            )
            if right - left < 2 or bottom - top < 2:
                self.add_error("right", _("The box is empty: right lies beyond left, and bottom below top."))
            cleaned["box"] = [left / 100, top / 100, right / 100, bottom / 100]
        try:
            cleaned["marks"] = photos.marks_in(cleaned.get("strokes", ""))
        except Invalid as refusal:
            self.add_error(None, refusal.message)
            cleaned["marks"] = []
        return cleaned

    def box(self) -> list[float] | None:
        """The box in shares of the photo's sides; None where it is the whole photo."""
        found: list[float] | None = self.cleaned_data.get("box")
        return None if found in (None, [0.0, 0.0, 1.0, 1.0]) else found

    def parameters(self) -> dict[str, Any]:
        """The engine's parameters by their names, without what was left empty."""
        asked = {name: self.cleaned_data[name] for name in ("shape", "height_mm", "depth", "back")}
        asked |= {name: True for name in ("base", "symmetry") if self.cleaned_data[name]}
        asked |= {"box": self.box(), "strokes": self.cleaned_data["marks"] or None}
        return {name: value for name, value in asked.items() if value not in (None, "")}
