"""Campaigns reach who asked for news, once each, and what becomes of every mail is known."""

import base64
import json
import re
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.services import people
from marketplace.campaigns import content, selectors
from marketplace.campaigns.models import Campaign, CampaignMail, MailBlock, MailEvent
from marketplace.campaigns.services import campaigns, following, sending
from nexus.foundation.audit import AuditRow
from nexus.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from nexus.foundation.outbox import OutboxMessage
from tests import make
from tests.makers import window

pytestmark = pytest.mark.django_db
HREF = re.compile(r'href="([^"]+)"')


@pytest.fixture(autouse=True)
def locmem(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def send_all(row: Campaign) -> Campaign:
    while sending.send_chunk(row.pk, sleep=lambda _seconds: None):
        pass
    row.refresh_from_db()
    return row


def states(row: Campaign) -> dict[str, int]:
    found = list(row.mails.values_list("state", flat=True))
    return {state: found.count(state) for state in set(found)}


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(answer) -> str:
    return answer.content.decode()


def test_only_who_consents_confirmed_and_can_be_reached_gets_it() -> None:
    wanted = window.readers(1)[0]
    make.person()  # no consent
    make.person(marketing_consent=True, confirmed=False)
    banned, bounced = window.readers(2)
    User.objects.filter(pk=banned.pk).update(is_active=False)
    MailBlock.objects.create(address=bounced.email.upper(), reason="bounced")

    assert list(selectors.people_reached("all")) == [wanted]


def test_segments_are_creators_and_buyers() -> None:
    creator, buyer, other = window.readers(3)
    listing = make.listing(creator, price_cents=500)
    make.bought(listing, buyer=buyer)

    assert list(selectors.people_reached("creators")) == [creator]
    assert list(selectors.people_reached("buyers")) == [buyer]
    assert {creator, buyer, other} <= set(selectors.people_reached("all"))


def test_each_gets_one_mail_in_both_forms_with_a_way_out() -> None:
    row = send_all(window.going(3))

    assert (row.state, states(row), len(mail.outbox)) == ("sent", {"sent": 3}, 3)
    sent = mail.outbox[0]
    reader = CampaignMail.objects.get(user__email=sent.to[0])
    html = sent.alternatives[0].content
    assert sent.extra_headers["List-Unsubscribe"] == f"<http://testserver/mail/unsubscribe/{reader.token}>"
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"/mail/unsubscribe/{reader.token}" in html
    assert f"/mail/unsubscribe/{reader.token}" in sent.body
    assert "Sliders" in sent.body
    assert "/mail/click/" in sent.body
    assert "example.org" not in html  # every followed link is the reader's own
    assert reader.message_id == sent.extra_headers["Message-ID"]
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 3


def test_opens_and_clicks_count_once_and_lead_only_where_the_mail_led(client: Client) -> None:
    row = send_all(window.going(1))
    html = mail.outbox[0].alternatives[0].content
    links = [link.removeprefix("http://testserver") for link in HREF.findall(html) if "/mail/click/" in link]
    pixel = re.search(r'src="http://testserver(/mail/open/[^"]+)"', html)[1]
    for _ in range(2):
        shown = client.get(pixel)
        led = [client.get(link).url for link in links]

    assert shown["Content-Type"] == "image/gif"
    assert "no-store" in shown["Cache-Control"]
    assert led == ["http://testserver/models/", "https://example.org/x?a=1&b=2"]
    numbers = selectors.figures_of([row], links=True)[row.pk]
    assert (numbers.opened, numbers.clicked, [link.clicks for link in numbers.links]) == (1, 1, [1, 1])
    assert client.get("/mail/click/nonsense").status_code == 404
    assert client.get(links[0][:-2] + "xx").status_code == 404
    assert client.get("/mail/open/nonsense.gif").status_code == 200


def test_one_click_by_post_ends_the_news_and_reading_the_page_does_not() -> None:
    row = send_all(window.going(1))
    reader = row.mails.get()
    page, outside = f"/mail/unsubscribe/{reader.token}", Client(enforce_csrf_checks=True)

    assert "Stop the news" in text(outside.get(page))
    assert User.objects.get(pk=reader.user_id).marketing_consent
    for _ in range(2):
        answer = outside.post(
            f"{page}/", "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
        )
        assert answer.status_code == 200
    assert not User.objects.get(pk=reader.user_id).marketing_consent
    assert selectors.figures_of([row])[row.pk].unsubscribed == 1
    assert outside.get("/mail/unsubscribe/nobodys").status_code == 404


def test_who_leaves_between_is_skipped() -> None:
    row = window.going(2)
    left, banned = (reader.user for reader in row.mails.select_related("user").order_by("id"))
    people.change_profile(left, marketing_consent=False)
    User.objects.filter(pk=banned.pk).update(is_active=False)

    assert states(send_all(row)) == {"skipped": 2}
    assert mail.outbox == []
    assert row.state == "sent"


class Server:
    """A mail server that answers as told, one after another."""

    def __init__(self, *answers) -> None:
        self.answers, self.got = list(answers), []

    def open(self):
        return False

    def close(self):
        pass

    def send_messages(self, messages):
        answer = self.answers.pop(0) if self.answers else None
        if answer is not None:
            raise answer
        self.got += [message.to[0] for message in messages]
        return 1


def test_what_the_server_answers_decides_and_doubt_is_never_sent_again(monkeypatch) -> None:
    row = window.going(5)
    refused = SMTPRecipientsRefused({"x": (550, b"no such user")})
    server = Server(refused, TimeoutError("cut"), SMTPDataError(451, b"later"), SMTPDataError(554, b"spam"))
    monkeypatch.setattr(sending, "get_connection", lambda: server)
    row = send_all(row)

    assert states(row) == {"failed": 2, "unknown": 1, "waiting": 1, "sent": 1}
    assert row.state == "sending"
    row.mails.filter(state="waiting").update(next_try_at=timezone.now())
    row = send_all(row)
    assert states(row) == {"failed": 2, "unknown": 1, "sent": 2}
    assert row.state == "sent"
    assert len(set(server.got)) == len(server.got) == 2
    assert next(reader.state for reader in selectors.mails_to_look_at(row.made_by, row.pk)) == "unknown"


def test_a_server_that_does_not_answer_leaves_everybody_waiting(monkeypatch) -> None:
    row, server = window.going(2), Server()

    def fails():
        raise ConnectionRefusedError("nobody there")

    server.open = fails
    monkeypatch.setattr(sending, "get_connection", lambda: server)
    with pytest.raises(sending.NobodyAnswersError):
        sending.send_chunk(row.pk)

    assert states(row) == {"waiting": 2}


def test_a_chunk_is_throttled_and_asks_for_the_next(settings) -> None:
    settings.MAIL_PER_SECOND = 1
    row = window.going(7)
    OutboxMessage.objects.filter(fact="campaign.going").delete()
    slept: list[float] = []

    assert sending.send_chunk(row.pk, sleep=slept.append) == 5
    assert len(slept) == 5
    assert sorted(slept) == slept  # each waits for its second, whatever was quick before
    assert slept[-1] > 1
    assert OutboxMessage.objects.filter(fact="campaign.going").count() == 1


def test_the_database_refuses_to_send_again_what_was_sent_or_is_unknown() -> None:
    row = send_all(window.going(1))
    first = row.mails.get()
    for state in ("waiting", "claimed", "unknown"):
        with pytest.raises(IntegrityError, match="cannot become"), transaction.atomic():
            CampaignMail.objects.filter(pk=first.pk).update(state=state)


def test_a_claim_that_nobody_holds_becomes_unknown_and_the_campaign_ends() -> None:
    row = window.going(2)
    sending._claim(row.pk)  # and the process dies
    send_all(row)
    assert states(row) == {"claimed": 1, "sent": 1}
    row.mails.filter(state="claimed").update(claimed_at=timezone.now() - timedelta(minutes=11))
    Campaign.objects.filter(pk=row.pk).update(beat_at=timezone.now() - timedelta(minutes=2))
    OutboxMessage.objects.filter(fact="campaign.going").delete()
    sending.keep_going()
    assert OutboxMessage.objects.filter(fact="campaign.going").count() == 1
    row = send_all(row)

    assert (states(row), row.state, len(mail.outbox)) == ({"unknown": 1, "sent": 1}, "sent", 1)


def test_a_copy_of_yesterday_sends_nothing_until_a_person_says_so() -> None:
    row, later = window.going(2), window.campaign()
    yesterday = timezone.now() - timedelta(days=1)
    Campaign.objects.filter(pk=row.pk).update(beat_at=yesterday)
    campaigns.schedule_campaign(later.pk, at=timezone.now() + timedelta(hours=1), by=later.made_by)
    Campaign.objects.filter(pk=later.pk).update(scheduled_at=yesterday)
    OutboxMessage.objects.all().delete()
    sending.keep_going()
    campaigns.begin_due()
    send_all(row)

    assert (states(row), mail.outbox, OutboxMessage.objects.count()) == ({"waiting": 2}, [], 0)
    later.refresh_from_db()
    assert later.state == "scheduled"
    campaigns.go_on(row.pk, by=row.made_by)
    assert states(send_all(row)) == {"sent": 2}


def test_a_scheduled_one_begins_when_its_time_comes_and_may_be_called_back() -> None:
    window.readers(1)
    row = window.campaign()
    with pytest.raises(Invalid):
        campaigns.schedule_campaign(row.pk, at=timezone.now(), by=row.made_by)
    campaigns.schedule_campaign(row.pk, at=timezone.now() + timedelta(hours=1), by=row.made_by)
    with pytest.raises(Conflict, match="Cancel the schedule"):
        campaigns.change_campaign(row.pk, by=row.made_by, name="Other")
    assert campaigns.cancel_campaign(row.pk, by=row.made_by).state == "draft"
    campaigns.schedule_campaign(row.pk, at=timezone.now() + timedelta(hours=1), by=row.made_by)
    Campaign.objects.filter(pk=row.pk).update(scheduled_at=timezone.now() - timedelta(seconds=1))
    campaigns.begin_due()
    campaigns.begin_due()

    assert states(send_all(row)) == {"sent": 1}
    with pytest.raises(Conflict):
        campaigns.send_campaign(row.pk, by=row.made_by)


def test_stopping_leaves_who_waits_alone() -> None:
    row = window.going(3)
    sending._claim(row.pk)
    stopped = campaigns.cancel_campaign(row.pk, by=row.made_by)

    assert (stopped.state, states(row)) == ("stopped", {"claimed": 1, "skipped": 2})
    assert sending.send_chunk(row.pk) == 0


def test_scripts_go_foreign_pictures_are_refused_and_an_empty_mail_too() -> None:
    row = window.campaign(content='<p onclick="x()">Hi<script>alert(1)</script></p><a href="javascript:x">y</a>')

    assert "script" not in row.content
    assert "onclick" not in row.content
    for wrong in ('<img src="https://e.org/a.gif">', "<p> </p>", "<script>x</script>"):
        with pytest.raises(Invalid) as refused:
            window.campaign(content=wrong)
        assert set(refused.value.fields) == {"content"}
    assert (
        content.text_of('<ul><li>One</li></ul><p><a href="/create/">Make</a></p>')
        == "- One\n\nMake (http://testserver/create/)"
    )


def test_only_the_role_marketing_may_and_every_act_is_kept() -> None:
    row = window.campaign()
    for person in (make.person(), make.staff("finance"), make.staff("moderator")):
        for act in (campaigns.send_campaign, campaigns.cancel_campaign, campaigns.delete_campaign):
            with pytest.raises(NotAllowed):
                act(row.pk, by=person)
    campaigns.send_campaign(row.pk, by=row.made_by)
    acts = AuditRow.objects.filter(target=f"campaign:{row.pk}").order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["campaign.written", "campaign.sent"]


def test_a_test_mail_is_marked_counts_nowhere_and_goes_once() -> None:
    row = window.campaign()
    test = campaigns.ask_for_test(row.pk, to="me@example.org", by=row.made_by)
    sending.send_test(test.pk)
    sending.send_test(test.pk)

    assert [message.subject for message in mail.outbox] == ["[Test] New tools in the workshop"]
    html = mail.outbox[0].alternatives[0].content
    assert "/mail/click/" not in html
    assert "/mail/open/" not in html
    assert not row.mails.exists()
    with pytest.raises(Invalid):
        campaigns.ask_for_test(row.pk, to="nobody", by=row.made_by)


SECRET = "nexus:a-long-secret"


def postmark(client: Client, *events: dict, secret: str = SECRET, path: str = "/anymail/postmark/tracking/"):
    headers = {"Authorization": "Basic " + base64.b64encode(secret.encode()).decode()} if secret else {}
    answers = [
        client.post(path, json.dumps(event), content_type="application/json", headers=headers) for event in events
    ]
    return answers[-1].status_code


def bounce(reader: CampaignMail, number: int = 1, **more) -> dict:
    return {
        "RecordType": "Bounce",
        "ID": number,
        "Type": "HardBounce",
        "TypeCode": 1,
        "Email": reader.user.email,
        "MessageID": reader.message_id,
        "BouncedAt": "2026-11-21T10:00:00Z",
        "Details": "no such user",
        "Metadata": {"campaign_mail": str(reader.pk)},
        **more,
    }


@pytest.fixture
def provider(settings):
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET, "POSTMARK_SERVER_TOKEN": "x"}


def test_bounces_and_complaints_are_heard_once_and_end_the_mails_to_that_address(client, settings, provider) -> None:
    row = send_all(window.going(2))
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    first, second = row.mails.select_related("user").order_by("id")
    complaint = {"RecordType": "SpamComplaint", "Type": "SpamComplaint", "TypeCode": 512}

    assert postmark(client, bounce(first), bounce(first), bounce(second, 2, **complaint)) == 200
    numbers = selectors.figures_of([row])[row.pk]
    assert (numbers.bounced, numbers.complained, MailEvent.objects.count()) == (1, 1, 2)
    assert set(MailBlock.objects.values_list("address", "reason")) == {
        (first.user.email, "bounced"),
        (second.user.email, "complained"),
    }
    assert not User.objects.get(pk=second.user_id).marketing_consent
    assert not selectors.people_reached("all").filter(pk__in=[first.user_id, second.user_id]).exists()

    with pytest.raises(NotAllowed):
        following.unblock(first.user.email, by=make.staff("finance"), reason="x")
    following.unblock(first.user.email, by=row.made_by, reason="the box was full")
    assert selectors.people_reached("all").filter(pk=first.user_id).exists()


def test_a_webhook_without_the_secret_or_of_another_provider_is_refused(client, settings, provider) -> None:
    row = send_all(window.going(1))
    event = bounce(row.mails.select_related("user").get())
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"

    assert postmark(client, event, secret="nexus:wrong") == 403
    assert postmark(client, event, secret="") == 403
    assert postmark(client, event, path="/anymail/mailgun/tracking/") == 404
    settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "x"}
    assert postmark(client, event) == 404
    assert not MailEvent.objects.exists()
    assert not MailBlock.objects.exists()


def test_a_delivery_that_the_provider_knows_of_settles_an_unknown_mail() -> None:
    row = window.going(1)
    reader = sending._claim(row.pk)
    sending._decide(reader, "unknown", reason="cut")
    told = following.Told("postmark", "7", "delivered", reader.user.email, "m-1", reader.pk, timezone.now())
    stranger = following.Told("postmark", "8", "delivered", "else@example.org", "m-2", reader.pk, timezone.now())
    following.hear(stranger)
    assert states(row) == {"unknown": 1}
    following.hear(told)
    assert states(row) == {"sent": 1}


def test_the_console_writes_shows_asks_and_sends() -> None:
    client = signed_in(make.staff("marketing"))
    window.readers(2)
    sent = {"name": "Spring", "subject": "Hello", "segment": "all", "content": "<p>Hi</p>"}
    refused = client.post(reverse("admin:window_campaign_new"), {**sent, "content": '<img src="https://e.org/x">'})
    assert refused.status_code == 400
    assert "Spring" in text(refused)
    assert "this site only" in text(refused)
    client.post(reverse("admin:window_campaign_new"), sent)
    row = Campaign.objects.get()
    page = client.get(reverse("admin:window_campaign", args=[row.pk]))
    assert "2 people would get it now" in text(page)
    assert 'sandbox="' in text(page)
    assert "style=" not in text(page)
    framed = client.get(reverse("admin:window_campaign_html", args=[row.pk]))
    assert "sandbox" in framed["Content-Security-Policy"]
    assert framed["X-Frame-Options"] == "SAMEORIGIN"
    send = reverse("admin:window_campaign_act", args=[row.pk, "send"])
    assert "cannot be called back" in text(client.get(send))
    client.post(send)
    assert not row.mails.exists()
    client.post(send, {"confirmed": "1"})
    send_all(row)
    shown = text(client.get(reverse("admin:window_campaign", args=[row.pk])))
    assert "of 2" in shown
    assert 'data-final="true"' in shown
    for name in ("window_campaigns", "window_blocked", "window"):
        assert client.get(reverse(f"admin:{name}")).status_code == 200
    finance = signed_in(make.staff("finance"))
    assert finance.get(reverse("admin:window_campaigns")).status_code == 403
    with pytest.raises(NotFound):
        campaigns.delete_campaign(0, by=row.made_by)
