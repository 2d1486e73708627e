"""Write every search row anew."""

from typing import Any

from django.core.management.base import BaseCommand

from marketplace.catalog.services import search_index


class Command(BaseCommand):
    help = "Write the search row of every listing anew."

    def handle(self, *_args: Any, **_options: Any) -> None:
        number = search_index.rebuild_search()
        self.stdout.write(f"{number} listings are in the search.")
