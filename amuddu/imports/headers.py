"""Headers that real files bear, by the field they mean; in French, English, Arabic and Spanish.

The documented header and the field's own name are read as well. Case, accents and marks do not
matter. A word that may mean two fields ("langue", "date", "téléphone du garant") stands nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping


def _of(**named: str) -> Mapping[str, tuple[str, ...]]:
    """By field (`__` for a dot): the headers, parted by bars."""
    return {field.replace("__", "."): tuple(said.split("|")) for field, said in named.items()}


VACANCIES: Mapping[str, tuple[str, ...]] = _of(
    external_ref="id|ref|référence offre|référence de l'offre|réf offre|réf de l'offre|n° offre|numéro offre|numéro de l'offre|"
    "code offre|id offre|identifiant|job id|offer id|reference|job reference|vacancy id|job url|job link|url|link|lien|lien de l'offre|"
    "referencia|المرجع|رقم العرض",
    title="titre|poste|title|intitulé du poste|intitulé de l'offre|intitulé offre|titre du poste|titre de l'offre|titre offre|"
    "poste proposé|poste à pourvoir|nom du poste|libellé du poste|emploi proposé|job title|job|position|position title|"
    "vacancy|puesto|título|título del puesto|cargo|المنصب|عنوان الوظيفة|الوظيفة|المسمى الوظيفي|عنوان العرض",
    description="missions|mission|description du poste|descriptif|descriptif du poste|détail du poste|tâches|profil recherché|"
    "job description|details|tasks|responsibilities|descripción|funciones|الوصف|وصف الوظيفة|المهام",
    occupation="occupation|appellation|métier recherché|trade|oficio|ocupación|profesión|المهنة|الحرفة",
    essential_skills="competences requises|essential skills|compétences obligatoires|compétences exigées|required skills|"
    "must have skills|competencias requeridas|المهارات المطلوبة",
    wanted_skills="competences|skills|wanted skills|compétences clés|savoir-faire|savoir faire|qualités requises|key skills|"
    "habilidades|competencias|المهارات|الكفاءات",
    languages="languages|langues exigées|langues demandées|langues requises|langues parlées|required languages|idiomas|اللغات",
    language_reason="motif de la langue|justification de la langue|pourquoi cette langue|language reason|reason for the language|"
    "motivo del idioma|سبب اللغة",
    place="lieu|city|place|lieu de travail|lieu du poste|lieu de mission|ville du poste|localité|localisation|emplacement|"
    "commune|location|job location|work location|town|workplace|ciudad|lugar|lugar de trabajo|localidad|"
    "المدينة|مكان العمل|الموقع|مقر العمل",
    contract_type="contract|type de contrat|type contrat|nature du contrat|nature contrat|contrat proposé|type de poste|type d'emploi|contract type|job type|"
    "employment type|tipo de contrato|contrato|نوع العقد|العقد",
    contract_months="duree|mois|months|durée du contrat|durée contrat|durée|durée mois|duration|contract duration|"
    "contract length|duration months|duración|duración del contrato|المدة|مدة العقد",
    wage_month="salaire|wage|salaire mensuel|salaire brut|salaire net|salaire proposé|salaire min|salaire mini|rémunération|"
    "salaire mensuel brut|salaire mad|salaire dh|salaire en dh|salary|min salary|minimum salary|min amount|pay|"
    "monthly salary|salario|sueldo|remuneración|salario mínimo|الأجر|الراتب|الأجرة|الراتب الشهري",
    wage_month_max="wage max|salaire max|salaire maxi|max salary|maximum salary|max amount|salario máximo|الراتب الأقصى",
    wage_period="interval|période de salaire|périodicité|périodicité du salaire|salary period|pay period|periodo|دورية الأجر",
    wage_currency="devise|currency|monnaie|salary currency|moneda|العملة",
    starts_on="date de debut|start|date d'embauche|date d'embauche prévue|date de prise de poste|prise de poste|"
    "date de démarrage|date début|début du contrat|start date|starting date|fecha de inicio|inicio|تاريخ البدء|"
    "تاريخ بداية العمل|تاريخ الالتحاق",
    places="postes|places|nb de postes|nb postes|nbre de postes|nbr de postes|nombre de poste|nombre postes|effectif|"
    "effectif demandé|nombre de places|openings|number of positions|vacancies|headcount|positions|vacantes|"
    "número de puestos|plazas|عدد المناصب|عدد الوظائف",
    hours_week="heures|heures par semaine|hours per week|hours week|heures hebdomadaires|heures/semaine|h/semaine|nombre d'heures par semaine|"
    "volume horaire hebdomadaire|weekly hours|hours a week|horas por semana|horas semanales|ساعات العمل الأسبوعية",
    household="particulier|employeur particulier|chez un particulier|private household|hogar particular",
    incentive_scheme="aide|scheme|dispositif|mesure",
    new_hire="nouvelle embauche|nouveau recrutement|new hire",
    employer_name="entreprise|societe|company|employer|nom de l'entreprise|nom entreprise|raison sociale|nom de l'employeur|"
    "nom employeur|organisme|recruteur|company name|employer name|organization|organisation|hiring organization|"
    "empresa|nombre de la empresa|empleador|الشركة|المشغل|اسم الشركة|المؤسسة|المقاولة",
)  # fmt: skip

PROFILES: Mapping[str, tuple[str, ...]] = _of(
    external_ref="id|ref|identifiant|n° dossier|numéro de dossier|numéro dossier|n° de dossier|code bénéficiaire|matricule|"
    "id bénéficiaire|réf dossier|n° bénéficiaire|n° allocataire|numéro allocataire|identifiant interne|id interne|case id|case number|beneficiary id|registration number|"
    "participant id|reference|expediente|número de expediente|المرجع|رقم الملف",
    given_name="given name|first name|prénoms|prénom s|prénom du bénéficiaire|firstname|forename|givenname|nombre|"
    "nombre de pila|الاسم الشخصي|الاسم الأول",
    family_name="family name|last name|nom de famille|nom d'usage|nom usuel|nom du bénéficiaire|noms|lastname|surname|familyname|apellido|apellidos|"
    "الاسم العائلي|النسب|اللقب|اسم العائلة",
    full_name="nom complet|prénom et nom|nom prénom|prénom nom|nom prénoms|nom et prénoms|noms et prénoms|nom & prénom|"
    "nom/prénom|bénéficiaire|candidat|full name|name|complete name|nombre completo|nombre y apellidos|"
    "الاسم الكامل|الاسم|الاسم والنسب|الاسم و النسب",
    sex="sex|genre|civilité|titre de civilité|f/h|h/f|gender|sexo|género|tratamiento|الجنس|النوع",
    birth_year="birth year|naissance|date de naissance|date naissance|né le|née le|né(e) le|ddn|année naissance|date of birth|"
    "birth date|birthdate|dob|birthday|year of birth|fecha de nacimiento|año de nacimiento|nacimiento|"
    "تاريخ الازدياد|تاريخ الميلاد|سنة الميلاد|سنة الازدياد",
    birth_month="birth month|month of birth|mes de nacimiento|شهر الميلاد",
    age="âge actuel|age ans|âge (ans)|age years|edad|العمر|السن",
    nationality="nationality|pays|pays d'origine|pays de nationalité|country of origin|citizenship|nacionalidad|"
    "país de origen|الجنسية|بلد الأصل",
    residence__status="residence status|statut|statut administratif|type de titre|type de titre de séjour|legal status|"
    "situation administrative|residence permit|estatus|نوع الإقامة|الوضع القانوني",
    residence__valid_until="valid until|date d'expiration du titre|expiration du titre|fin de validité|fin de validité du titre|"
    "date de fin de validité|titre expire le|permit expiry|expiry date|valid to|válido hasta|تاريخ انتهاء الإقامة",
    email="mail|courriel|adresse mail|adresse e-mail|adresse email|adresse électronique|adresse courriel|email address|"
    "e mail|correo|correo electrónico|البريد الإلكتروني|الايميل",
    phone="tel|phone|n° tél|n° tel|n° téléphone|n° de téléphone|numéro de téléphone|num tél|numéro tél|num téléphone|gsm|"
    "n° gsm|portable|n° portable|mobile|tél portable|téléphone portable|téléphone mobile|tel mobile|whatsapp|"
    "n° whatsapp|numéro whatsapp|contact téléphonique|phone number|telephone|telephone number|mobile phone|"
    "mobile number|cell phone|teléfono|móvil|número de teléfono|celular|الهاتف|رقم الهاتف|الهاتف المحمول|النقال|"
    "رقم الجوال|واتساب",
    channel="canal|channel|canal de contact|moyen de contact|mode de contact|contact par|préférence de contact|"
    "preferred contact|contact method|canal preferido|وسيلة الاتصال",
    language="contact language|langue de correspondance|langue préférée|langue des messages|preferred language|"
    "idioma de contacto|لغة التواصل",
    about="about|presentation|à propos|profil|résumé|bio|summary|sobre mí|presentación|نبذة|نبذة شخصية",
    occupations="metiers|metier|occupations|métier recherché|métier souhaité|métiers souhaités|emploi recherché|profesión buscada|profesión deseada|oficio buscado|empleo buscado|المهن المطلوبة|"
    "emploi souhaité|poste recherché|poste souhaité|profession|profession recherchée|projet professionnel|"
    "occupation|desired occupation|desired job|job sought|job wanted|trade|oficio|oficios|profesión|"
    "trabajo buscado|المهنة|المهن|المهنة المطلوبة|الحرفة|العمل المطلوب",
    skills="skills|savoir-faire|savoir faire|compétences clés|compétences professionnelles|habilidades|competencias|"
    "المهارات|الكفاءات",
    experience__title="experience|emploi|expérience professionnelle|dernier poste|dernier métier|emploi précédent|"
    "dernière expérience|last job|previous job|work experience|último empleo|experiencia|آخر عمل|آخر وظيفة",
    experience__months="experience months|durée d'expérience|durée de l'expérience|durée expérience|durée du dernier emploi|"
    "expérience en mois|experience duration|مدة الخبرة",
    experience__description="description de l'expérience|tâches du dernier emploi|experience description",
    languages="languages|langues parlées|langues maîtrisées|langues et niveaux|spoken languages|idiomas|اللغات",
    place="lieu|city|place|ville de résidence|lieu de résidence|lieu d'habitation|commune|localité|ville d'habitation|"
    "town|place of residence|current location|location|ciudad|ciudad de residencia|localidad|المدينة|مدينة الإقامة|"
    "مكان السكن|محل الإقامة",
    max_distance_km="distance|mobilité km|rayon|rayon de mobilité|rayon km|max distance|distancia|المسافة",
    available_from="disponible|available from|disponibilité|date de disponibilité|disponible le|disponible dès|availability|"
    "available|disponibilidad|تاريخ التوفر|متاح ابتداء من",
    contract_types="contrats|contract types|type de contrat|types de contrat|contrat souhaité|contrat recherché|"
    "type de contrat souhaité|contract type|desired contract|tipo de contrato|نوع العقد",
    consents__matching="consent matching|consentement matching",
    consents__contact="consent contact|consentement contact",
    consents__statistics="consent statistics|consentement statistiques",
)  # fmt: skip

COURSES: Mapping[str, tuple[str, ...]] = _of(
    external_ref="id|ref|n°|numéro|code|code formation|identifiant|reference|course id|referencia|المرجع",
    title="title|titre|formation|nom de la formation|filière|intitulé de la formation|course|course title|curso|título|التكوين|عنوان التكوين",
    centre="center|établissement|nom du centre|institut|école|training centre|training center|centro|المركز|المؤسسة",
    operator="opérateur|operator|operador|الهيئة",
    level="level|niveau de formation|type de diplôme|nivel|مستوى التكوين",
    diploma="kind|type de formation|nature|diplôme|tipo",
    mode="mode de formation|modalité|modalidad|نمط التكوين",
    sector="sector|domaine|branche|القطاع",
    description="contenu|programme|objectifs|content|contenido|المحتوى",
    trade="occupation|métier visé|débouché|oficio|المهنة",
    skills="skills|compétences visées|ce qu'on apprend|competencias|المهارات",
    towns="towns|ville|city|cities|town|lieu|localité|ciudad|ciudades|المدينة|المدن",
    age_least="age at least|âge min|âge mini|minimum age|edad mínima|السن الأدنى",
    age_most="age at most|âge max|âge maxi|âge limite|maximum age|edad máxima|السن الأقصى",
    school_level="school level|niveau requis|niveau d'accès|niveau d'études|condition d'accès|nivel escolar|المستوى الدراسي",
    languages="languages|langue|langue de formation|idiomas|اللغات",
    semesters="semesters|nombre de semestres|semestres de formation|semestres",
    hours="hours|volume horaire|durée en heures|nombre d'heures|horas|عدد الساعات",
    starts_on="date de début|début de la session|start|start date|fecha de inicio|تاريخ البدء",
    ends_on="date de fin|fin de la session|end|end date|fecha de fin|تاريخ النهاية",
    closes_on="date limite|date limite d'inscription|inscription jusqu'au|deadline|fecha límite|آخر أجل",
    places="places|capacité|effectif|seats|plazas|عدد المقاعد",
    source="origine|fuente|المصدر",
)
