"""Words that tell an illness, a pregnancy, a faith, a family or a descent, in four languages.

Written as in `status_words.py`. Kept on purpose: what names a trade or a skill (infirmier, garde
d'enfants, soins aux malades, boucherie halal, sage-femme), and words that are more often something
else ("enceinte" after "l'" or beside "mur", "jeûne" which folds to "jeune", "حامل" which is also
who holds a certificate).
"""

from __future__ import annotations

HEALTH = """
malade, diabèt*, diabét*, diabet*, séropositi*, seropositi*, VIH, HIV, sida, cancéreu*, cancer,
cáncer, tubercul*, hépatite*, hepatitis, dépressi*, dépression, depressed, depression, depresión,
schizophr*, bipolaire, bipolar, épilep*, epilep*, asthmat*, asthme, asthma, handicapé*,
en situation de handicap, disabled, disability, discapacidad, discapacitad*, minusválid*,
fauteuil roulant, wheelchair, silla de ruedas, stress post traumatique, post traumatic, trauma,
traumatis*, traumatizad*, sous traitement, en traitement, dialyse, dialysis, diálisis, prothèse,
arrêt maladie, congé maladie, longue maladie, sick leave, mentally ill, mental illness,
maladie mentale, enfermo, enferma, enfermedad, baja médica, séquelles, toxicoman*, alcoolique,
alcoholic, alcohólic*, violée, viol, raped, violada, torture, torturé*, tortured, torturad*,
مريض, مريضة, مرضه, مرضها, سكري, السيدا, ايدز, سرطان, اكتئاب, معاق, معاقة, اعاقة,
اعاقته, اعاقتها, صرع, مقعد, كرسي متحرك
"""

PREGNANCY = """
est enceinte, suis enceinte, enceinte de, femme enceinte, tombée enceinte, grossesse*, allaite,
allaitante, congé maternité, congé de maternité, fausse couche, pregnant, pregnancy,
maternity leave, breastfeeding, miscarriage, embarazada, embarazo, lactancia,
baja maternal, baja por maternidad,
حبلى, حامل في, وهي حامل, انا حامل, انها حامل, حملها, اجازة الامومة, رخصة الولادة, مرضعة
"""

FAITH = """
musulman*, muslim*, chrétien*, christians, cristian*, juif*, juive*, jewish, judío*, judía*,
catholi*, católic*, protestant*, évangéli*, evangeli*, islam*, bouddhis*, buddhis*, budista*,
hindou*, hindu*, athée*, atheist*, ateo, atea, témoin* de jéhovah, jehovah*, chiite*, shiite*,
sunnite*, sunni, pratique sa religion, sa religion, ma religion, his religion, her religion,
su religión, porte le voile, femme voilée, voilée, veiled, hijab, ramadan, ramadán, mosquée*,
mosque, mezquita*, église*, church, iglesia*, synagogue, sinagoga,
مسلم, مسلمة, مسلمون, مسلمين, مسيحي, مسيحية, مسيحيين, يهودي, يهودية, ملحد*, شيعي*, سني, سنية,
دينه, دينها, كنيسة, مسجد, محجبة, حجاب
"""

FAMILY = """
divorc*, veuf, veuve, veuves, célibataire*, est marié, est mariée, suis marié, suis mariée,
mère célibataire, mère isolée, mère de, père de, son mari, mon mari, sa femme, ma femme,
son époux, son épouse, ses enfants, son enfant, mes enfants, mon enfant, son bébé, son fils,
sa fille, mon fils, ma fille, a des enfants, enfants à charge, orphelin*, homosexuel*, lesbienne,
gay, transgenre, husband, his wife, my wife, single mother, single mum, lone mother, her children,
his children, my children, her baby, her son, her daughter, his son, his daughter, divorced, widow,
widower, orphan, homosexual, lesbian, transgender, married, su marido, mi marido, su esposa,
mi esposa, su mujer, mi mujer, sus hijos, mis hijos, su hijo, su hija, madre soltera, soltera,
soltero, viuda, viudo, casada, casado, huérfan*, زوجها, زوجي, زوجته, زوجتي, اطفالها, اطفاله,
اطفالي, اولادها, اولاده, اولادي, ابنها, ابنتها, مطلق, مطلقة, ارملة, ارمل, متزوج, متزوجة, عزباء,
اعزب, يتيم, يتيمة, يتيمه
"""

DESCENT = """
originaire*, d origine, pays d origine, son pays, mon pays, sa tribu, tribu, tribe, tribal, ethni*,
étni*, race, raza, country of origin, home country, his country, her country, my country, native of,
país de origen, su país, mi país, originari*, né au, née au, né en, née en, born in, nacido en,
nacida en, بلده الاصلي, بلدها الاصلي, بلدي الاصلي, اصله, اصلها, من اصل, من اصول, قبيلة, قبيلته,
قبيلتها, مولود في, مولودة في
"""


def expressions() -> tuple[str, ...]:
    """Every expression, one string each, stars kept."""
    lists = ",".join((HEALTH, PREGNANCY, FAITH, FAMILY, DESCENT)).replace("\n", " ")
    return tuple(text.strip() for text in lists.split(",") if text.strip())
