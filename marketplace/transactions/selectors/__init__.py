"""What may be known about money, and by whom."""

from marketplace.transactions.selectors.balances import Balance, balance, balance_of, revenue_of
from marketplace.transactions.selectors.earnings import BestSeller, Week, best_sellers_of, weeks_of
from marketplace.transactions.selectors.library import Library, library_of
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
from marketplace.transactions.selectors.refunds import Standing, standing_of, standings_of
from marketplace.transactions.selectors.transactions import transactions_of

__all__ = [
    "AccountRow",
    "Balance",
    "BestSeller",
    "CheckoutPage",
    "Dashboard",
    "Library",
    "PayoutRow",
    "Standing",
    "Week",
    "account_in_use",
    "account_row_of",
    "balance",
    "balance_of",
    "best_sellers_of",
    "checkout_of",
    "checkout_url_of",
    "coupon_of",
    "coupons_of",
    "dashboard_of",
    "hold_reason_of",
    "library_of",
    "onboarding_url_of",
    "order_for_refund",
    "order_of",
    "order_rows_of",
    "orders_of",
    "payout_of",
    "payout_rows_of",
    "payouts_of",
    "reason_of",
    "revenue_of",
    "standing_of",
    "standings_of",
    "transactions_of",
    "weeks_of",
]
