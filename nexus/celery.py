"""The Celery app: it takes its settings from `settings.CELERY`; the business schedule is in nexus/topics.py."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nexus.settings")

from django.conf import settings

app = Celery("nexus")
app.conf.update(settings.CELERY)
app.autodiscover_tasks()
