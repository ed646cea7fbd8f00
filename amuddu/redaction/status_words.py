"""Words that tell a status, a title of stay or an origin, in French, Arabic, English, Spanish.

Expressions are separated by commas and compared after `amuddu.reference.text.fold` (no case, no
accent); a star ends a stem (`refugi*` is réfugié, réfugiée, refugiado). Kept on purpose: "permis
de conduire", "demandeur d'emploi", what is Moroccan (everybody lives there), and the adjectives
that name the languages most taught (français, anglais, espagnol, arabe, allemand, italien,
portugais, turc, russe, chinois): they speak of a skill far more often than of a passport.
"""

from __future__ import annotations

STATUS = """
réfugi*, refugee*, refugiad*, asile, asylum, asylum seek*, seek* asylum, asilo,
solicitante* de asilo, demand* d asile, demandeu* de protection, protection internationale,
protection subsidiaire, protection temporaire, international protection,
protección internacional, sans papier*, sin papeles, undocumented, indocumentad*, clandestin*,
irregular migra*, situation irrégulière, situation administrative, situación irregular,
illegal*, régularisé*, regularised, regularized, regularizad*, titre* de séjour,
titre* de résidence, carte* de séjour, carte* de résidence, carte* d immatriculation,
carte* de réfugié*, carte* consulaire*, permis de séjour, permis de résidence,
permis de travail, autorisation de travail, work permit*, residence permit*, residence card*,
resident card*, residency, permiso* de residencia, permiso* de trabajo, tarjeta* de residencia,
récépissé*, HCR, UNHCR, ACNUR, BRA, bureau des réfugiés, OIM, IOM, apatrid*, stateless*, exilé*,
exiliad*, exiled, déplacé*, displaced, desplazad*, migrant*, immigr*, inmigra*, nationalité*,
nationality, nacionalidad*, citizenship, passeport*, passport*, pasaporte*, visa, visas,
visado*, ambassade*, embassy, embajada*, consulat*, consulate*, لاجئ*, لجوء, طالب لجوء, مفوضية,
مفوضية الامم المتحدة, بدون اوراق, بدون وثائق, بلا اوراق, بطاقة الاقامة, بطاقة اقامة,
بطاقة التسجيل, رخصة الاقامة, تصريح الاقامة, رخصة العمل, تصريح العمل, اقامة, وصل الايداع,
غير نظامي*, غير قانوني*, غير شرعي*, عديم الجنسية, عديمة الجنسية, جنسية, جنسيتي, حماية دولية,
مهاجر*, نازح*, منفى, جواز سفر, جواز السفر, سفارة, قنصلية
"""

ORIGINS = """
afghan*, afgan*, أفغان*, albanais*, albanes*, arméni*, angolais*, angolan*, angoleñ*, argentin*,
autrichien*, austrian*, austriac*, australien*, australian*, azerbaïdjan*, azerbaijan*,
azerbaiyan*, bosni*, bangladesh*, bangladais*, بنغلادش*, belge*, belgian*, belga*, burkina*,
burkinab*, بوركين*, bulgar*, bahrein*, bahrain*, burund*, بوروند*, bénin*, بنين*, bolivi*,
brésil*, brazil*, brasileñ*, botswan*, biélorusse*, belarus*, canadien*, canadian*, canadiens*,
congol*, congo, RDC, RCA, DRC, zaïr*, كونغولي*, كونغو, kinois*, centrafric*, centrafrique,
central african*, centroafrican*, افريقيا الوسطى, suisse*, swiss, suizo*, suiza*, ivoiri*,
ivorian*, ivory coast, marfileñ*, ايفواري*, ساحل العاج, كوت ديفوار, chilien*, chilean*, chilen*,
camerou*, cameroon*, camerun*, كاميرون*, colombi*, cubain*, cuban*, cap verdien*, cape verdean*,
caboverdian*, chypriot*, cypriot*, tchèque*, czech*, checo, checa, checos, checas,
djibout*, yibutian*, جيبوتي*,
danois*, danish, danes*, dominicain*, dominican*, algéri*, argelin*, جزايري*, équatorien*,
ecuador*, ecuatorian*, estoni*, égypt*, egyptian*, egipci*, مصري, مصرية, مصريين, مصريون,
érythré*, eritre*, اريتري*, éthiop*, etíop*, اثيوبي*, حبشي*, finland*, finlandais*, gabon*,
غابون*, georgien*, georgian*, ghan*, غاني, غانية, غانيين, gambi*, غامبي*, guiné*, غيني, غينية,
غينيين, غينيا, grec, grecque*, grecs, greek*, grieg*, bissau*, croat*, haït*, hongrois*,
hungar*, indonésien*, indonesian*, irlandais*, irish, irlandes*, indien*, indian*, هندي, هندية,
irak*, iraq*, عراقي*, irani*, iranian*, ايراني*, islandais*, jordan*, اردني*, japonais*,
japanes*, japones*, kényan*, kenyan*, keniata*, comorien*, comorian*, comorens*, coréen*,
korean*, corean*, koweït*, kuwait*, liban*, leban*, لبناني*, sri lank*, libéri*, liberian*,
ليبيري*, lesoth*, lituani*, lithuani*, luxembourg*, letton*, latvian*, liby*, libio*, libia*,
ليبي, ليبية, ليبيين, moldav*, moldov*, malgach*, malagasy, macédoni*, macedoni*, malien*,
malian*, maliense*, ماليين, mauritan*, موريتاني*, maltais*, maltese, mauricien*, mauritian*,
malawi*, mexicain*, mexican*, malaisien*, malaysian*, mozambi*, namibi*, nigérien*, nigerien*,
nigérian*, nigerian*, nigerin*, نيجيري*, hollandais*, dutch, norvég*, norweg*, norueg*, népal*,
omanais*, omani*, péruvien*, peruvian*, peruan*, philippin*, filipin*, فلبيني*, pakistan*,
باكستاني*, polonais*, polac*, palesti*, فلسطيني*, qatar*, roumain*, romanian*, ruman*,
serbe*, serbian*, rwand*, ruandes*, رواندي*, saoudien*, saudi*, سعودي*, seychell*, soudan*,
sudan*, سوداني*, suédois*, swedish, suec*, slovèn*, slovaqu*, slovak*, sierra léon*,
sierra leon*, سيراليون*, sénégal*, سنغالي*, سينغالي*, somal*, صومالي*, sud soudan*,
south sudan*, syri*, siri*, سوري, سورية, سوريا, سوريين, سوريون, سوريات, swazi*, tchad*,
chadian*, تشادي*, togo*, توغولي*, thaïland*, thai, tunis*, tunecin*, تونسي*, tanzani*, ukrain*,
ucran*, ougand*, ugand*, اوغندي*, américain*, vénézuél*, venezuel*, venezol*, vietnam*, yémén*,
يمني, يمنية, يمنيين, يمنيون, sud africain*, south african*, sudafrican*, zambien*, zambian*,
zimbabw*, subsahar*, sub sahar*, كردي, كردية, kurd*, afrique, africain*, african*, áfrica,
africa, افريقي, افريقية, افريقيا, dakar, thiès, abidjan, bouaké, conakry, bamako, yaoundé,
douala, kinshasa, brazzaville, lubumbashi, goma, bangui, damas, damascus, damasco, دمشق, alep,
aleppo, alepo, homs, حمص, idlib, sanaa, صنعاء, khartoum, jartum, خرطوم, darfour, darfur, juba,
lomé, cotonou, ouagadougou, niamey, n djamena, ndjamena, libreville, accra, lagos, freetown,
monrovia, banjul, nouakchott, kaboul, kabul, bagdad, baghdad, بغداد, gaza, غزة, mogadisc*,
mogadishu, asmara, addis abeba, addis ababa
"""

MOROCCO = "MA"
"""The one country whose name says nothing of where somebody comes from."""


def expressions() -> tuple[str, ...]:
    """Every expression, one string each, stars kept."""
    found = ",".join([STATUS, ORIGINS]).replace("\n", " ").split(",")
    return tuple(text.strip() for text in found if text.strip())
