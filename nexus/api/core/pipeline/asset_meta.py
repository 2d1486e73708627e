"""What is known of the parts of one's own results."""

import math
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from generation import records
from nexus.api import base
from nexus.api.core.shapes import conversations as shapes

MISSING = records.MISSING
COLUMNS = {
    "part_name": "name",
    "position_json": "position",
    "image_paths_json": "pictures",
    "material_json": "material",
    "is_composite_of": "composite_of",
    "used_for_json": "used_for",
}
PICTURES_MOST, USES_MOST = 200, 100
PICTURE_PLACES = ("https://", "http://", "s3://", "nexus://")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


class Position(base.Object):
    """Numbers x, y and z."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        found = super().to_internal_value(data)
        if set(found) != {"x", "y", "z"} or not all(_is_number(value) for value in found.values()):
            raise serializers.ValidationError("An object with the numbers x, y and z.")
        return found


class Picture(base.Object):
    """A picture and the quaternion of the direction that it shows."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        found = super().to_internal_value(data)
        if set(found) != {"face_direction", "image_src"}:
            raise serializers.ValidationError("An object with face_direction and image_src.")
        if not _is_quaternion(found["face_direction"]):
            raise serializers.ValidationError("face_direction is four numbers: x, y, z, w.")
        if not _is_picture_place(found["image_src"]):
            raise serializers.ValidationError("image_src is an http(s), s3 or nexus address, or a path of this site.")
        return found


def _is_quaternion(value: Any) -> bool:
    if isinstance(value, dict):
        return set(value) == {"x", "y", "z", "w"} and all(_is_number(part) for part in value.values())
    return isinstance(value, list) and len(value) == 4 and all(_is_number(part) for part in value)


def _is_picture_place(value: Any) -> bool:
    if not isinstance(value, str) or not 0 < len(value) <= 500 or not value.isprintable():
        return False
    return value.startswith(PICTURE_PLACES) or (value.startswith("/") and not value.startswith("//"))


def _ids() -> serializers.ListField:
    return serializers.ListField(child=base.Id(), required=False, max_length=records.COMPOSITE_MOST)


def _pictures() -> serializers.ListField:
    return serializers.ListField(child=Picture(), required=False, max_length=PICTURES_MOST)


def _uses() -> serializers.ListField:
    return serializers.ListField(child=base.Text(max_length=200), required=False, max_length=USES_MOST)


class AssetMetas(base.View):
    class Body(base.Body):
        asset_id = base.Id()
        part_name = base.Text(max_length=120)
        component_of = base.Id(required=False, allow_null=True)
        position_json = Position(required=False, allow_null=True)
        image_paths_json = _pictures()
        material_json = base.Object(required=False)
        is_composite_of = _ids()
        used_for_json = _uses()

    class Query(base.Paged):
        asset_id = base.Id(required=False, default=None)

    @base.call(
        "Part records of one's own results, newest first",
        query=Query,
        gives={200: (shapes.AssetMetaShape,)},
        signed_in=True,
    )
    def get(self, request: Request) -> Response:
        rows = records.part_records_of(self.person)
        if self.query["asset_id"]:
            rows = rows.filter(asset_id=self.query["asset_id"])
        return base.page(request, self.query, rows, shapes.parts)

    @base.call("Note a part of one's own result", body=Body, gives={201: shapes.AssetMetaShape}, signed_in=True)
    def post(self, request: Request) -> Response:
        asked = {COLUMNS.get(name, name): value for name, value in self.asked.items()}
        made = records.add_part_record(asked.pop("asset_id"), by=self.person, **asked)
        return Response(shapes.part(made), status=201)


class OneAssetMeta(base.View):
    class Body(base.Body):
        part_name = base.Text(max_length=120, required=False)
        component_of = base.Id(required=False, allow_null=True)
        position_json = Position(required=False, allow_null=True)
        image_paths_json = _pictures()
        material_json = base.Object(required=False)
        is_composite_of = _ids()
        used_for_json = _uses()

    @base.call("One part record", gives={200: shapes.AssetMetaShape}, signed_in=True)
    def get(self, request: Request, meta_id: str) -> Response:
        return Response(shapes.part(records.part_record_of(self.person, base.wanted_uuid(meta_id, MISSING))))

    @base.call("Change what is sent of it", body=Body, gives={200: shapes.AssetMetaShape}, signed_in=True)
    def patch(self, request: Request, meta_id: str) -> Response:
        changes = {COLUMNS.get(name, name): value for name, value in self.asked.items()}
        changed = records.change_part_record(base.wanted_uuid(meta_id, MISSING), by=self.person, **changes)
        return Response(shapes.part(changed))

    @base.call("Remove a part record", gives={204: None}, signed_in=True)
    def delete(self, request: Request, meta_id: str) -> Response:
        records.delete_part_record(base.wanted_uuid(meta_id, MISSING), by=self.person)
        return Response(status=204)
