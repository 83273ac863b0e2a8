"""What marshmallow says of a value it does not take, in our words: a clerk may read it, and it can be translated."""

from __future__ import annotations

from marshmallow import fields, validate

from oppsera_host.sentence import Sentence

_INVALID = "invalid"


def install() -> None:
    """Put our sentences in the place of the library's, for every field and validator made from now on."""
    said: dict[type[fields.Field], dict[str, str]] = {  # type: ignore[type-arg]
        fields.Field: {
            "required": Sentence("Please fill in this field."),
            "null": Sentence("This field may not be empty."),
            "validator_failed": Sentence("This value is not accepted."),
        },
        fields.Nested: {"type": Sentence("Please send a JSON object.")},
        fields.List: {_INVALID: Sentence("Please give a list.")},
        fields.String: {
            _INVALID: Sentence("Please give a text."),
            "invalid_utf8": Sentence("The text contains a character that cannot be stored."),
        },
        fields.UUID: {"invalid_uuid": Sentence("Not a valid UUID.")},
        fields.Number: {
            _INVALID: Sentence("Please give a number."),
            "too_large": Sentence("The number is too large."),
        },
        fields.Integer: {_INVALID: Sentence("Please give a whole number.")},
        fields.Float: {"special": Sentence("Please give a number.")},
        fields.Boolean: {_INVALID: Sentence("Please give true or false.")},
        fields.Mapping: {_INVALID: Sentence("Please send a JSON object.")},
        fields.Url: {_INVALID: Sentence("This is not a web address.")},
        fields.Email: {_INVALID: Sentence("This is not an e-mail address.")},
        fields.Enum: {"unknown": Sentence("Must be one of: {choices}.")},
    }
    for field_class, sentences in said.items():
        field_class.default_error_messages = {**field_class.default_error_messages, **sentences}
    validate.Length.message_min = Sentence("Please give at least {min} characters or entries.")
    validate.Length.message_max = Sentence("Please give at most {max} characters or entries.")
    validate.Length.message_all = Sentence("Please give {min} to {max} characters or entries.")
    validate.Length.message_equal = Sentence("Please give {equal} characters or entries.")
    validate.Range.message_gte, validate.Range.message_gt = Sentence("at least"), Sentence("more than")
    validate.Range.message_lte, validate.Range.message_lt = Sentence("at most"), Sentence("less than")
    validate.Range.message_min = Sentence("Please give {min_op} {min}.")
    validate.Range.message_max = Sentence("Please give {max_op} {max}.")
    validate.Range.message_all = Sentence("Please give {min_op} {min} and {max_op} {max}.")
    validate.OneOf.default_message = Sentence("Must be one of: {choices}.")
    validate.Regexp.default_message = Sentence("This value is not accepted.")
    validate.Email.default_message = Sentence("This is not an e-mail address.")
    validate.URL.default_message = Sentence("This is not a web address.")
