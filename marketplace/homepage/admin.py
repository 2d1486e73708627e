"""The shop window in the console: the home page's editor, its history, the slider, testimonials and fixed pages."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import rights
from accounts.models import User
from accounts.roles import KEEP_WINDOW
from marketplace.homepage import blocks as schema
from marketplace.homepage import forms, selectors
from marketplace.homepage.models import PageText
from marketplace.homepage.services import homepage, page_texts, slider, testimonials
from nexus.foundation.articles import article
from nexus.foundation.console_pages import ask, is_confirmed, own_page
from nexus.foundation.errors import Invalid, NexusError
from nexus.foundation.sayings import said

FORM = ["GET", "HEAD", "POST"]


def window_urls(site: admin.AdminSite) -> list[URLPattern]:
    """The window's pages, for the console that shows them."""
    rows = (
        ("window/", places, "window"),
        ("window/homepage/", editor, "window_homepage"),
        ("window/homepage/preview/", preview, "window_preview"),
        ("window/homepage/publish/", publish, "window_publish"),
        ("window/homepage/drop/", drop, "window_drop"),
        ("window/homepage/history/", history, "window_history"),
        ("window/homepage/history/<int:number>/", older, "window_version"),
        ("window/homepage/history/<int:number>/restore/", restore, "window_restore"),
        ("window/slider/", slider_page, "window_slider"),
        ("window/testimonials/", list_testimonials, "window_testimonials"),
        ("window/testimonials/new/", edit_testimonial, "window_testimonial_new"),
        ("window/testimonials/<int:testimonial_id>/", edit_testimonial, "window_testimonial"),
        ("window/testimonials/<int:testimonial_id>/delete/", delete_testimonial, "window_testimonial_delete"),
        ("window/pages/<slug:page>/<slug:language>/", page_form, "window_page"),
        ("window/pages/<slug:page>/<slug:language>/back/", page_back, "window_page_back"),
    )
    return [path(route, site.admin_view(view), name=name) for route, view, name in rows]


def _staff(request: HttpRequest) -> User:
    return rights.staff_with(request.user, KEEP_WINDOW)


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Where the window's pages are, as far as one may."""
    context: dict[str, Any] = {"may_keep": rights.is_staff_with(request.user, KEEP_WINDOW)}
    if context["may_keep"]:
        written = selectors.page_texts_kept_by(_staff(request))
        context["pages"] = [
            {"page": page, "name": _PAGE_NAMES[page](), "language": language, "words": words,
             "row": written.get((page, language))}
            for page in PageText.Page.values
            for language, words in settings.LANGUAGES
        ]  # fmt: skip
        context["version"] = selectors.current().number
        context["draft"] = selectors.draft(_staff(request))
    return own_page(request, "admin/marketplace/window/places.html", title=_("Shop window"), **context)


@require_http_methods(FORM)
def editor(request: HttpRequest) -> HttpResponse:
    """The draft as a form. Every button keeps what was typed; only publishing asks whether it is right."""
    person = _staff(request)
    if request.method == "POST":
        return _edited(request, person)
    draft = selectors.draft(person)
    newest = selectors.current()
    return _editor(request, draft.blocks if draft else newest.blocks, {}, has_draft=draft is not None)


def _edited(request: HttpRequest, person: User) -> HttpResponse:
    do = request.POST.get("do", "save")
    do = f"add-{request.POST.get('add', '')}" if do == "add" else do
    blocks, place = forms.acted(forms.read_blocks(request.POST), do)
    homepage.change_draft(blocks, by=person)
    if do in {"preview", "publish"}:
        wrong = schema.faults(blocks)
        if wrong:
            return _editor(request, blocks, wrong, has_draft=True, status=400)
        return redirect(f"admin:window_{do}")
    if do == "save":
        messages.success(request, _("The draft is kept. Nobody else sees it until you publish it."))
        return redirect("admin:window_homepage")
    return redirect(f"{reverse('admin:window_homepage')}#block-{place}")


def _editor(
    request: HttpRequest, blocks: list[Any], wrong: dict[str, list[str]], *, has_draft: bool, status: int = 200
) -> HttpResponse:
    named = [number for block in blocks for number in block.get("model_ids") or () if isinstance(number, int)]
    named += [block["model_id"] for block in blocks if isinstance(block.get("model_id"), int)]
    return own_page(
        request,
        "admin/marketplace/window/editor.html",
        title=_("Home page"),
        status=status,
        blocks=forms.edited(blocks, wrong),
        wrong=[said(sentence) for sentences in wrong.values() for sentence in sentences],
        names={card.id: card.name for card in selectors.cards_of(list(dict.fromkeys(named)))},
        kinds=[(kind, forms.NAMES[kind]) for kind in schema.TYPES],
        version=selectors.current().number,
        has_draft=has_draft,
    )


@require_safe
def preview(request: HttpRequest) -> HttpResponse:
    """The draft as visitors would see it."""
    draft = selectors.draft(_staff(request))
    blocks = draft.blocks if draft else selectors.current().blocks
    if schema.faults(blocks):
        return redirect("admin:window_homepage")
    bar = {
        "strong": _("Preview."),
        "text": _("This is the draft; visitors see the published page."),
        "url": reverse("admin:window_homepage"),
        "action": _("Back to the editor"),
    }
    return _as_page(request, blocks, bar)


def _as_page(request: HttpRequest, blocks: list[schema.Block], bar: dict[str, str]) -> HttpResponse:
    return render(request, "marketplace/homepage/home.html", {"blocks": selectors.shown(blocks), "preview": bar})


@require_http_methods(FORM)
def publish(request: HttpRequest) -> HttpResponse:
    person, wrong, status = _staff(request), "", 200
    draft = selectors.draft(person)
    newest = selectors.current().number
    if draft is None:
        return redirect("admin:window_homepage")
    if is_confirmed(request):
        try:
            made = homepage.publish_draft(by=person)
        except NexusError as refusal:
            wrong, status = refusal.message, refusal.status
        else:
            messages.success(request, _("Version %(number)d is the home page now.") % {"number": made.number})
            return redirect("admin:window")
    words = [
        _("The draft has %(count)d blocks and was begun from version %(base)d; the newest is version %(newest)d.")
        % {"count": len(draft.blocks), "base": draft.base, "newest": newest},
        _("The version of now is kept and can be restored."),
    ]
    title, action = _("Publish the draft?"), _("Publish it")
    back = reverse("admin:window_homepage")
    return ask(request, title=title, words=words, action=action, back=back, wrong=wrong, status=status)


@require_http_methods(FORM)
def drop(request: HttpRequest) -> HttpResponse:
    person = _staff(request)
    if is_confirmed(request):
        homepage.drop_draft(by=person)
        messages.success(request, _("The draft is gone. The next one begins from the published page."))
        return redirect("admin:window_homepage")
    words = [_("What you typed in the editor and did not publish is lost.")]
    back, title = reverse("admin:window_homepage"), _("Drop the draft?")
    return ask(request, title=title, words=words, action=_("Drop it"), back=back, is_danger=True)


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    rows = selectors.history(_staff(request))
    return own_page(
        request, "admin/marketplace/window/history.html", title=_("Versions of the home page"), rows=rows,
        newest=rows[0].number,
    )  # fmt: skip


@require_safe
def older(request: HttpRequest, number: int) -> HttpResponse:
    """An older version as it would look now."""
    found = selectors.version_seen_by(_staff(request), number)
    bar = {
        "strong": _("Version %(number)d.") % {"number": number},
        "text": _("This is how it would look now."),
        "url": reverse("admin:window_history"),
        "action": _("Back to the versions"),
    }
    return _as_page(request, found.blocks, bar)


@require_http_methods(FORM)
def restore(request: HttpRequest, number: int) -> HttpResponse:
    person, wrong, status = _staff(request), "", 200
    selectors.version_seen_by(person, number)
    if is_confirmed(request):
        try:
            made = homepage.restore_version(number, by=person)
        except NexusError as refusal:
            wrong, status = refusal.message, refusal.status
        else:
            messages.success(request, _("Version %(number)d is the home page now.") % {"number": made.number})
            return redirect("admin:window_history")
    title = _("Restore version %(number)d?") % {"number": number}
    words = [_("It becomes the home page as a new version. Models that left the shop are left out.")]
    back = reverse("admin:window_history")
    return ask(request, title=title, words=words, action=_("Restore it"), back=back, wrong=wrong, status=status)


@require_http_methods(FORM)
def slider_page(request: HttpRequest) -> HttpResponse:
    """The list with buttons to move and remove; added are numbers or addresses."""
    person, wrong, typed, status = _staff(request), "", "", 200
    if request.method == "POST":
        try:
            slider.set_slider(_slider_wanted(request), by=person, was=forms.read_models(request.POST.get("was", "")))
        except NexusError as refusal:
            wrong, typed, status = refusal.message, request.POST.get("add", ""), refusal.status
        else:
            messages.success(request, _("The slider is changed."))
            return redirect("admin:window_slider")
    ids = selectors.slider_ids()
    shown = {card.id: card for card in selectors.slider_cards()}
    context = {
        "rows": [{"id": number, "card": shown.get(number)} for number in ids],
        "was": " ".join(str(number) for number in ids),
        "wrong": wrong,
        "typed": typed,
        "most": slider.MOST,
    }
    return own_page(request, "admin/marketplace/window/slider.html", title=_("Slider"), status=status, **context)


def _slider_wanted(request: HttpRequest) -> list[int]:
    """The list after the pressed button."""
    ids = forms.read_models(request.POST.get("was", "")) or []
    act, _dash, what = request.POST.get("do", "").partition("-")
    number = int(what) if what.isdecimal() else 0
    if act == "add":
        added = forms.read_models(request.POST.get("add", ""))
        if not added:
            sentence = "Write numbers or addresses of models, such as 12 or /models/12-chair/."
            raise Invalid(sentence, fields={"add": [sentence]})
        return [*ids, *added]
    if act == "remove":
        return [pk for pk in ids if pk != number]
    return slider.moved(ids, number=number, by_places=-1 if act == "up" else 1)


@require_safe
def list_testimonials(request: HttpRequest) -> HttpResponse:
    rows = selectors.testimonials_kept_by(_staff(request))[:200]
    template = "admin/marketplace/window/testimonials.html"
    return own_page(request, template, title=_("Testimonials"), rows=list(rows))


@require_http_methods(FORM)
def edit_testimonial(request: HttpRequest, testimonial_id: int | None = None) -> HttpResponse:
    person = _staff(request)
    row = selectors.testimonial_kept_by(person, testimonial_id) if testimonial_id else None
    form = forms.TestimonialForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        said_words: Any = form.cleaned_data
        if testimonial_id:
            testimonials.change_testimonial(testimonial_id, said_words, by=person)
        else:
            testimonials.write_testimonial(said_words, by=person)
        messages.success(request, _("Saved."))
        return redirect("admin:window_testimonials")
    return own_page(
        request,
        "admin/marketplace/window/testimonial.html",
        title=_("Testimonial"),
        status=400 if form.errors else 200,
        form=form,
        id=testimonial_id,
    )


@require_http_methods(FORM)
def delete_testimonial(request: HttpRequest, testimonial_id: int) -> HttpResponse:
    person = _staff(request)
    row = selectors.testimonial_kept_by(person, testimonial_id)
    if is_confirmed(request):
        testimonials.delete_testimonial(testimonial_id, by=person)
        messages.success(request, _("Deleted."))
        return redirect("admin:window_testimonials")
    back = reverse("admin:window_testimonial", args=[testimonial_id])
    words = [f"{row.author}: “{row.text}”"]
    title = _("Delete this testimonial?")
    return ask(request, title=title, words=words, action=_("Delete it"), back=back, is_danger=True)


def _rules() -> str:
    return _("Rules")


def _privacy() -> str:
    return _("Privacy")


def _terms() -> str:
    return _("Terms")


_PAGE_NAMES = {"rules": _rules, "privacy": _privacy, "terms": _terms}


@require_http_methods(FORM)
def page_form(request: HttpRequest, page: str, language: str) -> HttpResponse:
    """One page's words in one language, with a preview of what was typed."""
    person = _staff(request)
    row = selectors.page_text_kept_by(person, page, language)
    form = forms.PageForm(request.POST or None, initial={"text": row.text if row else ""})
    looks = request.POST.get("do") == "preview"
    if request.method == "POST" and form.is_valid() and not looks:
        page_texts.write_page(page, language, text=form.cleaned_data["text"], by=person)
        messages.success(request, _("The page says this from now on."))
        return redirect("admin:window")
    return own_page(
        request,
        "admin/marketplace/window/page.html",
        title=_PAGE_NAMES[page](),
        status=400 if form.errors else 200,
        form=form,
        row=row,
        page=page,
        language=language,
        words=dict(settings.LANGUAGES)[language],
        html=article(form.cleaned_data["text"]).html if looks and form.is_valid() else "",
    )


@require_http_methods(FORM)
def page_back(request: HttpRequest, page: str, language: str) -> HttpResponse:
    person = _staff(request)
    selectors.page_text_kept_by(person, page, language)
    if is_confirmed(request):
        page_texts.take_back_page(page, language, by=person)
        messages.success(request, _("The page says again what the software brings."))
        return redirect("admin:window")
    back = reverse("admin:window_page", args=[page, language])
    words = [_("Your words leave the site; the audit keeps them.")]
    title = _("Take your words back?")
    return ask(request, title=title, words=words, action=_("Take them back"), back=back, is_danger=True)
