"""Staff roles: groups and what each may do. Pure; migration 0002 writes them, admin actions name the permissions."""

MODERATOR, FINANCE, MARKETING = "moderator", "finance", "marketing"

BAN_USER = "accounts.ban_user"
VERIFY_USER = "accounts.verify_user"
SEE_PEOPLE = "accounts.view_user"
KEEP_ROLES = "accounts.keep_roles"  # of superusers alone: no role holds it, and the database knows no such row
SEE_LISTINGS = "marketplace.view_listing"
SEE_MONEY = "marketplace.view_journalentry"
REVIEW_LISTING = "marketplace.review_listing"
DECIDE_CASE = "marketplace.decide_case"
SETTLE_BOUNTY = "marketplace.settle_bounty"
RELEASE_PAYOUT = "marketplace.release_payout"
DECIDE_REFUND = "marketplace.decide_refund"
KEEP_WINDOW = "marketplace.change_homepageversion"  # homepage, slider, testimonials, fixed pages
KEEP_TUTORIALS = "marketplace.change_tutorial"
KEEP_CAMPAIGNS = "marketplace.change_campaign"

# role → "app.codename"; the names are Django's, review_listing is declared on Listing
ROLES: dict[str, tuple[str, ...]] = {
    MODERATOR: (
        BAN_USER,
        VERIFY_USER,
        REVIEW_LISTING,
        DECIDE_CASE,
        "marketplace.view_case",
        "marketplace.view_report",
        "marketplace.view_decision",
        "marketplace.view_appeal",
        "marketplace.view_notice",
        "marketplace.view_strike",
        "marketplace.view_casestep",
        "marketplace.view_review",
        "marketplace.view_comment",
        "marketplace.view_make",
        "accounts.view_apikey",
        "accounts.view_webhooksubscription",
        "accounts.view_webhookdelivery",
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
        SETTLE_BOUNTY,
        "marketplace.view_bounty",
        "marketplace.view_application",
        "marketplace.view_submission",
        "marketplace.view_bountyevent",
        "marketplace.view_split",
        "marketplace.view_escrow",
        "marketplace.view_escrowreturn",
        "marketplace.view_listing",
        "marketplace.view_offer",
        "marketplace.view_order",
        "marketplace.view_orderline",
        "marketplace.view_payment",
        "marketplace.view_gatewayevent",
        "marketplace.view_couponuse",
        "marketplace.view_testpayment",
        "marketplace.view_account",
        "marketplace.view_journalentry",
        "marketplace.view_journalline",
        "marketplace.view_seal",
        "marketplace.view_difference",
        "marketplace.view_payout",
        "marketplace.view_payoutaccount",
        RELEASE_PAYOUT,
        DECIDE_REFUND,
        "marketplace.view_refund",
        "marketplace.view_coupon",
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
        KEEP_WINDOW,
        KEEP_TUTORIALS,
        KEEP_CAMPAIGNS,
        "accounts.view_user",
    ),
}
