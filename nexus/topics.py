"""The one table "fact → who acts on it", and the table of what is due again and again."""

from datetime import timedelta

from django.conf import settings

from nexus.foundation.relay import Duty, Handler

HANDLERS: dict[str, tuple[Handler, ...]] = {
    "job.queued": (Handler("generation.tasks.work", queue="generation.cpu"),),
    "job.queued_for_device": (Handler("generation.tasks.work_on_device", queue="generation.gpu"),),
    "job.queued_for_provider": (Handler("generation.tasks.work_at_provider", queue="generation.remote"),),
    "job.succeeded": (Handler("conversations.tasks.follow_job"),),
    "job.failed": (Handler("conversations.tasks.follow_job"),),
    "job.cancelled": (Handler("conversations.tasks.follow_job"),),
    "action.queued": (Handler("conversations.tasks.act"),),
    "remote_action.queued": (Handler("conversations.tasks.act", queue="generation.remote"),),
    "person.registered": (Handler("accounts.tasks.send_confirmation"),),
    "person.registered_again": (Handler("accounts.tasks.send_known"),),
    "person.confirmed": (Handler("accounts.tasks.send_welcome"),),
    "upload.received": (Handler("marketplace.catalog.tasks.check_upload", queue="generation.cpu"),),
    "listing.changed": (
        Handler("marketplace.catalog.tasks.index_listing"),
        Handler("conversations.tasks.index_listing"),
    ),
    "listing.approved": (Handler("marketplace.catalog.tasks.mail_approved"),),
    "listing.rejected": (Handler("marketplace.catalog.tasks.mail_rejected"),),
    "order.completed": (
        Handler("marketplace.transactions.tasks.mail_purchase"),
        Handler("marketplace.transactions.tasks.mail_sales"),
    ),
    "gateway.event": (Handler("marketplace.transactions.tasks.apply_event"),),
    "test_payment.changed": (Handler("marketplace.transactions.tasks.deliver_test_event"),),
}

DUTIES: tuple[Duty, ...] = (
    Duty("generation.lease.reap", timedelta(seconds=settings.REAP_SECONDS)),
    Duty("generation.guest_sessions.end_old_sessions", timedelta(minutes=10)),
    Duty("generation.pictures.forget_unused", timedelta(hours=1)),
    Duty("conversations.lease.reap", timedelta(seconds=settings.REAP_SECONDS)),
    Duty("conversations.actions.settle_ended", timedelta(seconds=settings.REAP_SECONDS)),
    Duty("marketplace.transactions.services.payments.settle_waiting", timedelta(seconds=60)),
    Duty("nexus.foundation.heartbeat.ring", timedelta(seconds=20)),
    Duty("marketplace.catalog.services.uploads.give_up_stuck", timedelta(minutes=10)),
    Duty("marketplace.catalog.services.search_index.refresh_quality", timedelta(minutes=5)),
    Duty("marketplace.catalog.services.search_index.refresh_vocabulary", timedelta(hours=1)),
    Duty("nexus.foundation.idempotency.forget_old", timedelta(hours=1)),
    Duty("accounts.services.tokens.forget_old", timedelta(hours=1)),
)
