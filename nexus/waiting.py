"""What waits for staff: counts over every floor, as far as the person may see what they count."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import DECIDE_REFUND, KEEP_CAMPAIGNS, REVIEW_LISTING
from generation.models import Job
from marketplace.bounties.selectors import disputes_waiting
from marketplace.campaigns.models import CampaignMail
from marketplace.campaigns.selectors import campaigns_at_work, is_resting
from marketplace.catalog.selectors import waiting_count
from marketplace.transactions.models import Difference, Payment, Refund
from marketplace.transactions.selectors.staff import payouts_waiting
from marketplace.trust.selectors import appeals_waiting, cases_waiting
from nexus.foundation.outbox import Delivery, OutboxMessage

DAY = timedelta(days=1)
LOST = (CampaignMail.State.FAILED, CampaignMail.State.UNKNOWN)
MAILING = (
    Q(handler__contains=".tasks.mail_") | Q(handler__contains=".tasks.tell_") | Q(handler__contains="accounts.tasks.")
)
LATE = timedelta(minutes=1)


@dataclass(frozen=True)
class Task:
    """One card of the console's first page."""

    label: str
    number: int
    words: str
    url: str
    tone: str = ""
    badge: str = ""


def models_waiting(user: object) -> int | None:
    """How many models wait for review; None for whoever may not review."""
    return waiting_count() if isinstance(user, User) and user.has_perm(REVIEW_LISTING) else None


def tasks_for(user: User) -> tuple[Task, ...]:
    """The cards this person may see, what needs a decision first."""
    tasks: list[Task] = []
    if (models := models_waiting(user)) is not None:
        tasks.append(Task(_("Models to review"), models, _("Open the queue"), reverse("admin:review_queue")))
    tasks += _of_reports(user)
    if (disputes := disputes_waiting(user)) is not None:
        tasks.append(Task(_("Disputes about bounties"), disputes, _("Decide them"), reverse("admin:bounty_disputes")))
    if (held := payouts_waiting(user)) is not None:
        tasks.append(Task(_("Payouts to release"), held, _("Decide them"), reverse("admin:payouts_held")))
    if user.has_perm(DECIDE_REFUND):
        asked_back = Refund.objects.filter(state=Refund.State.REQUESTED).count()
        tasks.append(Task(_("Refunds asked for"), asked_back, _("Decide them"), reverse("admin:refund_desk")))
    if user.has_perm("marketplace.view_difference"):
        differences = Difference.objects.filter(settled_at=None).count()
        words = _("Books and gateway differ")
        tasks.append(Task(words, differences, _("See them"), reverse("admin:money"), "bad", _("look")))
    if user.has_perm("marketplace.view_payment"):
        asked = Payment.objects.filter(state=Payment.State.WAITING, created_at__lt=timezone.now() - DAY).count()
        url = f"{reverse('admin:marketplace_payment_changelist')}?state__exact={Payment.State.WAITING}"
        words = _("Payments without an answer for a day")
        tasks.append(Task(words, asked, _("See them"), url, "warn", _("late")))
    if user.has_perm("generation.view_job"):
        failed = Job.objects.filter(state=Job.State.FAILED, finished_at__gte=timezone.now() - DAY).count()
        url = f"{reverse('admin:generation_job_changelist')}?state__exact={Job.State.FAILED}"
        tasks.append(Task(_("Jobs that failed in a day"), failed, _("See them"), url))
        queued = Job.objects.filter(state=Job.State.QUEUED).count()
        url = f"{reverse('admin:generation_job_changelist')}?state__exact={Job.State.QUEUED}"
        tasks.append(Task(_("Jobs in the queue"), queued, _("See them"), url))
    if user.has_perm(KEEP_CAMPAIGNS):
        resting = sum(is_resting(row) for row in campaigns_at_work())
        words, late = _("Campaigns that wait for a person"), _("resting")
        tasks.append(Task(words, resting, _("See them"), reverse("admin:window_campaigns"), "warn", late))
        lost = CampaignMail.objects.filter(state__in=LOST, decided_at__gte=timezone.now() - DAY).count()
        words = _("Campaign mails that failed in a day")
        tasks.append(Task(words, lost, _("See them"), reverse("admin:window_campaigns"), "warn", _("look")))
    if user.is_superuser:
        stuck = OutboxMessage.objects.filter(relayed_at=None, created_at__lt=timezone.now() - LATE).count()
        words = _("Facts not handed on for a minute")
        tasks.append(Task(words, stuck, _("See the state"), "/readyz", "bad", _("stuck")))
        unsent = Delivery.objects.filter(MAILING, done_at=None).exclude(error="").count()
        url = f"{reverse('admin:nexus_delivery_changelist')}?done_at__isempty=1&q=tasks."
        tasks.append(Task(_("Mails that could not be sent yet"), unsent, _("See them"), url, "bad", _("look")))
    return tuple(tasks)


def _of_reports(user: User) -> list[Task]:
    tasks = []
    if (cases := cases_waiting(user)) is not None:
        tasks.append(Task(_("Reports to decide"), cases, _("Decide them"), reverse("admin:case_queue")))
    if (appeals := appeals_waiting(user)) is not None:
        url = f"{reverse('admin:marketplace_appeal_changelist')}?state__exact=waiting"
        tasks.append(Task(_("Appeals"), appeals, _("Decide them"), url))
    return tasks
