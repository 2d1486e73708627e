"""Calls of the database out of async tests."""

from asgiref.sync import sync_to_async


def in_thread(act, *args, **options):
    """Await a call that uses the database, in the thread where such calls run."""
    return sync_to_async(act, thread_sensitive=True)(*args, **options)
