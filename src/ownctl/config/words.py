"""The table of sentences: for each kind of mistake that a model can find in a file, who words it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.config import words_of_fields as of_fields
from ownctl.config import words_of_values as of_values

if TYPE_CHECKING:
    from ownctl.config.wording import Words

WORDS: dict[str, Words] = {
    "no_value": of_fields.no_value,
    "missing": of_fields.missing,
    "extra_forbidden": of_fields.unknown_field,
    "enum": of_fields.unknown_value,
    "literal_error": of_fields.unknown_value,
    **dict.fromkeys(of_fields.KINDS, of_fields.wrong_type),
    "key": of_values.invalid_key,
    "string_pattern_mismatch": of_values.invalid_text,
    "string_too_short": of_fields.empty,
    "string_too_long": of_values.too_long,
    "too_short": of_fields.empty,
    "greater_than_equal": of_values.out_of_range,
    "less_than_equal": of_values.out_of_range,
    "duration": of_values.invalid_duration,
    "shift": of_values.invalid_shift,
    "date": of_values.invalid_date,
    "local_datetime": of_values.invalid_local_datetime,
    "time": of_values.invalid_time,
    "share": of_values.invalid_share,
    "zone": of_values.unknown_zone,
    "one_target": of_fields.one_target,
    "one_helper": of_fields.one_helper,
    "one_approver": of_fields.one_approver,
}
"""By pydantic's type of error, and ours."""
