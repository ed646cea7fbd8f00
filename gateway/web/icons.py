"""Icons, drawn in place: no request of their own, in the colour of the text beside them.

A 24 x 24 drawing of strokes alone. A screen reader passes over it, the words stand beside it.
"""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

DRAWN: dict[str, str] = {
    "bell": '<path d="M6 17V11a6 6 0 0 1 12 0v6l2 2H4zM10 21h4M12 5V3"/>',
    "home": '<path d="M4 11 12 4l8 7v9h-5v-6H9v6H4z"/>',
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4 21c0-5 4-7 8-7s8 2 8 7"/>',
    "people": (
        '<circle cx="9" cy="8" r="3.5"/>'
        '<path d="M2.5 20c0-4.5 3-6.5 6.5-6.5s6.5 2 6.5 6.5M16 5a3.5 3.5 0 0 1 0 6.6M18 '
        '14c2.4.8 3.5 2.8 3.5 6"/>'
    ),
    "add": '<circle cx="12" cy="12" r="9"/><path d="M12 8v8M8 12h8"/>',
    "work": '<rect x="3" y="8" width="18" height="12" rx="2"/><path d="M9 8V5h6v3M3 13h18"/>',
    "place": (
        '<path d="M12 21s-7-6.5-7-11.5a7 7 0 0 1 14 0C19 14.5 12 21 12 21z"/>'
        '<circle cx="12" cy="9.5" r="2.5"/>'
    ),
    "tools": '<path d="m14 7 3-3 3 3-3 3M15.5 8.5 5 19l-1 1 1-1M4 4l6 6M14 14l6 6M3 6l3-3"/>',
    "hands": (
        '<path d="M7 12V6a1.5 1.5 0 0 1 3 0v5-6a1.5 1.5 0 0 1 3 0v6-5a1.5 1.5 0 0 1 3 '
        '0v8c0 4-2 7-5.5 7S6 19 4 14c-.6-1.6 1-2.6 2-1.3L7 14"/>'
    ),
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/>',
    "speak": '<path d="M4 5h16v11H11l-5 4v-4H4z"/><path d="M8 9h8M8 12h5"/>',
    "phone": (
        '<path d="M6 3h3l2 5-2.5 1.5a11 11 0 0 0 6 6L16 13l5 2v3a3 3 0 0 1-3 3C10 21 3 '
        '14 3 6a3 3 0 0 1 3-3z"/>'
    ),
    "message": '<rect x="3" y="5" width="18" height="14" rx="2"/><path d="m4 7 8 6 8-6"/>',
    "listen": (
        '<path d="M4 9v6h4l5 4V5L8 9z"/><path d="M16 9a4 4 0 0 1 0 6M18.5 6.5a8 8 0 0 1 0 11"/>'
    ),
    "yes": '<path d="m4 13 5 5L20 6"/>',
    "no": '<path d="M6 6l12 12M18 6 6 18"/>',
    "change": '<path d="m4 20 1-4L16 5l3 3L8 19zM14 7l3 3"/>',
    "eye": (
        '<path d="M2 12s3.5-6.5 10-6.5S22 12 22 12s-3.5 6.5-10 6.5S2 12 2 12z"/>'
        '<circle cx="12" cy="12" r="3"/>'
    ),
    "lock": '<rect x="5" y="11" width="14" height="9" rx="2"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>',
    "paper": '<path d="M6 3h9l4 4v14H6z"/><path d="M14 3v5h5M9 13h7M9 17h5"/>',
    "open": '<path d="M5 21V4h10v17M15 4l4 2v15M3 21h18M11.5 12v1"/>',
    "card": (
        '<rect x="3" y="5" width="18" height="14" rx="2"/>'
        '<path d="M6.5 9h4v4h-4zM14 9h1M17 9h1M14 12h4M6.5 16h11"/>'
    ),
    "print": '<path d="M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z"/>',
    "erase": '<path d="M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13M10 11v5M14 11v5"/>',
    "leave": '<path d="M14 4H5v16h9M10 12h11M18 9l3 3-3 3"/>',
    "enter": '<path d="M10 4h9v16h-9M3 12h11M11 9l3 3-3 3"/>',
    "next": '<path d="M5 12h14M13 6l6 6-6 6"/>',
    "back": '<path d="M19 12H5M11 6l-6 6 6 6"/>',
    "search": '<circle cx="11" cy="11" r="6.5"/><path d="m16 16 5 5"/>',
    "calendar": (
        '<rect x="4" y="5" width="16" height="15" rx="2"/><path d="M4 10h16M8 3v4M16 3v4"/>'
    ),
    "warn": '<path d="M12 4 2.5 20h19zM12 10v4M12 17v.5"/>',
    "help": (
        '<circle cx="12" cy="12" r="9"/>'
        '<path d="M9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M12 16.5v.5"/>'
    ),
    "languages": (
        '<path d="M3 6h10M8 4v2M5 15c4-2 5-5 6-9M6 9c1 3 3 5 5 6M13 20l4-10 4 10M14.5 17h5"/>'
    ),
    "download": '<path d="M12 4v11M7 11l5 5 5-5M4 20h16"/>',
    "agency": (
        '<path d="M4 21V6l8-3 8 3v15M4 21h16M9 21v-5h6v5M8 9h.01M12 9h.01M16 9h.01M8 13'
        'h.01M16 13h.01"/>'
    ),
    "bank": ('<path d="M3 9l9-5 9 5H3zM5 9v8M10 9v8M14 9v8M19 9v8M3 20h18M4 17h16"/>'),
    "hand": (
        '<path d="M3 13l4-1 5 2c1 .5.8 2-.5 2H8M12 16l5-3c1.5-.8 3 .8 2 2l-5 4.5c-1 .9-'
        '2 1-3 .5l-4-1.5-4 1"/><circle cx="14" cy="7" r="3"/>'
    ),
    "health": (
        '<path d="M12 20s-8-4.8-8-11a4.5 4.5 0 0 1 8-2.8A4.5 4.5 0 0 1 20 9c0 6.200-8 1'
        '1-8 11z"/><path d="M9.5 11h5M12 8.5v5"/>'
    ),
    "law": ('<path d="M12 4v16M7 20h10M5 7h14M5 7l-3 7h6zM19 7l-3 7h6z"/>'),
    "money": (
        '<rect x="2" y="6" width="20" height="12" rx="2"/><circle cx="12" cy="12" r="3"'
        '/><path d="M6 9v.01M18 15v.01"/>'
    ),
    "shield": ('<path d="M12 3l8 3v6c0 5-4 8-8 9-4-1-8-4-8-9V6l8-3z"/><path d="M9 12l2 2 4-4"/>'),
    "shop": (
        '<path d="M4 10v10h16V10M3 10l2-6h14l2 6M9 20v-6h6v6M3 10a3 3 0 0 0 6 0 3 3 0 0'
        ' 0 6 0 3 3 0 0 0 6 0"/>'
    ),
    "stamp": (
        '<path d="M9 14c1-2 0-4-.5-5.5a3.5 3.5 0 1 1 7 0C15 10 14 12 15 14M5 14h14v4H5zM4 21h16"/>'
    ),
    "training": ('<path d="M2 8l10-4 10 4-10 4-10-4zM6 10v5c2 2 10 2 12 0v-5M22 8v6"/>'),
    "mark": '<path d="M4 20 12 4l8 16"/><circle cx="12" cy="16" r="2"/>',
}

_TURNING = frozenset({"next", "back", "leave", "enter", "listen", "speak"})
"""Drawings that point where reading goes: mirrored on right-to-left pages."""


RIGHTS: Mapping[str, str] = {
    "work_employee": "work",
    "cte_visa_required": "stamp",
    "anapec_attestation_exempt": "paper",
    "anapec_services": "agency",
    "entraide_nationale": "people",
    "ofppt_training": "training",
    "health_primary_public": "health",
    "amo_as_employee": "shield",
    "amo_tadamon": "shield",
    "cooperative_member": "people",
    "auto_entrepreneur": "shop",
    "bank_account": "bank",
    "unhcr_partner_livelihoods": "hand",
}
"""Picture of each right."""

CATEGORIES: Mapping[str, str] = {
    "public_employment": "agency",
    "employment": "work",
    "self_employment": "shop",
    "training": "training",
    "social": "people",
    "social_training": "people",
    "health": "health",
    "legal": "law",
    "protection": "shield",
    "permit": "paper",
    "finance": "bank",
    "outreach": "people",
}
"""Picture of each kind of service."""


def icon(name: str) -> Markup:
    """The drawing of a name, for templates."""
    turns = " turns" if name in _TURNING else ""
    return Markup(  # noqa: S704 - our own drawings, nothing typed
        f'<svg class="icon{turns}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        f"{DRAWN[name]}</svg>"
    )
