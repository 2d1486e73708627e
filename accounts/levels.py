"""Creator levels by lifetime revenue; from how much on each begins is a setting."""

from django.conf import settings

BRONZE, SILVER, GOLD, PLATINUM = "Bronze", "Silver", "Gold", "Platinum"


def steps() -> tuple[tuple[int, str], ...]:
    """(least cents, name) of every level above Bronze, the highest first."""
    return (
        (settings.LEVEL_PLATINUM_USD * 100, PLATINUM),
        (settings.LEVEL_GOLD_USD * 100, GOLD),
        (settings.LEVEL_SILVER_USD * 100, SILVER),
    )


def level(revenue_cents: int) -> str:
    """Bronze below the first step; without settings of one's own Silver begins at 1,000 USD."""
    return next((name for least, name in steps() if revenue_cents >= least), BRONZE)
