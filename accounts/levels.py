"""Creator levels by lifetime revenue. Pure; thresholds in whole dollars."""

BRONZE, SILVER, GOLD, PLATINUM = "Bronze", "Silver", "Gold", "Platinum"
THRESHOLDS_CENTS = ((50_000_00, PLATINUM), (10_000_00, GOLD), (1_000_00, SILVER))


def level(revenue_cents: int) -> str:
    """Bronze below 1,000, then Silver, Gold from 10,000, Platinum from 50,000 USD."""
    return next((name for least, name in THRESHOLDS_CENTS if revenue_cents >= least), BRONZE)
