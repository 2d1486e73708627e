"""Paths of the pages of bounties."""

from django.urls import path

from marketplace.bounties import views

urlpatterns = [
    path("bounties/", views.bounties, name="bounties"),
    path("bounties/new/", views.new, name="bounty_new"),
    path("bounties/<int:bounty_id>/", views.bounty, name="bounty"),
    path("bounties/<int:bounty_id>/panel/", views.panel, name="bounty_panel"),
    path("bounties/<int:bounty_id>/edit/", views.edit, name="bounty_edit"),
    path("bounties/<int:bounty_id>/fund/", views.fund, name="bounty_fund"),
    path("bounties/<int:bounty_id>/close/", views.close, name="bounty_close"),
    path("bounties/<int:bounty_id>/apply/", views.apply, name="bounty_apply"),
    path("bounties/<int:bounty_id>/file/", views.upload, name="bounty_file"),
    path("bounties/<int:bounty_id>/hand-in/", views.hand_in, name="bounty_hand_in"),
    path("bounties/<int:bounty_id>/dispute/", views.dispute, name="bounty_dispute"),
    path("bounties/<int:bounty_id>/message/", views.message, name="bounty_message"),
    path("bounties/applications/<int:application_id>/choose/", views.choose, name="bounty_choose"),
    path("bounties/applications/<int:application_id>/withdraw/", views.withdraw, name="bounty_withdraw"),
    path("bounties/submissions/<int:submission_id>/accept/", views.accept, name="bounty_accept"),
    path("bounties/submissions/<int:submission_id>/changes/", views.request_changes, name="bounty_changes"),
]
