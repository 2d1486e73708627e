"""Staff's own words for rules, privacy and terms, in the place of the software's."""

from django.db import transaction

from accounts import rights
from accounts.models import User
from accounts.roles import KEEP_WINDOW
from marketplace.homepage.models import PageText
from nexus.foundation import audit, languages
from nexus.foundation.articles import article
from nexus.foundation.errors import Invalid, NotFound

TEXT_MOST = 60_000


@transaction.atomic
def write_page(page: str, language: str, *, text: str, by: User) -> PageText:
    """From now on the page says this in that language. The older words stay in the audit."""
    rights.staff_with(by, KEEP_WINDOW)
    if page not in PageText.Page.values or not languages.is_known(language):
        raise NotFound("There is no such page.")
    if not text.strip() or len(text) > TEXT_MOST or "\x00" in text:
        sentence = f"A text of at most {TEXT_MOST:,} characters."
        raise Invalid(sentence, fields={"text": [sentence]})
    row = PageText.objects.select_for_update().filter(page=page, language=language).first()
    before = row.text if row else ""
    row = row or PageText(page=page, language=language)
    row.text, row.html, row.changed_by = text, article(text).html, by
    row.save()
    audit.note("page.written", actor_id=by.pk, target=f"page:{page}/{language}", before=before)
    return row


@transaction.atomic
def take_back_page(page: str, language: str, *, by: User) -> None:
    """The page says again what the software brings."""
    rights.staff_with(by, KEEP_WINDOW)
    row = PageText.objects.select_for_update().filter(page=page, language=language).first()
    if row is None:
        return
    audit.note("page.taken_back", actor_id=by.pk, target=f"page:{page}/{language}", before=row.text)
    row.delete()
