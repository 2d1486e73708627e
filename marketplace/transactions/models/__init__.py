"""All money: the ledger, orders and payments."""

from marketplace.transactions.models.ledger import Account, JournalEntry, JournalLine
from marketplace.transactions.models.orders import GatewayEvent, Order, OrderLine, Payment
from marketplace.transactions.models.test_gateway import TestPayment

__all__ = ["Account", "GatewayEvent", "JournalEntry", "JournalLine", "Order", "OrderLine", "Payment", "TestPayment"]
