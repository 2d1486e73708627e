"""Staff roles: groups and what each may do. Pure; migration 0002 writes them, admin actions name the permissions."""

MODERATOR, FINANCE, MARKETING = "moderator", "finance", "marketing"

REVIEW_LISTING = "marketplace.review_listing"

# role → "app.codename"; the names are Django's, review_listing is declared on Listing
ROLES: dict[str, tuple[str, ...]] = {
    MODERATOR: (
        REVIEW_LISTING,
        "marketplace.view_listing",
        "marketplace.view_listingfile",
        "marketplace.view_picture",
        "marketplace.view_offer",
        "marketplace.view_upload",
        "marketplace.view_category",
        "marketplace.view_tag",
        "marketplace.change_tag",
        "accounts.view_user",
        "generation.view_job",
        "generation.view_asset",
    ),
    FINANCE: (
        "marketplace.view_listing",
        "marketplace.view_offer",
        "marketplace.view_order",
        "marketplace.view_orderline",
        "marketplace.view_payment",
        "marketplace.view_gatewayevent",
        "marketplace.view_testpayment",
        "marketplace.view_account",
        "marketplace.view_journalentry",
        "marketplace.view_journalline",
        "marketplace.view_entitlement",
        "marketplace.view_downloadlog",
        "accounts.view_user",
        "nexus.view_auditrow",
    ),
    MARKETING: (
        "marketplace.view_listing",
        "marketplace.view_category",
        "marketplace.add_category",
        "marketplace.change_category",
        "marketplace.view_tag",
        "marketplace.add_tag",
        "marketplace.change_tag",
        "accounts.view_user",
    ),
}
