"""What people type below a model, and into a collection. Sentences of the services come back to the fields."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.base import File
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy

from generation.inputs import MOST_BYTES
from marketplace.catalog.models import Collection
from marketplace.catalog.services import collections, comments, makes, reviews
from marketplace.catalog.services.photos import Photo
from nexus.foundation.errors import Invalid, NexusError

PICTURES = {"accept": "image/png,image/jpeg,image/webp"}


def photo_of(file: "File[bytes]") -> Photo:
    """Its bytes; one that is too large is not read."""
    if (file.size or 0) > MOST_BYTES:
        sentence = f"A picture has at most {MOST_BYTES // 2**20} MB; this one has {(file.size or 0) / 2**20:.1f} MB."
        raise Invalid(sentence, code="picture_too_large")
    return Photo(filename=file.name or "photo", data=file.read())


class Words(forms.Form):
    """Shows a service's refusal at the fields it names, else above the form."""

    def refuse(self, refusal: NexusError) -> None:
        at_fields = {name: said for name, said in refusal.fields.items() if name in self.fields}
        for name, sentences in at_fields.items():
            self.add_error(name, sentences)
        if not at_fields:
            self.add_error(None, refusal.message)


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class Files(forms.FileField):
    """Several files under one name."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> "list[File[bytes]]":
        sent: Sequence[Any] = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(Files, self).clean(file, initial) for file in sent]


def _text(most: int, rows: int) -> dict[str, Any]:
    return {
        "strip": False,
        "validators": [MaxLengthValidator(most)],
        "widget": forms.Textarea(attrs={"rows": rows, "maxlength": most}),
    }


class ReviewForm(Words):
    rating = forms.TypedChoiceField(
        label=gettext_lazy("Stars"),
        coerce=int,
        choices=[(str(stars), str(stars)) for stars in range(5, 0, -1)],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose 1 to 5 stars.")},
    )
    text = forms.CharField(
        label=gettext_lazy("What would others like to know?"), required=False, **_text(reviews.TEXT_MOST, 4)
    )
    photos = Files(
        label=gettext_lazy("Photos"),
        required=False,
        widget=ManyFiles(attrs=dict(PICTURES)),
        help_text=gettext_lazy("Up to 4 pictures of at most 10 MB. Where they were taken is not kept."),
    )


class CommentForm(Words):
    text = forms.CharField(
        label=gettext_lazy("Your question or comment"),
        help_text=gettext_lazy("Markdown: **bold**, lists, links."),
        error_messages={"required": gettext_lazy("Write something first.")},
        **_text(comments.TEXT_MOST, 3),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("It is"),
        choices=[("question", gettext_lazy("a question")), ("comment", gettext_lazy("a comment"))],
        widget=forms.RadioSelect,
        initial="question",
        required=False,
    )
    parent_id = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)


class MakeForm(Words):
    photo = forms.FileField(  # the picture gate looks into it, in a child, not this process
        label=gettext_lazy("Photo"),
        widget=forms.FileInput(attrs=dict(PICTURES)),
        help_text=gettext_lazy("One picture of at most 10 MB. Where it was taken is not kept."),
        error_messages={"required": gettext_lazy("Add a photo of what you printed.")},
    )
    printer = forms.CharField(label=gettext_lazy("Printer"), max_length=makes.NAME_MOST)
    material = forms.CharField(label=gettext_lazy("Material"), max_length=makes.NAME_MOST)
    settings = forms.CharField(
        label=gettext_lazy("Settings"),
        max_length=makes.SETTINGS_MOST,
        required=False,
        help_text=gettext_lazy("Layer height, infill, supports, scale."),
    )
    worked = forms.TypedChoiceField(
        label=gettext_lazy("Did it work?"),
        coerce=lambda word: word == "yes",
        choices=[("yes", gettext_lazy("It worked")), ("no", gettext_lazy("It did not"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whether it worked.")},
    )
    text = forms.CharField(label=gettext_lazy("What should others know?"), required=False, **_text(makes.TEXT_MOST, 3))


class CollectionForm(Words):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=collections.NAME_MOST,
        error_messages={"required": gettext_lazy("Give the collection a name.")},
    )
    visibility = forms.ChoiceField(
        label=gettext_lazy("Who sees it"),
        choices=[
            (Collection.Visibility.PUBLIC.value, gettext_lazy("Everybody")),
            (Collection.Visibility.UNLISTED.value, gettext_lazy("Who has the link")),
            (Collection.Visibility.PRIVATE.value, gettext_lazy("Only you")),
        ],
        widget=forms.RadioSelect,
        initial=Collection.Visibility.PUBLIC.value,
    )
