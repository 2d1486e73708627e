"""core-marketplace.md: /tutorials, /homepage, /testimonials and /campaigns."""

from datetime import timedelta

import pytest
from django.utils import timezone

from marketplace.campaigns.models import Campaign, CampaignTest
from tests import make
from tests.contracts.api import Api, code
from tests.makers import window

pytestmark = pytest.mark.django_db
NEW = {"name": "Spring", "subject": "Hello", "content": "<p>Hi <a href='/models/'>all</a></p>", "segment": "all"}


@pytest.fixture
def nobody():
    return Api()


@pytest.fixture
def keeper():
    return Api(make.staff("marketing"))


def test_get_tutorials_lists_the_published_ones_by_level(nobody: Api):
    window.tutorial("Glue"), window.tutorial("Paint", level="Advanced"), window.tutorial("Draft", published=False)

    assert [row["title"] for row in nobody.get("/tutorials").json()["results"]] == ["Paint", "Glue"]
    assert [row["title"] for row in nobody.get("/tutorials?level=Advanced").json()["results"]] == ["Paint"]
    assert nobody.get("/tutorials?level=Expert").status_code == 400
    assert nobody.get("/tutorials?author=1").status_code == 400


def test_get_one_tutorial_has_html_contents_and_models_as_links(nobody: Api):
    box = make.listing(name="Walnut box")
    row = window.tutorial("Boxes", text=f"## Begin\n\n[model:{box.pk}]\n\nEnd.")
    found = nobody.get(f"/tutorials/{row.slug}").json()

    assert (found["slug"], found["level"], found["views"]) == ("boxes", "Beginner", 0)
    assert found["contents"] == [{"id": "t-begin", "text": "Begin", "level": 2}]
    assert f'<a href="http://testserver/models/{box.pk}-' in found["html"]
    hidden = window.tutorial("Hidden", published=False)
    assert nobody.get(f"/tutorials/{hidden.slug}").status_code == 404
    assert nobody.get("/tutorials/no-such").status_code == 404


def test_get_homepage_names_its_version_and_blocks_with_all_their_words(nobody: Api):
    found = nobody.get("/homepage").json()

    assert found["version"] == 1
    assert [block["type"] for block in found["blocks"]][:3] == ["hero", "slider", "newest"]
    assert found["blocks"][0]["title"] == "Find the object. Or make it."
    assert all(block["title"] for block in found["blocks"] if "title" in block)


def test_get_testimonials_lists_those_on_show(nobody: Api):
    window.quote("Rosa Stein"), window.quote("Nobody", published=False)
    [row] = nobody.get("/testimonials").json()["results"]

    assert row["author"] == "Rosa Stein"
    assert (row["company"], row["rating"], row["verified"], row["featured"]) == ("Product designer", 5, True, False)


def test_campaigns_are_for_staff_with_the_role(nobody: Api, api: Api):
    row = window.campaign()
    for who, status in ((nobody, 401), (api, 403), (Api(make.staff("finance")), 403)):
        assert who.get("/campaigns").status_code == status
        assert who.post("/campaigns", NEW).status_code == status
        assert who.post(f"/campaigns/{row.pk}/send").status_code == status
        assert who.get(f"/campaigns/{row.pk}/stats").status_code == status


def test_post_campaigns_drafts_one_and_patch_and_delete_change_it(keeper: Api):
    made = keeper.post("/campaigns", NEW)
    assert made.status_code == 201
    assert (made.json()["status"], made.json()["recipients"], made.json()["scheduled_at"]) == ("draft", 0, None)
    path = f"/campaigns/{made.json()['id']}"
    assert keeper.patch(path, {"subject": "Again"}).json()["subject"] == "Again"
    assert keeper.patch(path, {"segment": "robots"}).status_code == 400
    wrong = keeper.patch(path, {"content": "<img src='https://e.org/a.gif'>"})
    assert (wrong.status_code, list(wrong.json()["error"]["fields"])) == (400, ["content"])
    assert keeper.get("/campaigns").json()["results"][0]["subject"] == "Again"
    assert keeper.delete(path).status_code == 204
    assert keeper.get(path).status_code == 404
    assert keeper.post("/campaigns", {"name": "x"}).status_code == 400


def test_post_test_queues_one_mail(keeper: Api):
    row = window.campaign()
    answer = keeper.post(f"/campaigns/{row.pk}/test", {"to": "me@example.org"})

    assert (answer.status_code, answer.json()["to"]) == (202, "me@example.org")
    assert CampaignTest.objects.get().to == "me@example.org"
    assert keeper.post(f"/campaigns/{row.pk}/test", {"to": "nobody"}).status_code == 400


def test_post_schedule_and_cancel(keeper: Api):
    row = window.campaign()
    at = (timezone.now() + timedelta(days=1)).isoformat()
    scheduled = keeper.post(f"/campaigns/{row.pk}/schedule", {"scheduled_at": at})
    assert (scheduled.status_code, scheduled.json()["status"]) == (200, "scheduled")
    assert code(keeper.patch(f"/campaigns/{row.pk}", {"name": "x"})) == "conflict"
    cancelled = keeper.post(f"/campaigns/{row.pk}/cancel")
    assert (cancelled.json()["status"], cancelled.json()["scheduled_at"]) == ("draft", None)
    past = {"scheduled_at": "2020-01-01T00:00:00Z"}
    assert keeper.post(f"/campaigns/{row.pk}/schedule", past).status_code == 400
    assert keeper.post(f"/campaigns/{row.pk}/cancel").status_code == 409


def test_post_send_fixes_whom_it_reaches_and_stats_count_them(keeper: Api):
    row = window.campaign()
    window.readers(2)
    sent = keeper.post(f"/campaigns/{row.pk}/send")
    assert (sent.status_code, sent.json()["status"], sent.json()["recipients"]) == (202, "sending", 2)
    assert keeper.post(f"/campaigns/{row.pk}/send").status_code == 409
    stats = keeper.get(f"/campaigns/{row.pk}/stats").json()
    assert (stats["waiting"], stats["sent"], stats["links"]) == (2, 0, [])
    stopped = keeper.post(f"/campaigns/{row.pk}/cancel").json()
    assert (stopped["status"], stopped["sent"]) == ("sent", 0)
    assert Campaign.objects.get().state == "stopped"


def test_a_malformed_id_of_a_campaign_is_404(keeper: Api):
    assert keeper.get("/campaigns/abc/stats").status_code == 404
    assert keeper.post("/campaigns/9999/send").status_code == 404
