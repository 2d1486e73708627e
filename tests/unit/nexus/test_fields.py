"""Fields of bodies pass on only what a JSON column can keep."""

import json

import pytest
from rest_framework.exceptions import ValidationError

from nexus.api.fields import Object


@pytest.mark.parametrize("sent", ['{"a": 1e999}', '{"a": {"b": [-1e999]}}', '{"a": "\\u0000"}', '{"a": "\\ud800"}'])
def test_an_object_that_no_json_column_keeps_is_refused(sent):
    with pytest.raises(ValidationError):
        Object().to_internal_value(json.loads(sent))


def test_an_object_with_numbers_that_end_is_taken_as_it_is():
    assert Object().to_internal_value({"a": [1.5, -2, True, None]}) == {"a": [1.5, -2, True, None]}
