"""Mail into a folder: one .eml a mail, readable at /dev/mail/ while DEBUG=1."""

import time
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class FolderBackend(BaseEmailBackend):
    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.MAIL_FOLDER)
        folder.mkdir(parents=True, exist_ok=True)
        for message in messages:
            name = f"{time.time_ns()}-{uuid4().hex[:8]}.eml"
            part = folder / f".{name}.part"
            part.write_bytes(message.message().as_bytes())
            part.rename(folder / name)
        return len(messages)
