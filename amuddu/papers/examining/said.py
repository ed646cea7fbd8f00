"""What an examination says when a file cannot be kept, as message ids: the catalogues stay out of
this process."""

from __future__ import annotations


def N_(message: str) -> str:
    """Mark a French sentence for translation."""
    return message


class NotKept(Exception):
    """The file cannot be kept; the message says what to do about it."""


EMPTY = N_("Ce fichier est vide : choisissez-en un autre.")
UNKNOWN = N_("Ce fichier n'est ni une photo (JPEG, PNG, WebP) ni un PDF : envoyez une photo.")
HEIC = N_("Cette photo est au format HEIC : choisissez JPEG dans l'appareil photo, ou un PDF.")
TOO_LARGE = N_("Ce fichier dépasse 5 Mo : envoyez une photo plus petite, ou moins de pages.")
DAMAGED = N_("Ce fichier est abîmé : prenez la photo de nouveau, ou enregistrez-le de nouveau.")
TOO_SMALL = N_("Cette photo est trop petite pour être lue : prenez-la de plus près, bien nette.")
BLANK = N_("Cette photo est vide, toute noire ou toute blanche : prenez-la de nouveau.")
LOCKED = N_("Ce PDF est protégé par un mot de passe : envoyez-le sans mot de passe, ou une photo.")
ACTIVE = N_(
    "Ce PDF contient un programme ou un fichier caché : imprimez-le en PDF, ou envoyez une photo."
)
NO_PAGE = N_("Ce PDF n'a aucune page : envoyez-en un autre, ou une photo.")
TOO_LONG = N_("Ce PDF a trop de pages : envoyez seulement celles du document.")
TOO_HEAVY = N_("Ce fichier est trop lourd à ouvrir : envoyez une photo plus simple.")
