"""Pages of the catalogue."""

from django.urls import path

from marketplace.catalog.views import files, mine, reading, shop

urlpatterns = [
    path("", shop.home, name="home"),
    path("models/", shop.catalogue, name="catalogue"),
    path("models/<int:listing_id>/", shop.model_by_id, name="model_by_id"),
    path("models/<int:listing_id>/claim/", shop.claim, name="model_claim"),
    path("models/<int:listing_id>/like/", shop.like, name="model_like"),
    path("models/<int:listing_id>/download/", files.download, name="model_download"),
    path("models/<int:listing_id>/edit/", mine.edit, name="model_edit"),
    path("models/<int:listing_id>/upload/", mine.replace_file, name="model_upload"),
    path("models/<int:listing_id>/upload/panel/", mine.upload_panel, name="model_upload_panel"),
    path("models/<int:listing_id>/submit/", mine.submit, name="model_submit"),
    path("models/<int:listing_id>/archive/", mine.archive, name="model_archive"),
    path("models/<int:listing_id>/unarchive/", mine.unarchive, name="model_unarchive"),
    path("models/<int:listing_id>/delete/", mine.delete, name="model_delete"),
    path("models/<int:listing_id>-<slug:slug>/", shop.model, name="model"),
    path("jobs/<uuid:job_id>/publish/", mine.publish, name="job_publish"),
    path("u/<str:username>/", shop.creator, name="creator"),
    path("upload/", mine.upload, name="upload"),
    path("library/", mine.library, name="library"),
    path("get/<str:token>/<str:name>", files.get, name="get_file"),
    path("licences/", reading.licences, name="licences"),
    path("how-we-rank/", reading.how_we_rank, name="how_we_rank"),
    path("rules/", reading.rules, name="rules"),
    path("privacy/", reading.privacy, name="privacy"),
    path("terms/", reading.terms, name="terms"),
]
