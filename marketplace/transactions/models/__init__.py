"""All money: the ledger, orders and payments."""

from marketplace.transactions.models.audits import Difference, Seal
from marketplace.transactions.models.carts import Cart, CartItem
from marketplace.transactions.models.coupons import Coupon, CouponUse
from marketplace.transactions.models.escrow import Escrow, EscrowReturn
from marketplace.transactions.models.ledger import Account, JournalEntry, JournalLine
from marketplace.transactions.models.orders import GatewayEvent, Order, OrderLine, Payment
from marketplace.transactions.models.payouts import Payout, PayoutAccount, PayoutRelease
from marketplace.transactions.models.refunds import Refund
from marketplace.transactions.models.test_gateway import TestPayment, TestRefund
from marketplace.transactions.models.test_transfers import TestBankAccount, TestTransfer

__all__ = [
    "Account",
    "Cart",
    "CartItem",
    "Coupon",
    "CouponUse",
    "Difference",
    "Escrow",
    "EscrowReturn",
    "GatewayEvent",
    "JournalEntry",
    "JournalLine",
    "Order",
    "OrderLine",
    "Payment",
    "Payout",
    "PayoutAccount",
    "PayoutRelease",
    "Refund",
    "Seal",
    "TestBankAccount",
    "TestPayment",
    "TestRefund",
    "TestTransfer",
]
