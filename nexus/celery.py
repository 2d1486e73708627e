"""The Celery app: it takes its settings from `settings.CELERY`; the business schedule is in nexus/topics.py."""

import os
import warnings

from celery import Celery
from celery.exceptions import SecurityWarning
from celery.signals import task_prerun

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nexus.settings")

from django.conf import settings
from django.db import close_old_connections

# As root the danger is in pickled messages; ours are JSON, and nothing else is accepted.
warnings.filterwarnings("ignore", category=SecurityWarning)

app = Celery("nexus")
app.conf.update(settings.CELERY)
app.set_default()  # for every thread of a page process, not only the one that imported this
app.autodiscover_tasks()


@task_prerun.connect
def begin_task(**_kwargs: object) -> None:
    """A worker keeps its connection from task to task, as a page process does: one that broke or grew old goes here."""
    close_old_connections()
