"""Why a model is sent back: codes with what each says and what to change. Pages show them translated."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override


@dataclass(frozen=True)
class Rejection:
    """One reason: its name for staff, what its creator reads, and what would be right."""

    code: str
    name: str | Promise
    sentence: str | Promise
    remedy: str | Promise


REJECTIONS: dict[str, Rejection] = {
    one.code: one
    for one in (
        Rejection(
            "broken_file",
            _("The file is broken"),
            _("The file does not open or shows holes where surfaces should be."),
            _("Mend it with the Fix buttons of the report, or export it again, and upload the new file."),
        ),
        Rejection(
            "not_as_described",
            _("Not as described"),
            _("The name, description or category tells of something else than the file shows."),
            _("Say what is in the file, and choose the category it belongs to."),
        ),
        Rejection(
            "wrong_size",
            _("Wrong size or unit"),
            _("The measured size cannot be right, most likely because of the unit."),
            _("Choose the unit beside the measured size, or export the file in millimetres."),
        ),
        Rejection(
            "not_yours",
            _("Somebody else's work"),
            _("The model seems to be somebody else's work, or too near to it."),
            _("Show in the description that it is yours, or declare it as a remix and name its source."),
        ),
        Rejection(
            "unlabelled_ai",
            _("Unlabelled AI"),
            _("A generator made this model, and its mark is missing."),
            _("Set the mark “A generator made this model”."),
        ),
        Rejection(
            "unmarked_sensitive",
            _("Unmarked sensitive content"),
            _("The model shows violence or nudity, and its mark is missing."),
            _("Set the mark “Not for everybody's eyes”."),
        ),
        Rejection(
            "forbidden",
            _("Against the rules"),
            _("The model shows or makes something that the rules forbid."),
            _("Read the rules. This model cannot be listed as it is."),
        ),
        Rejection(
            "spam",
            _("Spam or a copy"),
            _("The listing is advertising, or a copy of one that is here already."),
            _("Take links and advertising out, and offer each model once."),
        ),
        Rejection("other", _("Something else"), _("Staff wrote why."), _("Change what the note names.")),
    )
}


def as_text(codes: list[str], note: str) -> str:
    """The whole reason as one English text: what mails, programs and the audit row hold."""
    with override("en"):
        words = [f"{REJECTIONS[code].sentence} {REJECTIONS[code].remedy}" for code in codes if code != "other"]
    return " ".join([*words, note.strip()]).strip()
