"""The site's own words for blocks whose titles staff left empty, in the reader's language."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marketplace.catalog.presenting import home_cut
from marketplace.homepage.blocks import Block
from nexus.templatetags.ui import thousands

UPLOAD, CREATE = "/upload/", "/create/"


@dataclass(frozen=True)
class Words:
    title: str
    text: str = ""
    label: str = ""


def own_words(block: Block, *, models: int = 0) -> Words:
    """What stands where a title or text is empty; `models` is how many are on show."""
    kind = block["type"]
    if kind == "hero":
        return Words(f"{_('Find the object.')} {_('Or make it.')}", _lead(models))
    if kind == "call_to_action":
        return _call(block["url"])
    titles = {
        "featured": _("Chosen by us"),
        "trending": _("Wanted just now"),
        "newest": _("New on the shelf"),
        "categories": _("By kind"),
        "testimonials": _("What people say"),
        "tutorials": _("Learn"),
    }
    return Words(titles.get(kind, ""))


def _lead(models: int) -> str:
    if not models:
        return _("Models you can turn, measure and download, and a workshop that builds the one that is missing.")
    return ngettext(
        "%(shown)s model you can turn, measure and download, and a workshop that builds the one that is missing.",
        "%(shown)s models you can turn, measure and download, and a workshop that builds the one that is missing.",
        models,
    ) % {"shown": thousands(models)}


def _call(url: str) -> Words:
    if url == UPLOAD:
        title = _("You set the price. %(percent)s %% of it is yours.") % {"percent": home_cut().percent}
        text = _("No listing fee. You see every figure on your dashboard, and are paid from your balance.")
        return Words(title, text, _("Upload a model"))
    if url == CREATE:
        text = _(
            "Type a sentence. The workshop builds a model with named parts, true sizes and materials, "
            "and shows each step."
        )
        return Words(_("Make what is missing"), text, _("Open the workshop"))
    return Words(_("Have a look"), "", _("Open"))


def filled(block: Block, *, models: int = 0) -> Block:
    """The block with the site's own words where it has none."""
    own = own_words(block, models=models)
    words = {"title": own.title, "text": own.text, "label": own.label}
    return {**block, **{name: words[name] for name in words.keys() & block.keys() if not block[name]}}
