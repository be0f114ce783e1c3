"""What TimelineJS reads, as a JSON Schema of our own words, and stricter than its page.

Source: https://timeline.knightlab.com/docs/json-format.html, read in November 2026.
"""

from __future__ import annotations

from typing import Any, Final

_TEXT: Final[dict[str, Any]] = {
    "type": "object",
    "description": "A headline and what stands below it; both may hold HTML.",
    "properties": {"headline": {"type": "string"}, "text": {"type": "string"}},
    "additionalProperties": False,
}

_DATE: Final[dict[str, Any]] = {
    "type": "object",
    "description": "A moment as exactly as it is known: a day has a month, an hour has a day.",
    "properties": {
        "year": {"type": "integer", "minimum": -271_820, "maximum": 275_759},
        "month": {"type": "integer", "minimum": 1, "maximum": 12},
        "day": {"type": "integer", "minimum": 1, "maximum": 31},
        "hour": {"type": "integer", "minimum": 0, "maximum": 23},
        "minute": {"type": "integer", "minimum": 0, "maximum": 59},
        "second": {"type": "integer", "minimum": 0, "maximum": 59},
        "millisecond": {"type": "integer", "minimum": 0, "maximum": 999},
        "display_date": {"type": "string"},
    },
    "required": ["year"],
    "dependentRequired": {
        "day": ["month"], "hour": ["day"], "minute": ["hour"], "second": ["minute"],
        "millisecond": ["second"],
    },
    "additionalProperties": False,
}  # fmt: skip

_WEB: Final = {"type": "string", "pattern": "^https?://"}

_MEDIA: Final[dict[str, Any]] = {
    "type": "object",
    "description": "A picture, film or page beside the text.",
    "properties": {
        "url": {"type": "string", "minLength": 1},
        "caption": {"type": "string"},
        "credit": {"type": "string"},
        "thumbnail": _WEB,
        "alt": {"type": "string"},
        "title": {"type": "string"},
        "link": _WEB,
        "link_target": {"type": "string"},
    },
    "required": ["url"],
    "additionalProperties": False,
}

_BACKGROUND: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {"url": _WEB, "alt": {"type": "string"}, "color": {"type": "string"}},
    "additionalProperties": False,
}

_TITLE: Final[dict[str, Any]] = {
    "start_date": _DATE,
    "end_date": _DATE,
    "text": _TEXT,
    "media": _MEDIA,
    "group": {"type": "string"},
    "display_date": {"type": "string"},
    "background": _BACKGROUND,
    "autolink": {"type": "boolean"},
    "unique_id": {"type": "string", "pattern": "^\\S+$"},
}

SCHEMA: Final[dict[str, Any]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "events": {
            "type": "array",
            "description": "The slides, each of some day, each named once.",
            "items": {
                "type": "object",
                "properties": _TITLE,
                "required": ["start_date"],
                "additionalProperties": False,
            },
        },
        "title": {
            "type": "object",
            "description": "The first slide, which may have no day.",
            "properties": _TITLE,
            "additionalProperties": False,
        },
        "eras": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"start_date": _DATE, "end_date": _DATE, "text": _TEXT},
                "required": ["start_date", "end_date"],
                "additionalProperties": False,
            },
        },
        "scale": {"enum": ["human", "cosmological"]},
    },
    "required": ["events"],
    "additionalProperties": False,
}
