"""A shop where everything has happened once, for the walk over all pages: made by the makers inside the running product."""

import json
from dataclasses import dataclass

from tests.product import Product

# One person sells, buys and is staff, so that each page has something on it.
FILL = """
import json
from accounts.models import User
from accounts.services import bans, notice_mails, people, webhooks
from marketplace.catalog.models import Entitlement
from marketplace.catalog.services import comments, conversions, follows, reviews, saved_searches
from marketplace.homepage.services import homepage
from marketplace.trust.selectors.notices import sent_url
from marketplace.transactions.services import cart, payouts, refunds
from tests import make
from tests.makers import trust, window

who, other = User.objects.get(username={keeper!r}), make.person("walk-maker")
people.change_profile(other, display_name="Ida Lund", bio="I make *boxes*.")
buyer = make.person("walk-buyer")

own = make.listing(who, "Walnut box", offers=[("personal", 400), ("commercial", 1900)], tags=["walnut", "box"])
theirs = make.listing(other, "Box with a lid", price_cents=700, tags=["walnut", "lid"])
free = make.listing(other, "Small box", price_cents=0)
draft = make.listing(who, "Unfinished box", state="draft")
rejected = make.listing(who, "Thin box", state="rejected")
waiting = make.listing(other, "Waiting box", state="pending")
make.waiting_version(own)

said = make.review(own, rating=4, text="Prints **well**.")
reviews.reply_to_review(said.pk, by=who, text="Thank you.")
asked = make.comment(own, text="Which nozzle?", kind="question")
comments.write_comment(own.pk, by=who, text="0.4 mm.", parent_id=asked.pk)
make.print_of(own)
chairs = make.collection(other, theirs, free, name="Boxes")
mine = make.collection(who, theirs, own, name="To print")
follows.follow_creator("walk-maker", by=who)
follows.follow_tag("walnut", by=who)
follows.follow_collection(chairs.pk, by=who)
saved_searches.save_search(by=who, name="Boxes", query={{"q": ["box"]}})

make.coupon(who, "WALK-20")
make.coupon(other, "WALK-15", value=15)
with make.long_ago():
    make.bought(make.for_sale(9000, seller=who, name="Old chair"), buyer=buyer)
    make.payout_account(who)
make.paid_out(who, 2500)
paid = make.bought(theirs, buyer=who)
back = make.bought(make.for_sale(500, seller=other, name="Stool"), buyer=who)
[note] = make.refunded(back)
wish = make.bought(make.for_sale(600, seller=other, name="Bench"), buyer=buyer)
make.downloaded(wish.lines.get())
refunds.ask_refund(wish.pk, by=buyer, reason="It has a hole.", line_id=wish.lines.get().pk)
pending = make.pending_order(make.for_sale(800, seller=other, name="Shelf"), buyer=who)
shelf = make.for_sale(1200, 4800, seller=other, name="Coat rack")
cart.put(who, [cart.wish_for(shelf.pk, "personal")])
cart.set_coupon(who, "WALK-15")
fresh = make.rich_seller(6000, connected=False, username="walk-fresh")
make.payout_account(fresh)
held = payouts.request_payout(fresh)
certificate = Entitlement.objects.get(holder=who, listing=theirs).certificate_code

wanted = make.bounty(who)
make.application(wanted, other)
unpaid = make.bounty(who, paid=False)
divided = make.disputed(make.running(who, other))
running = make.running(other, who)
handed_in = make.submission(make.running(who, other)).bounty

lesson = window.tutorial("How to glue", by=who, text="## First\\n\\nGlue.\\n\\n## Then\\n\\n| a | b |\\n|---|---|\\n| 1 | 2 |\\n\\n`x = 1`")
quote = window.quote()
mailing = window.campaign(by=who)
sent = window.going()
homepage.draft_for_change(by=who)

accused = trust.decision(own, act="warn")
noticed = trust.notice(make.listing(who, "Copied lamp"))
copied = noticed.cases.get()
off = notice_mails.off_link(who, "comment").partition("/notifications/")[2]
making = conversions.ask_conversion(own.pk, by=who, format="3mf")
open_case = trust.report(theirs, reason="stolen", text="It is mine.").case
appealed = trust.appeal(make.listing(other, "Hook"))
rack = make.bought(make.for_sale(900, seller=who, name="Rack"), buyer=buyer)
make.downloaded(rack.lines.get())
[asked_back] = refunds.ask_refund(rack.pk, by=buyer, reason="It is too small.", line_id=rack.lines.get().pk)
year = rack.completed_at.year
hook = webhooks.subscribe(who, url="https://93.184.216.34/hook", events=["order.completed"])
job = make.job(who)
sketch = make.chat(who).session
due = make.rich_seller(7000, username="walk-due")

gone = make.person("walk-closed")
bans.ban(gone.pk, by=who, reason="Sold what was not theirs.")

def model(row):
    return f"/models/{{row.pk}}-{{row.slug}}/"

everybody = [
    "/", "/models/", model(own), f"/models/{{own.pk}}/reviews/", f"/models/{{own.pk}}/questions/",
    f"/models/{{own.pk}}/prints/", f"/collections/{{chairs.pk}}/", "/u/walk-maker/", f"/embed/{{own.pk}}", "/learn/",
    f"/learn/{{lesson.slug}}/", "/bounties/", f"/bounties/{{wanted.pk}}/", f"/certificates/{{certificate}}/", "/cart/",
    "/notice/sent/", sent_url(noticed), f"/notifications/{{off}}",
]
signed_in = [
    "/cart/", "/coupons/", f"/checkout/{{pending.pk}}/", "/orders/", "/library/?view=grid",
    f"/refunds/{{paid.lines.get().pk}}/", f"/refunds/{{back.lines.get().pk}}/", f"/receipts/{{paid.pk}}/",
    f"/credit-notes/{{note.pk}}/", "/dashboard/", "/dashboard/payouts/", "/settings/searches/",
    "/following/", "/collections/", f"/collections/{{mine.pk}}/", f"/models/{{theirs.pk}}/collect/", model(own), model(theirs),
    f"/models/{{draft.pk}}/edit/?step=files", f"/models/{{draft.pk}}/edit/?step=report", f"/models/{{draft.pk}}/edit/?step=listing",
    f"/models/{{rejected.pk}}/edit/", f"/models/{{own.pk}}/edit/", f"/models/{{own.pk}}/version/",
    f"/cart/add/?listing={{theirs.pk}}", "/papers/", f"/papers/earnings/{{year}}/", f"/refunds/asked/{{asked_back.pk}}/",
    "/dashboard/payouts/account/", "/dashboard/?state=draft", "/dashboard/status/", "/reports/", "/notice/",
    f"/models/{{theirs.pk}}/report/", "/u/walk-maker/report/", f"/report/comment/{{asked.pk}}/",
    f"/reports/decisions/{{accused.pk}}/", f"/reports/notices/{{copied.pk}}/",
    "/notifications/", "/settings/notifications/", "/settings/data/", "/settings/delete/", "/settings/keys/",
    "/settings/webhooks/", f"/settings/webhooks/{{hook.pk}}/", "/accounts/3rdparty/", "/accounts/2fa/totp/activate/",
    f"/conversions/{{making.pk}}/", "/create/source/", "/create/photo/", f"/jobs/{{job.pk}}/", "/studio/", f"/studio/{{sketch.pk}}/",
    "/bounties/new/", f"/bounties/{{unpaid.pk}}/edit/", *(f"/bounties/{{row.pk}}/" for row in (wanted, divided, running, handed_in)),
]
console = [
    "/admin/review/", f"/admin/review/{{waiting.pk}}/", "/admin/money/", "/admin/payouts/", f"/admin/payouts/{{held.pk}}/",
    "/admin/refunds/", f"/admin/refunds/{{wish.lines.get().pk}}/", "/admin/bounties/", f"/admin/bounties/{{divided.pk}}/",
    "/admin/window/", "/admin/window/homepage/", "/admin/window/homepage/preview/", "/admin/window/homepage/history/",
    "/admin/window/slider/", "/admin/window/testimonials/", f"/admin/window/testimonials/{{quote.pk}}/",
    "/admin/window/pages/rules/en/", "/admin/window/tutorials/", f"/admin/window/tutorials/{{lesson.pk}}/",
    "/admin/window/campaigns/", "/admin/window/campaigns/blocked/",
    f"/admin/window/campaigns/{{mailing.pk}}/", f"/admin/window/campaigns/{{mailing.pk}}/edit/", f"/admin/window/campaigns/{{sent.pk}}/",
    "/admin/window/testimonials/new/", "/admin/window/tutorials/new/", "/admin/window/campaigns/new/",
    "/admin/cases/", f"/admin/cases/{{open_case.pk}}/", f"/admin/cases/{{appealed.decision.case_id}}/", f"/admin/cases/{{copied.pk}}/",
    f"/admin/words/comment/{{asked.pk}}/hide/", f"/admin/words/review/{{said.pk}}/hide/",
    f"/admin/payouts/due/{{due.pk}}/",
    f"/admin/accounts/user/{{gone.pk}}/change/", "/admin/accounts/user/", "/admin/accounts/user/?role=marketing",
    "/admin/marketplace/listing/", f"/admin/marketplace/listing/{{own.pk}}/change/", "/admin/marketplace/category/add/",
    "/admin/marketplace/order/", f"/admin/marketplace/order/{{paid.pk}}/change/", "/admin/marketplace/journalentry/",
    "/admin/generation/job/", f"/admin/generation/job/{{job.pk}}/change/", "/admin/marketplace/case/", "/admin/auth/group/",
]
print(json.dumps({{"everybody": everybody, "signed_in": signed_in, "console": console, "closed": gone.username}}))
"""


@dataclass(frozen=True)
class FullShop:
    """Addresses of its pages by who reads them, and the name of somebody whose account is closed."""

    everybody: list[str]
    signed_in: list[str]
    console: list[str]
    closed: str


def fill(product: Product, keeper: str) -> FullShop:
    """Let everything happen once; `keeper` is a superuser who is there already."""
    done = product.manage("shell", "-v0", "-c", FILL.format(keeper=keeper), seconds=500)
    assert done.returncode == 0, done.stderr[-3000:]
    return FullShop(**json.loads(done.stdout.strip().splitlines()[-1]))
