"""What may be known about money, and by whom."""

from marketplace.transactions.selectors.balances import Balance, balance, balance_of, revenue_of
from marketplace.transactions.selectors.earnings import BestSeller, Week, best_sellers_of, weeks_of
from marketplace.transactions.selectors.orders import checkout_url_of, order_of, orders_of, transactions_of
from marketplace.transactions.selectors.pages import CheckoutPage, Dashboard, checkout_of, dashboard_of, order_rows_of

__all__ = [
    "Balance",
    "BestSeller",
    "CheckoutPage",
    "Dashboard",
    "Week",
    "balance",
    "balance_of",
    "best_sellers_of",
    "checkout_of",
    "checkout_url_of",
    "dashboard_of",
    "order_of",
    "order_rows_of",
    "orders_of",
    "revenue_of",
    "transactions_of",
    "weeks_of",
]
