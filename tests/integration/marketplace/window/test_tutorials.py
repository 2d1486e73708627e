"""Tutorials are written by staff, read by all, and counted once a visitor and day."""

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.tutorials import services, views
from marketplace.tutorials.models import Tutorial, TutorialView
from nexus.foundation.audit import AuditRow
from nexus.foundation.errors import Conflict, Invalid, NotAllowed
from tests import make
from tests.makers import window

pytestmark = pytest.mark.django_db


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(answer) -> str:
    return answer.content.decode()


def test_a_tutorial_has_contents_models_and_nothing_that_acts(client: Client) -> None:
    box, hidden = make.listing(name="Walnut box"), make.listing(name="Secret box", state="draft")
    row = window.tutorial(
        "Boxes for all",
        text=f"# Begin\n\n<script>alert(1)</script>\n\n[model:{box.pk}]\n\n[model:{hidden.pk}]\n\n## Begin\n\n![x](https://e.org/a.png)",
    )
    page = text(client.get(f"/learn/{row.slug}/"))

    assert 'href="#t-begin"' in page
    assert 'id="t-begin-2"' in page
    assert "Walnut box" in page
    assert "Secret box" not in page
    assert "not on show now" in page
    assert "<script>alert" not in page
    assert "e.org" not in page


def test_drafts_are_seen_by_who_keeps_tutorials_only(client: Client) -> None:
    row = window.tutorial("Not yet", published=False)

    assert client.get(f"/learn/{row.slug}/").status_code == 404
    assert signed_in(make.staff("finance")).get(f"/learn/{row.slug}/").status_code == 404
    assert "A draft" in text(signed_in(make.staff("marketing")).get(f"/learn/{row.slug}/"))
    assert "Not yet" not in text(client.get("/learn/"))


def test_the_list_is_chosen_by_level_and_the_feed_names_the_newest(client: Client) -> None:
    window.tutorial("Easy start"), window.tutorial("Hard end", level="Advanced")
    advanced = text(client.get("/learn/?level=Advanced"))
    feed = client.get("/learn/feed.atom")

    assert "Hard end" in advanced
    assert "Easy start" not in advanced
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert "Easy start" in text(feed)
    assert "http://testserver/learn/easy-start/" in text(feed)


def test_the_list_has_pages_and_cuts_nothing_off(client: Client, monkeypatch) -> None:
    monkeypatch.setattr(views, "A_PAGE", 2)
    for number in range(5):
        window.tutorial(f"Lesson number {number}")
    window.tutorial("For experts", level="Advanced")
    pages = [text(client.get("/learn/", {"page": number})) for number in (1, 2, 3)]
    shown = [number for number in range(5) for page in pages if f"Lesson number {number}" in page]

    assert shown == [0, 1, 2, 3, 4]
    assert 'rel="next" href="/learn/?page=2"' in pages[0]
    assert 'rel="prev" href="/learn/"' in pages[1]
    assert 'rel="next"' not in pages[2]
    advanced = text(client.get("/learn/?level=Advanced"))
    assert "For experts" in advanced
    assert 'class="pager"' not in advanced
    for wrong in ("0", "4", "two", "9" * 40):
        assert client.get("/learn/", {"page": wrong}).status_code == 404


def test_a_view_counts_once_a_visitor_and_day(client: Client) -> None:
    row = window.tutorial()
    for agent in ("One", "One", "Two"):
        client.get(f"/learn/{row.slug}/", headers={"User-Agent": agent})
    services.fold_views()
    services.fold_views()
    row.refresh_from_db()

    assert (row.views, TutorialView.objects.count()) == (2, 2)


def test_only_staff_with_the_role_write_and_each_act_is_kept() -> None:
    row = window.tutorial(published=False)
    for person in (make.person(), make.staff("finance"), make.staff("moderator")):
        with pytest.raises(NotAllowed):
            services.publish_tutorial(row.pk, by=person)
    keeper = make.staff("marketing")
    services.publish_tutorial(row.pk, by=keeper)
    with pytest.raises(Conflict):
        services.delete_tutorial(row.pk, by=keeper)
    services.withdraw_tutorial(row.pk, by=keeper)
    services.delete_tutorial(row.pk, by=keeper)

    acts = AuditRow.objects.filter(target=f"tutorial:{row.pk}").order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["tutorial.written", "tutorial.published", "tutorial.withdrawn", "tutorial.deleted"]


def test_a_published_address_stays_and_a_taken_one_gets_a_number() -> None:
    first, second = window.tutorial("The same"), window.tutorial("The same")
    changed = services.change_tutorial(first.pk, by=first.author, title="Another", text="x", level="Advanced")

    assert (changed.slug, second.slug) == ("the-same", "the-same-2")
    with pytest.raises(Invalid) as refused:
        services.change_tutorial(first.pk, by=first.author, title=" ", text="", level="Easy")
    assert set(refused.value.fields) == {"title", "text", "level"}


def test_the_console_previews_without_saving_and_asks_before_it_publishes() -> None:
    client = signed_in(make.staff("marketing"))
    sent = {"title": "Glue", "level": "Beginner", "summary": "", "text": "## Warm it\n\nWell."}
    seen = client.post(reverse("admin:window_tutorial_new"), {**sent, "do": "preview"})
    assert "t-warm-it" in text(seen)
    assert not Tutorial.objects.exists()

    empty = client.post(reverse("admin:window_tutorial_new"), {**sent, "text": "", "do": "save"})
    assert empty.status_code == 400
    assert "Glue" in text(empty)

    client.post(reverse("admin:window_tutorial_new"), {**sent, "do": "save"})
    row = Tutorial.objects.get()
    asked = reverse("admin:window_tutorial_act", args=[row.pk, "publish"])
    assert "Publish it" in text(client.get(asked))
    client.post(asked)
    row.refresh_from_db()
    assert row.state == "draft"  # a post without the answer of the page asks again
    client.post(asked, {"confirmed": "1"})
    row.refresh_from_db()
    assert row.state == "published"
    assert client.get(reverse("admin:window_tutorials")).status_code == 200
