"""Pages to learn from."""

from django.urls import path

from marketplace.tutorials import feeds, views

urlpatterns = [
    path("learn/", views.learn, name="learn"),
    path("learn/feed.atom", feeds.TutorialFeed(), name="tutorial_feed"),
    path("learn/<slug:slug>/", views.tutorial, name="tutorial"),
]
