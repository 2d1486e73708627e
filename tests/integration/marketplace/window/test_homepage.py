"""The shop window: blocks by one schema, versions that stay, a draft nobody else sees, the slider, fixed pages."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from marketplace.catalog.models import SearchDoc
from marketplace.catalog.selectors import kinds_on_show
from marketplace.catalog.selectors.cards import open_url
from marketplace.catalog.services import listings
from marketplace.homepage import blocks, forms, selectors
from marketplace.homepage.models import HomepageVersion, SliderItem
from marketplace.homepage.services import homepage, page_texts, slider
from nexus.foundation.errors import Conflict, Invalid, NotAllowed
from tests import make
from tests.makers import window

pytestmark = pytest.mark.django_db

CALL = {"type": "call_to_action", "title": "Print it", "text": "", "label": "Go", "url": "/models/"}


@pytest.fixture
def keeper():
    return make.staff("marketing")


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(answer) -> str:
    return answer.content.decode()


def test_as_delivered_the_page_asks_shows_and_offers(client: Client) -> None:
    make.listing(name="Walnut box")
    window.tutorial("How to glue"), window.quote("Rosa Stein"), window.quote("Nobody", published=False)
    page = text(client.get("/"))

    for words in (
        "Find the object.",
        "Walnut box",
        "New on the shelf",
        "By kind",
        "How to glue",
        "Rosa Stein",
        "92.5 %",
    ):
        assert words in page
    assert "Nobody" not in page
    assert page.count("<h1") == 1


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ([], "blocks"),
        ("slider", "blocks"),
        ([{"type": "marquee"}], "blocks.0.type"),
        ([7], "blocks.0.type"),
        ([{"type": "slider", "speed": 3}], "blocks.0.speed"),
        ([{"type": "newest", "title": "New"}], "blocks.0.count"),
        ([{"type": "newest", "title": "New", "count": 0}], "blocks.0.count"),
        ([{"type": "newest", "title": "New", "count": True}], "blocks.0.count"),
        ([{"type": "featured", "title": "", "model_ids": [1, 1]}], "blocks.0.model_ids"),
        ([{**CALL, "url": "javascript:alert(1)"}], "blocks.0.url"),
        ([{**CALL, "url": "//evil.example"}], "blocks.0.url"),
        ([{**CALL, "url": "http://plain.example"}], "blocks.0.url"),
        ([{**CALL, "url": "https://user@host"}], "blocks.0.url"),
        ([{**CALL, "title": "x" * 121}], "blocks.0.title"),
        ([{"type": "hero", "title": "", "text": "", "cta_label": "Go", "cta_url": ""}], "blocks.0.cta_url"),
        ([{**CALL}] * 31, "blocks"),
    ],
)
def test_a_wrong_block_is_refused_by_its_place(wrong, place: str) -> None:
    assert list(blocks.faults(wrong)) == [place]


def test_a_new_version_replaces_all_and_an_older_number_is_refused(client: Client, keeper) -> None:
    homepage.replace_homepage([CALL], version=1, by=keeper)
    page = text(client.get("/"))
    assert "Print it" in page
    assert "New on the shelf" not in page
    with pytest.raises(Conflict) as refused:
        homepage.replace_homepage([CALL], version=1, by=keeper)
    assert refused.value.code == "version_moved_on"
    with pytest.raises(Invalid, match="not on show: 999"):
        homepage.replace_homepage([{"type": "featured", "title": "", "model_ids": [999]}], version=2, by=keeper)
    with pytest.raises(NotAllowed):
        homepage.replace_homepage([CALL], version=2, by=make.staff("finance"))
    with pytest.raises(IntegrityError, match="kept as it was"), transaction.atomic():
        HomepageVersion.objects.update(blocks=[])


def test_an_older_version_comes_back_as_a_new_one_without_models_that_left(keeper) -> None:
    box = make.listing()
    homepage.replace_homepage([CALL, {"type": "featured", "title": "", "model_ids": [box.pk]}], version=1, by=keeper)
    homepage.replace_homepage([CALL], version=2, by=keeper)
    listings.archive(box.pk, by=box.seller)
    back = homepage.restore_version(2, by=keeper)
    delivered = homepage.restore_version(1, by=keeper)

    assert (back.number, back.restored_from, back.blocks) == (4, 2, [CALL])
    assert (delivered.number, delivered.blocks) == (5, [dict(block) for block in blocks.DEFAULT])
    assert [row.number for row in selectors.history(keeper)] == [5, 4, 3, 2, 1]


def test_every_kind_of_block_is_drawn(client: Client, keeper) -> None:
    box = make.listing(name="Walnut box")
    slider.set_slider([box.pk], by=keeper)
    shown = [
        {
            "type": "hero",
            "title": "Our own",
            "text": "Words",
            "cta_label": "Go",
            "cta_url": "/create/",
            "model_id": box.pk,
        },
        {"type": "slider"},
        {"type": "featured", "title": "Best", "model_ids": [box.pk]},
        {"type": "trending", "title": "Hot", "count": 4},
        {"type": "newest", "title": "", "count": 4},
        CALL,
    ]
    homepage.replace_homepage(shown, version=1, by=keeper)
    page = text(client.get("/"))
    assert "Our own" in page
    assert 'class="slides"' in page
    assert "Best" in page
    assert page.count("Walnut box") >= 4
    assert "Hot" not in page  # nothing happened lately, so the block is left out


def test_the_slider_keeps_its_order_and_refuses_what_is_not_on_show(keeper) -> None:
    first, second, draft = make.listing(), make.listing(), make.listing(state="draft")
    slider.set_slider([second.pk, first.pk], by=keeper)
    with pytest.raises(Invalid, match=f"not on show: {draft.pk}, 999"):
        slider.set_slider([first.pk, draft.pk, 999], by=keeper)
    with pytest.raises(Conflict):
        slider.set_slider([first.pk], by=keeper, was=[first.pk, second.pk])
    assert [card.id for card in selectors.slider_cards()] == [second.pk, first.pk]
    slider.set_slider(slider.moved([second.pk, first.pk], number=first.pk, by_places=-1), by=keeper)
    assert list(SliderItem.objects.order_by("position").values_list("listing_id", flat=True)) == [first.pk, second.pk]


def test_a_model_that_left_the_shop_does_not_keep_staff_from_changing_the_slider(keeper) -> None:
    stays, first_gone, second_gone = make.listing(), make.listing(), make.listing()
    ids = [first_gone.pk, second_gone.pk, stays.pk]
    slider.set_slider(ids, by=keeper)
    listings.archive(first_gone.pk, by=first_gone.seller), listings.archive(second_gone.pk, by=second_gone.seller)

    slider.set_slider(ids[1:], by=keeper, was=ids)

    assert selectors.slider_ids() == ids[1:]
    with pytest.raises(Invalid, match=f"not on show: {second_gone.pk}"):  # a program sends the whole list anew
        slider.set_slider(ids[1:], by=keeper)


def test_sensitive_models_stay_off_every_block_and_a_later_mark_takes_one_off(client: Client, keeper) -> None:
    bare, calm = make.listing(name="Bare figure"), make.listing(name="Walnut box")
    slider.set_slider([bare.pk, calm.pk], by=keeper)
    listings.update_listing(bare.pk, by=bare.seller, sensitive=True)
    SearchDoc.objects.update(trending=5)
    shown = selectors.shown(
        [
            {"type": "hero", "title": "Our own", "text": "", "cta_label": "", "cta_url": "", "model_id": bare.pk},
            {"type": "slider"},
            {"type": "featured", "title": "Best", "model_ids": [bare.pk, calm.pk]},
            {"type": "trending", "title": "Hot", "count": 4},
            {"type": "newest", "title": "New", "count": 4},
        ]
    )

    assert {block.type: [card.id for card in block.cards] for block in shown} == {
        "hero": [],
        "slider": [calm.pk],
        "featured": [calm.pk],
        "trending": [calm.pk],
        "newest": [calm.pk],
    }


def test_a_kind_shows_the_still_of_its_newest_model_that_is_not_sensitive() -> None:
    calm = make.listing(category="furniture")
    bare = make.listing(category="furniture", sensitive=True)
    only_bare = make.listing(category="figures", sensitive=True)

    def still_of(listing) -> str:
        return listing.pictures.get(kind="still").file.key

    urls = {kind.slug: kind.picture_url for kind in kinds_on_show()}
    assert urls["furniture"] == open_url(still_of(calm))
    assert urls["furniture"] != open_url(still_of(bare))
    assert urls["figures"] == ""
    assert only_bare.sensitive


def test_the_editor_adds_moves_keeps_typing_and_publishes_after_asking(keeper) -> None:
    client, box = signed_in(keeper), make.listing(name="Walnut box")
    place, publish = reverse("admin:window_homepage"), reverse("admin:window_publish")
    typed = {"b0-type": "call_to_action", "b0-title": "Print it", "b0-label": "Go", "b0-url": "nonsense"}
    client.post(place, {**typed, "do": "add", "add": "featured"})
    page = text(client.get(place))
    assert "nonsense" in page
    assert "Chosen models" in page
    assert "Print it" in page
    both = {**typed, "b1-type": "featured", "b1-title": "Best", "b1-model_ids": f"/models/{box.pk}-walnut-box/"}
    refused = client.post(place, {**both, "do": "publish"})
    assert refused.status_code == 400
    assert "A path of this site" in text(refused)
    assert HomepageVersion.objects.count() == 0
    right = {**both, "b0-url": "/models/"}
    client.post(place, {**right, "do": "up-1"})
    assert [block["type"] for block in selectors.draft(keeper).blocks] == ["featured", "call_to_action"]
    assert client.post(place, {**right, "do": "publish"}).url == publish
    assert "Print it" in text(client.get(reverse("admin:window_preview")))
    assert "Print it" not in text(Client().get("/"))
    client.post(publish, {"confirmed": "1"})
    assert "Print it" in text(Client().get("/"))
    assert selectors.draft(keeper) is None
    for name, args in (("window_history", []), ("window_version", [1]), ("window_restore", [1]), ("window", [])):
        assert client.get(reverse(f"admin:{name}", args=args)).status_code == 200
    client.post(reverse("admin:window_restore", args=[1]), {"confirmed": "1"})
    assert selectors.current().number == 3


def test_the_sliders_page_takes_numbers_and_addresses(keeper) -> None:
    client, place = signed_in(keeper), reverse("admin:window_slider")
    first, second = make.listing(), make.listing()
    client.post(place, {"was": "", "do": "add", "add": f"{first.pk}, http://testserver/models/{second.pk}-box/"})
    assert selectors.slider_ids() == [first.pk, second.pk]
    client.post(place, {"was": f"{first.pk} {second.pk}", "do": f"down-{first.pk}"})
    client.post(place, {"was": f"{second.pk} {first.pk}", "do": f"remove-{first.pk}"})
    assert selectors.slider_ids() == [second.pk]
    refused = client.post(place, {"was": str(second.pk), "do": "add", "add": "the red one"})
    assert refused.status_code == 400
    assert "the red one" in text(refused)
    assert client.post(place, {"was": "", "do": f"remove-{second.pk}"}).status_code == 409


def test_what_may_be_uploaded_is_said_as_it_is(client: Client) -> None:
    assert "GLB, glTF, OBJ, STL, PLY, 3MF, USDZ or FBX, one or more files" in text(client.get("/rules/"))
    assert "Make the first one from a sentence, or upload one." in text(client.get("/"))


def test_fixed_pages_say_staffs_words_in_their_language(client: Client, keeper) -> None:
    page_texts.write_page("rules", "en", text="## Ours\n\nBe kind. <script>x</script>", by=keeper)
    assert "Be kind." in text(client.get("/rules/"))
    assert "<script>x" not in text(client.get("/rules/"))
    page_texts.write_page("rules", "de", text="Seid freundlich.", by=keeper)
    assert "Seid freundlich." in text(client.get("/rules/", headers={"Accept-Language": "de"}))
    page_texts.take_back_page("rules", "en", by=keeper)
    assert "What may be listed" in text(client.get("/rules/"))
    console = signed_in(keeper)
    place = reverse("admin:window_page", args=["terms", "en"])
    assert "t-mine" in text(console.post(place, {"text": "## Mine", "do": "preview"}))
    console.post(place, {"text": "## Mine", "do": "save"})
    assert "Mine" in text(client.get("/terms/"))
    assert console.get(reverse("admin:window_page", args=["imprint", "en"])).status_code == 404


def test_testimonials_are_written_shown_and_deleted_in_the_console(client: Client, keeper) -> None:
    console, new = signed_in(keeper), reverse("admin:window_testimonial_new")
    said = {"author": "Rosa Stein", "company": "", "text": "It printed at once.", "rating": "5", "published": "on"}
    assert console.post(new, {**said, "rating": "6"}).status_code == 400
    console.post(new, said)
    assert "It printed at once." in text(client.get("/"))
    row = selectors.testimonials_kept_by(keeper).get()
    console.post(reverse("admin:window_testimonial", args=[row.pk]), {**said, "text": "It is gone."})
    assert "It is gone." in text(console.get(reverse("admin:window_testimonials")))
    console.post(reverse("admin:window_testimonial_delete", args=[row.pk]), {"confirmed": "1"})
    assert not selectors.published_testimonials().exists()


@pytest.mark.parametrize(
    ("typed", "found"),
    [("12, 14", [12, 14]), ("/models/7-box/", [7]), ("http://x.org/models/7/", [7]), ("the red one", None), ("", [])],
)
def test_models_are_read_from_numbers_and_addresses(typed: str, found) -> None:
    assert forms.read_models(typed) == found


def test_the_page_costs_few_questions(client: Client, django_assert_max_num_queries) -> None:
    make.listing(), window.tutorial(), window.quote()
    with django_assert_max_num_queries(9):
        client.get("/")
