"""Pages of the workshop."""

from django.urls import path

from generation import design_views, photo_views, views

urlpatterns = [
    path("create/", views.create, name="create"),
    path("create/source/", design_views.create, name="create_source"),
    path("create/photo/", photo_views.bring, name="photos"),
    path("create/photo/<str:token>/", photo_views.photo, name="photo"),
    path("create/photo/<str:token>/veil/<str:name>.png", photo_views.veil, name="photo_veil"),
    path("service/", views.service, name="service"),
    path("jobs/<uuid:job_id>/", views.job, name="job"),
    path("jobs/<uuid:job_id>/panel/", views.panel, name="job_panel"),
    path("jobs/<uuid:job_id>/shape.glb", views.shape, name="job_shape"),
    path("jobs/<uuid:job_id>/reshape/", views.reshape, name="job_reshape"),
    path("jobs/<uuid:job_id>/cancel/", views.cancel, name="job_cancel"),
    path("jobs/<uuid:job_id>/rename/", views.rename, name="job_rename"),
    path("jobs/<uuid:job_id>/retry/", views.retry, name="job_retry"),
    path("jobs/<uuid:job_id>/delete/", views.delete, name="job_delete"),
]
