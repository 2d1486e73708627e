"""What may be known about money, and by whom."""

from marketplace.transactions.selectors.balances import Balance, balance, balance_of, revenue_of
from marketplace.transactions.selectors.earnings import (
    BEST,
    PERIODS,
    USUAL,
    BestSeller,
    Earned,
    Period,
    best_sellers_of,
    earned_by,
)
from marketplace.transactions.selectors.first_steps import FirstStep, Standing, first_steps_of, standing_of_level
from marketplace.transactions.selectors.orders import checkout_url_of, order_of, orders_of
from marketplace.transactions.selectors.pages import CheckoutPage, Dashboard, checkout_of, dashboard_of, order_rows_of
from marketplace.transactions.selectors.payouts import (
    AccountRow,
    PayoutRow,
    account_in_use,
    account_row_of,
    hold_reason_of,
    onboarding_url_of,
    payout_of,
    payout_rows_of,
    payouts_of,
    reason_of,
)
from marketplace.transactions.selectors.transactions import transactions_of

__all__ = [
    "BEST",
    "PERIODS",
    "USUAL",
    "AccountRow",
    "Balance",
    "BestSeller",
    "CheckoutPage",
    "Dashboard",
    "Earned",
    "FirstStep",
    "PayoutRow",
    "Period",
    "Standing",
    "account_in_use",
    "account_row_of",
    "balance",
    "balance_of",
    "best_sellers_of",
    "checkout_of",
    "checkout_url_of",
    "dashboard_of",
    "earned_by",
    "first_steps_of",
    "hold_reason_of",
    "onboarding_url_of",
    "order_of",
    "order_rows_of",
    "orders_of",
    "payout_of",
    "payout_rows_of",
    "payouts_of",
    "reason_of",
    "revenue_of",
    "standing_of_level",
    "transactions_of",
]
