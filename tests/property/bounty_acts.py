"""What client, artist, staff, card and clock do with bounties in a history of the money machine (S02)."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from marketplace.bounties.models import Application, Bounty, Split, Submission
from marketplace.bounties.services import applying, clock, disputes, posting, work
from marketplace.transactions.models import Escrow, EscrowReturn
from marketplace.transactions.services import escrow
from tests import make

CARDS = ("pm_card_visa", "pm_card_visa", "pm_card_chargeDeclined", "checkout")
FILES = 3  # checked files that each artist has at hand


def files_at_hand(artists: list[Any]) -> dict[int, list[Any]]:
    """Checked uploads of each artist, made once for all histories."""
    return {artist.pk: [make.ready_upload(artist) for _ in range(FILES)] for artist in artists}


class BountyActs:
    """Rules over `buyers` (who post), `sellers` (who work) and `staff` (who decide) of the machine they are mixed into."""

    buyers: list[Any]
    sellers: list[Any]
    staff: list[Any]
    files: dict[int, list[Any]]
    act: Callable[[Callable[[], object]], None]
    one: Callable[..., Any]

    @staticmethod
    def came_about_in_bounties() -> dict[str, Any]:
        return {
            "escrow paid": Escrow.objects.filter(state="released", paid_cents__gt=0),
            "escrow returned": EscrowReturn.objects.filter(state="done"),
            "escrow divided": Split.objects.filter(state="done"),
        }

    def open_bounties(self, budget: int) -> None:
        """One that runs, one that waits for artists, and one whose client closed it again."""
        for client in (0, 1, 1):
            self.post_a_bounty(client, budget, "pm_card_visa")
        first, _second, third = Bounty.objects.order_by("pk")
        self.somebody_applies_and_is_chosen(first, 0, 80)
        self.act(lambda: posting.close(third.pk, by=third.client))
        self.the_gateway_is_asked_for_what_escrows_return()

    @rule(client=st.integers(0, 1), budget=st.integers(99, 90_000), method=st.sampled_from(CARDS))
    def post_a_bounty(self, client: int, budget: int, method: str) -> None:
        wish = {"title": "A lamp", "description": "Of brass.", "budget_cents": budget}
        self.act(lambda: posting.post_bounty(by=self.buyers[client], payment_method=method, **wish))

    @rule(
        number=st.integers(0, 5),
        artist=st.integers(0, 1),
        share=st.integers(1, 100),
        method=st.sampled_from(CARDS),
        pleases=st.sampled_from([True, True, False]),
    )
    def a_bounty_goes_on(self, number: int, artist: int, share: int, method: str, pleases: bool) -> None:
        """The next step that its state asks for: paid, an artist chosen, work handed in, accepted or sent back."""
        bounty = self.one(Bounty.objects.exclude(state__in=["completed", "closed"]), number)
        if bounty is None:
            return
        sent = bounty.submissions.filter(state=Submission.State.SENT).first()
        if bounty.state == Bounty.State.UNFUNDED:
            self.act(lambda: posting.fund(bounty.pk, by=bounty.client, payment_method=method))
        elif bounty.state == Bounty.State.OPEN:
            self.somebody_applies_and_is_chosen(bounty, artist, share)
        elif sent is None:
            self.hand_in(bounty)
        elif pleases:
            self.act(lambda: work.accept(sent.pk, by=bounty.client))
        else:
            self.act(lambda: work.request_changes(sent.pk, by=bounty.client, text="Smaller, please."))

    def somebody_applies_and_is_chosen(self, bounty: Bounty, artist: int, share: int) -> None:
        price = max(99, bounty.budget_cents * share // 100)
        self.act(lambda: make.application(bounty, self.sellers[artist], price_cents=price))
        asked = bounty.applications.filter(state=Application.State.OPEN).first()
        if asked is not None:
            self.act(lambda: applying.choose(asked.pk, by=bounty.client))

    def hand_in(self, bounty: Bounty) -> None:
        artist = bounty.winner
        assert artist is not None
        used = set(Submission.objects.values_list("listing_id", flat=True))
        left = [upload for upload in self.files[artist.pk] if upload.listing_id not in used]
        if left:
            self.act(lambda: work.submit(bounty.pk, by=artist, upload_ids=[left[0].pk], message="Here."))

    @rule(number=st.integers(0, 5))
    def a_client_closes_a_bounty(self, number: int) -> None:
        bounty = self.one(Bounty.objects.filter(state__in=["unfunded", "open", "in_progress"]), number)
        if bounty:
            self.act(lambda: posting.close(bounty.pk, by=bounty.client))

    @rule(number=st.integers(0, 5), by_client=st.booleans())
    def a_side_opens_a_dispute(self, number: int, by_client: bool) -> None:
        bounty = self.one(Bounty.objects.filter(state="in_progress"), number)
        if bounty:
            who = bounty.client if by_client else bounty.winner
            self.act(lambda: disputes.open_dispute(bounty.pk, by=who, text="This is not it."))

    @rule(
        staff=st.integers(0, 1),
        number=st.integers(0, 5),
        share=st.sampled_from([0, 33, 50, 100]),
        yes=st.sampled_from([True, True, False]),
    )
    def staff_decide_a_dispute(self, staff: int, number: int, share: int, yes: bool) -> None:
        """Divided at once, or by two people where it is large; the second may also say no."""
        bounty, who = self.one(Bounty.objects.filter(state="disputed"), number), self.staff[staff]
        if bounty is None:
            return
        if not bounty.splits.filter(state=Split.State.HELD).exists():
            cents = (bounty.price_cents or 0) * share // 100
            self.act(lambda: disputes.settle(bounty.pk, by=who, artist_cents=cents, reason="As it was agreed."))
        elif yes:
            self.act(lambda: disputes.release_split(bounty.pk, by=who))
        else:
            self.act(lambda: disputes.refuse_split(bounty.pk, by=who, reason="Read it again."))

    @rule()
    def the_clock_looks_at_bounties(self) -> None:
        for escrow_id in Escrow.objects.filter(state="held").values_list("pk", flat=True):
            posting.open_funded(escrow_id)  # what the fact `escrow.held` asks for
        clock.walk()

    @rule()
    def the_gateway_is_asked_for_what_escrows_return(self) -> None:
        for back in EscrowReturn.objects.filter(state="waiting"):
            escrow.send_return(back.escrow_id)
