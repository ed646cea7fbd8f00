"""Words that say no trade, in four languages and in Darija, folded as they are compared."""

from __future__ import annotations

from amuddu.reference.text import fold, listed

LITTLE_WORDS = frozenset(
    # One text reads better than three hundred quoted words.
    """
    a à ai aie ans au aussi aux avec ce ces chez comme d dans de des du elle elles en est et etais
    etait eux fais fait faire il ils j je jai l la le les leur leurs lui ma mais me mes moi mon n ne
    nos notre nous on ou par pas pays pendant plus pour qu que qui sa sans ses si son sur t te toi
    toujours tous tout toute tres tu un une vos votre vous y
    an and as at be been by do doing for from had has have he her his i in is it me my of on or our
    she so some that the them then they this to use used was we were who will with you your years
    al algunos como con de del donde el ella ellos era en es esta fue ha habia hacia hago he la las
    le lo los me mi mis muy no o para pero por que se si sin soy su sus tambien trabajado tu un una
    unos y yo años
    في من الى على عن مع هو هي انا كان كانت كنت و او ثم ان هذا هذه ذلك التي الذي لي ل ب عند كل بعض
    suis etes sommes sont am soy estoy eres somos fui ete travaille bosse work worked working works
    trabajo trabajaba trabaje serai ancien ancienne ex metier profession comme as actuellement
    mais but pero وانا أنا اعمل أعمل كنخدم خدام خدامة khdam khdama khddam kankhdem
    ديال فال هاد هادي اللي مع باش حتى كاين dyal dial d f fi m3a li w b ana kont kan
    """.split()  # noqa: SIM905 - see above
)
"""Words that say no trade in any of the languages, written as people type them."""

NOISE = frozenset(
    fold(word)
    for word in listed(
        # the search
        "cherche|chercher|recherche|recherchons|rechercher|demande|demandeur|demandeuse"
        "|veux|voudrais|souhaite|besoin|trouver|urgent|urgence|urgemment|disponible|dispo|pret|prete"
        "|travail|travaille|travailler|travaux|emploi|emplois|job|jobs|boulot|taf|poste|postes|metier"
        "|profession|occupation|activite|activites|embauche|embaucher|recrute|recrutement|recrutons"
        "|recruter|offre|offres|annonce|candidature|cv|opportunite|carriere|mission|profil|quelconque"
        "|n'importe|importe|quoi|quel|quelle|toute|tout|tous|toutes|chose|rien|aucun|aucune|neant|divers"
        "|autre|autres|chomage|chomeur|chomeuse|inactif|inactive|etudiant|etudiante|eleve|retraite"
        "|retraitee|foyer|diplome|bonjour|bonsoir|salut|salam|merci|svp|stp|monsieur|madame|homme|femme"
        "|jeune|fille|garcon|personne|personnes|gens|actuellement|maintenant|immediat|immediatement"
        "|look|looking|search|searching|seek|seeking|need|want|find|get|work|working|hiring"
        "|employment|unemployed|jobless|vacancy|vacancies|position|opening|opportunity|any|anything|none"
        "|nothing|other|various|student|retired|hello|hi|thanks|please|currently|now|available|apply"
        "|busco|buscar|buscando|trabajo|trabajar|empleo|puesto|oferta|desempleado|desempleada|parado"
        "|parada|paro|cualquier|cosa|nada|ninguno|ninguna|otro|otra|estudiante|jubilado|hola|gracias"
        "|necesito|quiero|se|necesita|urgente|vacante|disponible"
        "|ابحث|أبحث|بحث|البحث|باحث|عن|عمل|العمل|شغل|الشغل|وظيفة|الوظيفة|وظائف|خدمة|خدما|مطلوب|مطلوبة|توظيف"
        "|عاطل|عاطلة|بطالة|بدون|لا|شيء|يوجد|اي|أي|كيفما|طالب|طالبة|متقاعد|سلام|شكرا|بغيت|نخدم|كنقلب|كنقلب"
        "|على|خاصني|فرصة|حاليا|khedma|khdma|khadma|khidma|kan9leb|kanqelleb|kan9elleb|bghit|nkhdem|nekhdem"
        "|nkhedem|3la|ay|haja|chi|chomor|stop|salaire|salary|interessant|interessante"
        # the terms
        "|cdi|cdd|ctt|anapec|idmaj|sivp|interim|interimaire|freelance|independant|temporaire|permanent"
        "|saisonnier|saisonniere|stage|stages|stagiaire|alternance|alternant|alternante|apprentissage"
        "|apprenti|contrat|contrats|duree|determinee|indeterminee|plein|partiel|temps|mi|complet|nuit|jour"
        "|horaire|horaires|semaine|mois|an|ans|annee|annees|heure|heures|h|f|m|x|full|part|time|contract"
        "|temporary|seasonal|internship|intern|trainee|apprenticeship|fulltime|parttime|shift|contrato"
        "|indefinido|temporal|jornada|completa|media|practicas|becario|aprendiz|عقد|دائم|مؤقت|محدد|غير"
        "|المدة|تدريب|متدرب|دوام|كامل|جزئي|كاملة|ساعات|benevole|benevolat|volunteer|voluntario|تطوع|متطوع"
        # when, where and how one is ready to
        "|arrive|arrivee|arriver|venu|venue|viens|commencer|commence|debuter|demain|lundi|mardi|mercredi"
        "|jeudi|vendredi|samedi|dimanche|matin|matinee|midi|apres|soir|soiree|journee|weekend|week|end"
        "|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|ete|hiver"
        "|preference|prefere|importe|peu|plait|vite|bientot|jours|toujours|souvent|parfois|seulement"
        "|uniquement|environ|proche|pres|loin|ville|region|quartier|habite|vis|vivre|reside|deplacer"
        "|mobile|flexible|honnetement|honnete|courageux|courageuse|ponctuel|ponctuelle|renouvelable|essai"
        "|loge|logee|nourri|nourrie|paye|payee|salarie|salariee|volonte|nimporte|prends"
        "|accepte|accepter|ya|ailleurs|partout|domicile|nouveau|nouvelle|ancien|ancienne"
        "|arrived|arrive|came|come|start|starting|begin|tomorrow|today|monday|tuesday|wednesday|thursday"
        "|friday|saturday|sunday|morning|mornings|afternoon|afternoons|evening|evenings|night|nights"
        "|weekends|weekdays|next|last|week|weeks|month|months|year|years|since|ago|soon|only|just|also"
        "|happy|ready|willing|able|flexible|immediately|anytime|anywhere|near|close|live|living|town|city"
        "|hard|honest|punctual|motivated|preferably|again|ever|more|else|anybody|somebody|someone|people"
        "|even|still|yet|too|very|really|here|there|now|then|after|before|during|until|between|around"
        "|llegue|llegado|llegar|empezar|empiezo|manana|mananas|tarde|tardes|noche|noches|lunes|martes"
        "|miercoles|jueves|viernes|sabado|domingo|fines|semana|mes|meses|dia|dias|ano|anos|hoy|ayer|pronto"
        "|ya|solo|solamente|tambien|ahora|aqui|alli|cerca|lejos|vivo|vivir|listo|lista|dispuesto|dispuesta"
        "|inmediata|inmediatamente|preferencia|preferiblemente|importa|igual|renovable|ciudad|parte"
        "|غدا|اليوم|صباح|صباحا|الصباح|مساء|المساء|بعد|قبل|الظهر|ليل|نهار|النهار|بالنهار|بالليل|الليل"
        "|اسبوع|الاسبوع|شهر|شهور|اشهر|سنة|سنوات|الاثنين|الثلاثاء|الاربعاء|الخميس|الجمعة|السبت|الاحد"
        "|يوم|ايام|فقط|مستعد|مستعدة|فورا|الان|الآن|قريب|قريبا|حالا|اسكن|أسكن|اقيم|أقيم|وصلت|جئت|ابدا"
        "|البدء|بدوام|بعقد|دواما|عقدا|شي|شيئا|شغلا|عملا|اعمال|أعمال|ارجو|أرجو|اريد|أريد|احتاج|أحتاج"
        "|استطيع|أستطيع|النواحي|نواحي|ناحية|مدينة|جهة|واحد|واحدة|فين|كاين|كاينة|بغا|بغيتش|غير|دابا"
        "|lyoum|ghedda|ghda|sbah|l3chiya|nhar|simana|chhar|3am|daba|men|hna|temma|bzaf|chwiya|ghir"
        "|makayn|kayn|kayna|walo|walou|ma3endi|hta|3afak|lah|inchallah|nchallah|hamdoulah"
        # how long, how well
        "|experience|experiences|experimente|experimentee|confirme|confirmee|debutant|debutante|junior"
        "|senior|qualifie|qualifiee|polyvalent|polyvalente|experienced|skilled|unskilled|beginner"
        "|experiencia|esperiencia|principiante|خبرة|بخبرة|مبتدئ|bac|niveau|serieux|serieuse|motive|motivee"
        # what stands in for an answer, what one speaks
        "|voir|vois|cf|idem|ditto|ver|adjoint|joint|attached|moment|suite|pour|parle|parler|parles|parlons"
        "|speak|speaks|hablo|habla|hablar|lis|ecris|lire|ecrire|read|write|couramment|courant|fluent"
        "|fluently|maitrise|niveau|أتكلم|اتكلم|أتحدث|اتحدث|كنهضر|kanhder|nhder"
        # how steady it should be, what one still learns
        "|stable|stables|fixe|durable|regulier|reguliere|decent|digne|steady|regular|estable|estables"
        "|fijo|fija|digno|مستقر|مستقرة|قار|قارة|كريم|formation|formations|training|formacion"
        "|capacitacion|تكوين|التكوين|tkwin|takwin"
        # forms filled for the sake of it
        "|na|nc|ras|null|nil|nan|none|test|teste|testing|tests|essai|exemple|example|prueba|ejemplo"
        "|tbd|todo|inconnu|inconnue|unknown|desconocido|undefined|vide|empty|lorem|ipsum|foo|abc"
        "|abcd|azerty|qwerty|asdf|asdfg|xxx|xx|aaa|bla|blabla|blablabla|rien|pas|encore|renseigne|precise|specifie"
        "|oui|non|si|no|yes|ok|okay|bien|bon|good|fine|well|hello|world|نعم|جيد|واخا|wakha|lala|iyeh"
        # what else is told of oneself
        "|permis|permit|licence|license|voiture|vehicule|logement|carte|sejour|titre|passeport|passport"
        "|refugie|refugiee|refugies|refugee|migrant|migrante|asile|asylum|seeker|demandeuse|visa|papiers"
        "|nationalite|nationality|marie|mariee|celibataire|veuf|veuve|divorce|divorcee|married|single"
        "|famille|nombreuse|mere|pere|maman|enfant|enfants|family|mother|father|children|casado|casada"
        "|soltero|soltera|madre|padre|hijos|متزوج|متزوجة|لاجئ|لاجئة|مهاجر|مهاجرة|بطاقة|اقامة|إقامة|رخصة"
        "|francais|francaise|anglais|anglaise|arabe|espagnol|espagnole|langue|langues|dynamique|sante"
        "|probleme|problemes|aide|help|ayuda|مساعدة"
        "|تجربة|اختبار|مثال|maroc|morocco|marruecos|المغرب"
    )
)
"""Folded words that stand around a trade and name none."""
