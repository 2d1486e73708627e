"""What each licence lets its holder do, in one place for pages, tiers and certificates."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marketplace.catalog import licence_texts
from marketplace.catalog.models import Licence


@dataclass(frozen=True)
class Terms:
    """One licence in words; `deed` is the public text of a Creative Commons licence."""

    licence: str
    name: str | Promise
    summary: str | Promise
    may: str | Promise
    may_not: str | Promise
    deed: str = ""


_CC = "https://creativecommons.org/licenses"
_SHARE = _("Copy and share the files in any medium, with credit to the creator.")
_CHANGE = _("Copy, change and share the files in any medium, with credit to the creator.")
_CREDIT = _("Leave out the credit, or add terms that take these freedoms away.")

TERMS: dict[str, Terms] = {
    terms.licence: terms
    for terms in (
        Terms(
            Licence.PERSONAL,
            _("Personal"),
            _("Print it, render it, keep it"),
            _("Print, render, change and keep the model for yourself and your household."),
            _("Sell prints or renders, or share the files."),
        ),
        Terms(
            Licence.COMMERCIAL,
            _("Commercial"),
            _("Sell what you make with it"),
            _("Everything of Personal, and use it in paid work: sell prints, renders, games and films with it."),
            _("Sell or share the files themselves, or let others take them out of what you sell."),
        ),
        Terms(
            Licence.EDITORIAL,
            _("Editorial"),
            _("News and teaching"),
            _("Show the model in news, teaching, comment and criticism, in print and online."),
            _("Use it in advertising or in goods for sale, or share the files."),
        ),
        Terms(
            Licence.CC0,
            "CC0",
            _("Everything, without conditions"),
            _("Copy, change, share and sell, also without credit."),
            _("Claim that the creator endorses you."),
            "https://creativecommons.org/publicdomain/zero/1.0/",
        ),
        Terms(Licence.CC_BY, "CC BY", _("Everything, with credit"), _CHANGE, _CREDIT, f"{_CC}/by/4.0/"),
        Terms(
            Licence.CC_BY_SA,
            "CC BY-SA",
            _("With credit; changes under the same licence"),
            _CHANGE,
            _("Publish a changed model under another licence."),
            f"{_CC}/by-sa/4.0/",
        ),
        Terms(
            Licence.CC_BY_ND,
            "CC BY-ND",
            _("With credit; unchanged"),
            _SHARE,
            _("Publish a changed model."),
            f"{_CC}/by-nd/4.0/",
        ),
        Terms(
            Licence.CC_BY_NC,
            "CC BY-NC",
            _("With credit; not for money"),
            _CHANGE,
            _("Use it to earn money."),
            f"{_CC}/by-nc/4.0/",
        ),
        Terms(
            Licence.CC_BY_NC_SA,
            "CC BY-NC-SA",
            _("With credit; not for money; same licence"),
            _CHANGE,
            _("Use it to earn money, or publish a changed model under another licence."),
            f"{_CC}/by-nc-sa/4.0/",
        ),
        Terms(
            Licence.CC_BY_NC_ND,
            "CC BY-NC-ND",
            _("With credit; not for money; unchanged"),
            _SHARE,
            _("Use it to earn money, or publish a changed model."),
            f"{_CC}/by-nc-nd/4.0/",
        ),
    )
}


def name_of(licence: str) -> str:
    return str(TERMS[licence].name)


def current_version(licence: str) -> int:
    """The version of the text that a sale of today freezes."""
    return licence_texts.version_of(licence)


def text_of(licence: str, version: int) -> str:
    """The full text that a holder got, as Markdown; KeyError for a version that never was."""
    return licence_texts.text_of(licence, version)
