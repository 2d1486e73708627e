"""Form fields for what an engine honours: its JSON Schema drawn as labels, choices and limits."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nexus.foundation.sayings import said

PREFIX = "parameter_"
SHOWN_ELSEWHERE = {"seed", "source"}
LABELS: dict[str, str | Promise] = {
    "style": _("Style"),
    "complexity": _("Detail"),
    "negative_prompt": _("What it must not be"),
    "face_count": _("Faces at most"),
    "faces": _("Faces at most"),
    "polygon_type": _("Polygons"),
    "texture": _("With colours"),
    "pbr": _("With metal and roughness maps"),
    "steps": _("Steps"),
    "guidance": _("How closely it follows the words"),
    "longest_mm": _("Longest side in millimetres"),
    "height_mm": _("Height in millimetres"),
    "pose": _("Pose"),
}
WORDS: dict[str, str | Promise] = {
    "realistic": _("Realistic"),
    "low-poly": _("Low poly"),
    "stylized": _("Stylized"),
    "simple": _("Simple"),
    "medium": _("Medium"),
    "complex": _("Complex"),
    "triangle": _("Triangles"),
    "quadrilateral": _("Quads"),
    "a-pose": _("Arms half down"),
    "t-pose": _("Arms stretched out"),
    "": _("As it comes"),
}


def parameter_fields(schema: Mapping[str, Any]) -> dict[str, forms.Field]:
    """A field for each parameter that people set, by its name with the prefix, in the schema's order."""
    properties: Mapping[str, Mapping[str, Any]] = schema.get("properties", {})
    made = {PREFIX + name: _field(name, rule) for name, rule in properties.items() if name not in SHOWN_ELSEWHERE}
    return {name: field for name, field in made.items() if field is not None}


def _field(name: str, rule: Mapping[str, Any]) -> forms.Field | None:
    told: dict[str, Any] = {
        "label": LABELS.get(name) or str(rule.get("title") or name.replace("_", " ").capitalize()),
        "help_text": said(str(rule["description"])) if rule.get("description") else "",
        "initial": rule.get("default"),
        "required": False,
    }
    limits: dict[str, Any] = {"min_value": rule.get("minimum"), "max_value": rule.get("maximum")}
    if "enum" in rule:
        return forms.ChoiceField(choices=[(one, WORDS.get(one, one)) for one in rule["enum"]], **told)
    match rule.get("type"):
        case "boolean":
            return forms.BooleanField(**told)
        case "integer":
            return forms.IntegerField(**limits, **told)
        case "number":
            return forms.FloatField(**limits, **told)
        case "string":
            return forms.CharField(max_length=rule.get("maxLength"), **told)
    return None  # lists and objects are for programs


def parameters_of(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """What a person set, without what they left empty."""
    return {
        name.removeprefix(PREFIX): value
        for name, value in cleaned.items()
        if name.startswith(PREFIX) and value not in (None, "")
    }
