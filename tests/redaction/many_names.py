"""Names that are common in the countries people come from, and names that are also words.

Given names and family names are put together at random: nobody in particular is meant.
"""

from __future__ import annotations

import random

GIVEN = {
    "MA": "Mohamed Fatima Youssef Khadija Hamza Zineb Rachid Meryem Abdelkader Naïma Brahim Houda",
    "SN": "Mamadou Fatou Ousmane Aïssatou Cheikh Awa Modou Ndeye Ibrahima Khady Moussa Mariama",
    "GN": "Alpha Kadiatou Sékou Hadja Thierno Binta Souleymane Oumou Abdoulaye Djénabou M'Mah",
    "CI": "Kouassi Adjoua Yao Affoué Koffi Aya Konan Akissi N'Guessan Amenan Kouamé Rose",
    "CM": "Jean-Noël Marie Paul Grâce Pierre Solange Emmanuel Clarisse Samuel Blanche Serge Rosine",
    "CD": "Kabongo Mireille Ilunga Chantal Tshala Patient Espérance Christian Olive Aimé Bijou",
    "SY": "محمد فاطمة أحمد رانيا خالد سارة حسن أمل عمر ليلى يوسف نور",
    "SD": "Osman Salma Idris Amna Tayeb Hiba Mubarak Rawan Yasir Duaa Bakri Nada",
    "NG": "Chukwuma Ngozi Emeka Blessing Aliyu Amina Tunde Funmi Sunday Joy Ifeanyi Grace",
}
FAMILY = {
    "MA": "El Idrissi;Benali;Alaoui;Ait Ahmed;Bennani;Cherkaoui;Haddad;Najjar;Fassi;Rabati;Berrada",
    "SN": "N'Diaye;Diop;Sow;Fall;Sy;Gueye;Ba;Sarr;Faye;Mbaye;Seck",
    "GN": "Diallo;Barry;Camara;Bah;Sylla;Condé;Keïta;Soumah;Touré;Bangoura;Kaba",
    "CI": "Ouattara;Koné;Traoré;Kouadio;N'Dri;Bamba;Coulibaly;Gnahoré;Zadi;Tape;Dago",
    "CM": "Mbarga;Ngono;Fouda;Tchoua;Nkoulou;Abena;Eto;Njoya;Talla;Kamga;Manga",
    "CD": "Mukendi;Mulumba;Tshibangu;Kalala;Ngoy;Lukusa;Mbuyi;Kasongo;Banza;Mwamba;Ilunga",
    "SY": "الحلبي;حداد;الخطيب;نجار;العلي;خياط;الحسن;صباغ;الأحمد;حلاق;درويش",
    "SD": "Abd al-Rahim;El Tayeb;Bashir;Ibrahim;Babiker;Elhassan;Hamad;Adam;Idris;Osman;Khalifa",
    "NG": "Okafor;Abubakar;Eze;Adeyemi;Okonkwo;Bello;Ibe;Balogun;Danjuma;Obi;Nwosu",
}
WORDS_TOO = (
    *(("Awa", "Boulanger"), ("Paul", "Maçon"), ("Marie", "Berger"), ("Jean", "Meunier")),
    *(("Rosa", "Zapatero"), ("Luz", "Herrero"), ("Grace", "Baker"), ("Joy", "Cook")),
    *(("أحمد", "حداد"), ("ليلى", "نجار"), ("سارة", "خياط"), ("Omar", "Haddad")),
    *(("Ali", "Rabat"), ("Paris", "Martin"), ("Hind", "Safi"), ("France", "Tanger")),
    *(("Sami", "Arabi"), ("Lina", "Français"), ("Inès", "Peintre"), ("Noé", "Plombier")),
)
"""Trades, towns and languages that are names."""


def many(count: int = 500) -> list[tuple[str, str]]:
    """So many pairs of a given and a family name, the same at each call."""
    drawn = random.Random(7)
    found = list(WORDS_TOO)
    while len(found) < count:
        country = drawn.choice(sorted(GIVEN))
        given, family = (
            drawn.choice(GIVEN[country].split()),
            drawn.choice(FAMILY[country].split(";")),
        )
        if (given, family) not in found:
            found.append((given, family))
    return found


def invented(count: int = 300) -> list[str]:
    """Names that nobody bears, made of syllables."""
    drawn = random.Random(11)
    begin = ("Zib", "Kor", "Qad", "Vel", "Nang", "Tsob", "Moud", "Fay", "Drim", "Loub", "Gars")
    middle = ("ou", "a", "oula", "ira", "eno", "aba", "uki", "anni")
    end = ("nda", "rval", "mouri", "zko", "ntar", "bek", "ssane", "diou", "ttari", "phane")
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(map(drawn.choice, (begin, middle, end)))] = None
    return list(found)
