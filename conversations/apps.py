"""The app conversations: the design studio; its models and services come with the studio itself."""

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "conversations"
