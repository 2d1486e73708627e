"""What staff type about campaigns."""

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.campaigns.content import CONTENT_MOST
from marketplace.campaigns.models import Campaign
from marketplace.campaigns.services.campaigns import NAME_MOST, SUBJECT_MOST
from nexus.foundation.errors import Invalid

SEGMENTS = (
    (Campaign.Segment.ALL.value, _("Everybody who asked for news")),
    (Campaign.Segment.CREATORS.value, _("Those of them who have a model here")),
    (Campaign.Segment.BUYERS.value, _("Those of them who bought something")),
)


class CampaignForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=NAME_MOST, help_text=_("For staff only."))
    subject = forms.CharField(label=_("Subject"), max_length=SUBJECT_MOST)
    segment = forms.ChoiceField(label=_("To whom"), choices=SEGMENTS)
    content = forms.CharField(
        label=_("Mail"),
        max_length=CONTENT_MOST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "true"}),
        help_text=_("HTML: headings, paragraphs, lists, links, pictures of this site. Styles are ours; scripts go."),
    )

    def take(self, refusal: Invalid) -> None:
        """The service's sentences beside their fields."""
        for name, sentences in refusal.fields.items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, sentence)


class TestForm(forms.Form):
    to = forms.EmailField(label=_("To"), max_length=254)


class ScheduleForm(forms.Form):
    at = forms.DateTimeField(
        label=_("When (UTC)"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
