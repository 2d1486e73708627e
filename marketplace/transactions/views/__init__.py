"""Pages about money: the cart, buying, receipts, refunds, the library, the dashboard, and the door for gateways."""
