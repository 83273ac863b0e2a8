from __future__ import annotations

from marshmallow import fields

from oppsera_host.web.schema import BaseSchema


def test_a_field_is_checked_once_however_many_schemas_are_made():
    class NamedSchema(BaseSchema):
        name = fields.String()

    counts = [len(NamedSchema().fields["name"].validators) for _ in range(5)]
    assert counts == [2] * 5, "a length and no NUL"
