"""What people write of themselves, and what a counsellor would make of it.

Twenty texts a language, informal and misspelt on purpose: titles, lists, stories of work that
nobody called a job. Each tells the trades that a counsellor would accept as an answer, and where
the text speaks of them, skills that should be among those proposed.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FreeText:
    """Words of a person; any of `trades` is right, and so is any of `skills`."""

    text: str
    trades: frozenset[str]
    skills: frozenset[str] = frozenset()


def _told(text: str, trades: str, skills: str = "") -> FreeText:
    return FreeText(text, frozenset(trades.split()), frozenset(skills.split()))


FRENCH = (
    _told("masson", "mason"),
    _told("plonbier", "plumber"),
    _told("coifeuse tresse africaine", "hair-braider hairdresser"),
    _told(
        "je fé le ménage dans les villas", "cleaner housekeeper", "clean-home clean-floors-at-home"
    ),
    _told("chofeur livreur permis B", "van-driver courier motorcycle-courier"),
    _told("electricien batiman", "building-electrician"),
    _told("cuisine, patisserie, pizza", "cook pastry-cook pizza-maker"),
    _told(
        "Chez ma tante je gardais les petits, je leur donnais à manger et je les amenais à l'école",
        "nanny childminder nursery-assistant family-helper",
    ),
    _told(
        "j'ai aidé mon oncle sur les chantiers, je portais le sable et le ciment",
        "construction-labourer mason",
        "carry-materials mix-mortar",
    ),
    _told("vendeuse abits marché", "clothes-seller market-seller second-hand-clothes-seller"),
    _told(
        "jai travailler 3 ans a reparer les telephones portable ecran cassé",
        "phone-repairer",
        "repair-phones",
    ),
    _told("agent de sécu de nuit", "security-guard night-watchman"),
    _told("soudeuse", "welder industrial-welder"),
    _told("femme de chanbre hotel", "room-attendant"),
    _told("couturiere, retouches, robes", "seamstress clothing-alterer"),
    _told(
        "Au pays j'étais infirmier, je faisais les piqûres et les pansements", "nurse home-nurse"
    ),
    _told("je repare les voiture, vidange, freins, moteur", "car-mechanic"),
    _told("cueillette des fraises et travail aux serres", "fruit-picker greenhouse-worker"),
    _told("serveur ds un café", "waiter barista"),
    _told("prof de français pour enfants", "french-teacher primary-teacher private-tutor"),
)

ARABIC = (
    _told("طباخة", "cook home-cook moroccan-cuisine-cook"),
    _told("خياط رجالي وتفصيل بدلات", "tailor"),
    _told("سائق شاحنه", "truck-driver"),
    _told("بلومبي", "plumber"),
    _told("تريسيان ديال الديور", "building-electrician"),
    _told("كنت كنخدم فالمارشي كنبيع الخضرة", "fruit-and-vegetable-seller market-seller"),
    _told(
        "كنت معلمة في سوريا ادرس الاطفال القراءة والكتابة",
        "primary-teacher arabic-teacher literacy-trainer",
    ),
    _told("حلاقه نسائيه", "hairdresser"),
    _told("kankhdem f lbni m3a l m3allem", "mason construction-labourer"),
    _told("chifour dyal taxi", "taxi-driver"),
    _told("khayata f dar", "seamstress tailor traditional-tailor"),
    _told("كنقابل الدراري الصغار وكنطيب ليهم الماكلة", "nanny childminder"),
    _told("ممرضه في مستشفى", "nurse nursing-assistant"),
    _told("عامل نظافه في الشركات", "cleaner industrial-cleaner"),
    _told("ميكانيسيان ديال الطوموبيلات", "car-mechanic"),
    _told("اعمل الحلويات والكعك في البيت وابيعها", "pastry-cook moroccan-pastry-maker baker"),
    _told("سباغ", "building-painter"),
    _told("nadel f 9ahwa", "waiter barista"),
    _told("حارس ليلي في عماره", "night-watchman security-guard building-concierge"),
    _told("جني الزيتون والفواكه في الضيعات", "olive-worker fruit-picker farm-worker"),
)

ENGLISH = (
    _told("cheff in african restaurant", "african-cuisine-cook head-chef cook"),
    _told("tayloring and sewing clothes", "tailor seamstress"),
    _told("i was plaiting hair for women in my street", "hair-braider hairdresser"),
    _told("electrisian", "building-electrician auto-electrician"),
    _told("security at night in a werehouse", "night-watchman security-guard"),
    _told("house help, cleaning, ironing, taking care of kids", "housekeeper nanny cleaner"),
    _told("truck drivr long distance", "truck-driver trailer-truck-driver"),
    _told(
        "I look after old people, bath them and give medicine", "elder-care-worker home-care-aide"
    ),
    _told("shop keeper selling phones and credit", "phone-seller shop-assistant"),
    _told("carpentry - making doors, tables and beds", "cabinet-maker joinery-installer"),
    _told("english teecher", "english-teacher"),
    _told("I farm cassava and maize with my family", "crop-farmer mixed-farmer vegetable-grower"),
    _told("laying bricks and plastering walls", "mason plasterer", "lay-bricks"),
    _told("call center agent", "call-centre-agent-english customer-support-agent"),
    _told("motor bike delivery boy", "motorcycle-courier"),
    _told("fixing computers and installing windows software", "it-support-technician"),
    _told("washing plates in the restaurant kitchen", "dishwasher kitchen-helper"),
    _told("WELDING AND METAL GATES", "welder metalworker"),
    _told("i interpret for people at the hospital, arabic and english", "interpreter translator"),
    _told("picking tomatos and peppers on a farm", "fruit-picker farm-worker greenhouse-worker"),
)

SPANISH = (
    _told("limpiesa de casas y oficinas", "cleaner housekeeper"),
    _told("albanil", "mason"),
    _told("cosinera", "cook home-cook"),
    _told("cuido ninos en su casa", "nanny childminder"),
    _told(
        "cuidaba de mi abuela enferma, la lavaba y le daba de comer",
        "elder-care-worker home-care-aide",
    ),
    _told("camarero de bar y restaurante", "waiter bartender"),
    _told("chofer de camion", "truck-driver"),
    _told("pintor de paredes", "building-painter"),
    _told("arreglo moviles y tablets", "phone-repairer"),
    _told("peluquera, uñas y maquillaje", "hairdresser nail-technician beautician"),
    _told("recogida de fresas en Huelva", "fruit-picker"),
    _told("costurera de ropa", "seamstress tailor"),
    _told("vendia comida en la calle", "street-food-seller street-vendor"),
    _told("fontanero con esperiencia", "plumber"),
    _told("mosa de almacen, preparar pedidos", "warehouse-worker order-picker"),
    _told("teleoperadora español", "call-centre-agent-spanish"),
    _told("mecanico coches", "car-mechanic"),
    _told("hago pan y dulces en un horno", "baker pastry-cook"),
    _told("vigilante de seguridad nocturno", "security-guard night-watchman"),
    _told("enfermera titulada en mi pais", "nurse"),
)

TEXTS = {"fr": FRENCH, "ar": ARABIC, "en": ENGLISH, "es": SPANISH}
