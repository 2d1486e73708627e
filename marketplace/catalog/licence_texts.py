"""The full texts of the licences, each version for ever: a sale names one, and its holder reads it years later. Pure.

A text that was ever sold is never edited. A change is a new version below the old one.
"""

_CC = "https://creativecommons.org/licenses"
_PARTIES = "The creator named on the certificate (“the creator”) gives the holder named there (“you”) this licence."
_LASTS = (
    "The licence is not exclusive, holds worldwide and has no end, as long as you keep to it. "
    "It ends when the purchase is refunded; delete the files then. "
    "It is yours alone: you may not sell it, lend it or pass it on."
)
_AS_IS = (
    "The creator states that the model is theirs to license. Otherwise the files come as they are, "
    "as far as the law allows that to be agreed. Rights that the law gives you stay yours."
)
_CREDIT = (
    "Give credit as: the model's name, its creator's name, a link to its page, this licence with its link, "
    "and whether you changed it."
)
_ZERO = (
    "# CC0 1.0 Universal\n\n"
    "The creator has given up all rights in the files of this model, as far as the law allows. You may copy, "
    "change, share and sell them, also for money and without credit. You may not claim that the creator "
    "endorses you.\n\n"
    "This summary is not the dedication. The dedication is the legal code at "
    "https://creativecommons.org/publicdomain/zero/1.0/legalcode, which the creator applies to the files."
)


def _own(title: str, *clauses: str) -> str:
    return "\n\n".join([f"# Nexus {title} licence, version 1", _PARTIES, *clauses, _LASTS, _AS_IS])


def _commons(name: str, path: str, words: str) -> str:
    code = (
        f"This summary is not the licence. The licence is the legal code at {_CC}/{path}/4.0/legalcode, "
        "which the creator applies to the files of this model."
    )
    return "\n\n".join([f"# {name} 4.0 International", words, code, _CREDIT])


TEXTS: dict[tuple[str, int], str] = {
    ("personal", 1): _own(
        "Personal",
        "You may store, view, print, render and change the model for yourself and the people of your household, "
        "and show pictures of what you made, if nobody pays for it.",
        "You may not sell or rent prints, renders or anything else made with the model, use it in paid work or in "
        "advertising, or share the files or changed files with anybody.",
        "You may not use the files to train machine learning models unless the model's page allowed it at the sale.",
    ),
    ("commercial", 1): _own(
        "Commercial",
        "You may do everything that the Personal licence allows, and use the model in paid work: sell physical "
        "prints, renders, games, films and other works in which the model is a part.",
        "Where the certificate names a team size, so many people who work for you may use the files at the same time; "
        "otherwise one person may.",
        "You may not sell or share the files themselves or changed files, or let others take the files out of what "
        "you sell, or offer the model on print-on-demand services as a file that others choose.",
        "You may not use the files to train machine learning models unless the model's page allowed it at the sale.",
    ),
    ("editorial", 1): _own(
        "Editorial",
        "You may show the model in news, teaching, research, comment and criticism, in print, in film and online, "
        "with credit to the creator.",
        "You may not use it in advertising, on goods for sale or for endorsement, or share the files or changed files "
        "with anybody.",
        "You may not use the files to train machine learning models unless the model's page allowed it at the sale.",
    ),
    ("cc0", 1): _ZERO,
    ("cc-by", 1): _commons(
        "Attribution",
        "by",
        "You may copy, share and change the files in any medium, also for money, if you give credit to the creator.",
    ),
    ("cc-by-sa", 1): _commons(
        "Attribution-ShareAlike",
        "by-sa",
        "You may copy, share and change the files in any medium, also for money, if you give credit to the creator "
        "and publish what you make from them under this same licence.",
    ),
    ("cc-by-nd", 1): _commons(
        "Attribution-NoDerivatives",
        "by-nd",
        "You may copy and share the files unchanged in any medium, also for money, if you give credit to the creator. "
        "You may not share changed files.",
    ),
    ("cc-by-nc", 1): _commons(
        "Attribution-NonCommercial",
        "by-nc",
        "You may copy, share and change the files in any medium if you give credit to the creator and earn no money "
        "with them.",
    ),
    ("cc-by-nc-sa", 1): _commons(
        "Attribution-NonCommercial-ShareAlike",
        "by-nc-sa",
        "You may copy, share and change the files in any medium if you give credit to the creator, earn no money with "
        "them, and publish what you make from them under this same licence.",
    ),
    ("cc-by-nc-nd", 1): _commons(
        "Attribution-NonCommercial-NoDerivatives",
        "by-nc-nd",
        "You may copy and share the files unchanged in any medium if you give credit to the creator and earn no money "
        "with them. You may not share changed files.",
    ),
}


def version_of(licence: str) -> int:
    """The version that is sold now. KeyError for no licence of ours."""
    versions = [number for name, number in TEXTS if name == licence]
    if not versions:
        raise KeyError(licence)
    return max(versions)


def text_of(licence: str, version: int) -> str:
    """The full text of one version, as Markdown. KeyError where there is none."""
    return TEXTS[licence, version]
