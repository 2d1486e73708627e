"""Part records: what is known of the parts of one's own results. Reads with rights, and writes."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from generation import selectors
from generation.models import Asset, PartRecord
from nexus.foundation.errors import Invalid, NotFound

MISSING = "There is no such part record, or it is not yours."
NO_ASSET = "There is no such asset, or it is not yours."
COMPOSITE_MOST = 200


def part_records_of(owner: User) -> QuerySet[PartRecord]:
    """Everything known of the parts of a person's own results."""
    return PartRecord.objects.filter(asset__job__owner=owner).prefetch_related("composite_of")


def part_record_of(owner: User, record_id: UUID) -> PartRecord:
    found = part_records_of(owner).filter(pk=record_id).first()
    if found is None:
        raise NotFound(MISSING)
    return found


@transaction.atomic
def add_part_record(
    asset_id: UUID,
    *,
    by: User,
    name: str,
    component_of: UUID | None = None,
    composite_of: Sequence[UUID] = (),
    position: Mapping[str, Any] | None = None,
    pictures: Sequence[Mapping[str, Any]] = (),
    material: Mapping[str, Any] | None = None,
    used_for: Sequence[str] = (),
) -> PartRecord:
    """Note a part of one's own result."""
    asset = selectors.assets_of(by).filter(pk=asset_id).first()
    if asset is None:
        raise NotFound(NO_ASSET)
    record = PartRecord(
        asset=asset,
        name=name,
        component_of=_parent(by, asset_id, component_of),
        position=position,
        pictures=list(pictures),
        material=dict(material or {}),
        used_for=list(used_for),
    )
    record.save()
    record.composite_of.set(_own_assets(by, "is_composite_of", composite_of))
    return record


@transaction.atomic
def change_part_record(record_id: UUID, *, by: User, **changes: Any) -> PartRecord:
    """Set what is given; the asset that a record is about stays the same."""
    record = part_record_of(by, record_id)
    if "component_of" in changes:
        record.component_of = _parent(by, record.asset_id, changes.pop("component_of"))
    composite = changes.pop("composite_of", None)
    for field, value in changes.items():
        setattr(record, field, value)
    record.save()
    if composite is not None:
        record.composite_of.set(_own_assets(by, "is_composite_of", composite))
    return part_record_of(by, record_id)


def delete_part_record(record_id: UUID, *, by: User) -> None:
    part_record_of(by, record_id).delete()


def _parent(owner: User, asset_id: UUID, parent_id: UUID | None) -> Asset | None:
    if parent_id is None:
        return None
    if parent_id == asset_id:
        sentence = "A part is not a component of itself."
        raise Invalid(sentence, fields={"component_of": [sentence]})
    return _own_assets(owner, "component_of", [parent_id])[0]


def _own_assets(owner: User, field: str, ids: Sequence[UUID]) -> list[Asset]:
    """The assets named, all of them one's own; one that is not there and one that is another's are told alike."""
    wanted = set(ids)
    found = list(selectors.assets_of(owner).filter(pk__in=wanted))
    if len(found) != len(wanted):
        sentence = "It names an asset that is not there, or not yours."
        raise Invalid(sentence, fields={field: [sentence]})
    return found
