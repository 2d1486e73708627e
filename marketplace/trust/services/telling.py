"""Who hears what came of a case. Each may be sent again and is told once."""

from accounts.services.notifications import notify
from marketplace.trust.models import Appeal, Decision
from marketplace.trust.selectors import PLACE, decision_url

Act = Decision.Act


def decided(decision_id: int) -> None:
    """The statement to the creator, the outcome to who reported."""
    row = Decision.objects.select_related("case").filter(pk=decision_id).first()
    if row is None:
        return
    _tell_creator(row)
    if row.act != Act.RESTORE:
        name, source, about = row.case.name, f"decision:{row.pk}", f"case:{row.case_id}"
        title = f"You reported “{name}”; staff acted on it."
        if row.act == Act.DISMISS:
            title = f"You reported “{name}”; staff found nothing against the rules."
        for person_id in row.case.reports.order_by("pk").values_list("reporter_id", flat=True):
            notify(person_id, "case", title=title, url=PLACE, source=source, about=about)


def _tell_creator(row: Decision) -> None:
    name, kind = row.case.name, "case"
    if row.act == Act.WARN:
        title = f"You are warned about “{name}”."
    elif row.act == Act.HIDE:
        kind, title = "strike", f"“{name}” was hidden by staff."
    elif row.act == Act.RESTORE:
        title = f"The decision about “{name}” was lifted."
    else:
        return  # of a dismissed case the creator knows nothing; a closed account has a mail of its own
    notify(
        row.case.creator_id,
        kind,
        title=title,
        url=decision_url(row.pk),
        source=f"statement:{row.pk}",
        about=f"case:{row.case_id}",
    )


def appeal_decided(appeal_id: int) -> None:
    """To the creator, where the decision stands; a lifted one is told as a decision of its own."""
    row = Appeal.objects.select_related("decision__case").filter(pk=appeal_id, state=Appeal.State.UPHELD).first()
    if row is not None:
        case = row.decision.case
        notify(
            case.creator_id,
            "case",
            title=f"Your appeal about “{case.name}” was decided: the decision stands.",
            url=decision_url(row.decision_id),
            source=f"appeal:{row.pk}",
            about=f"case:{case.pk}",
        )
