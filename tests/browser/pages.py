"""Every page: the route that makes it, who reads it, and an address with the ids of `house.py`.

Add a line for each page you make. `test_coverage.py` compares this list with the application's
routes, so that a page cannot be forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass

from gateway import routes as gateway_routes
from gateway.offers.feeds import PUBLIC
from gateway.people.steps import STEPS
from gateway.scholarships.asking import STEPS as GRANT_STEPS


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as one reader sees it; `reader` is `None` for somebody who is not signed in."""

    route: str
    reader: str | None
    url: str = ""

    @property
    def address(self) -> str:
        """The address, to be filled with ids: the route itself where no other is given."""
        return self.url or self.route

    @property
    def name(self) -> str:
        return f"{self.reader or 'anybody'} {self.address}"


PAGES: tuple[Shown, ...] = (
    Shown("/", None),
    Shown("/connexion", None),
    Shown("/inscription", None),
    Shown("/inscription/entreprise", None),
    Shown("/verifier", None),
    Shown("/entreprise", "employer"),
    Shown("/entreprise/fiche", "employer"),
    Shown("/entreprise/comptes", "employer"),
    Shown("/entreprises", "counsellor"),
    Shown("/entreprises", "counsellor", "/entreprises?q=zzzz"),
    Shown("/entreprises/{employer_id}", "counsellor"),
    Shown("/administration/agences", "administrator"),
    Shown("/administration/agences/nouvelle", "administrator"),
    Shown("/administration/agences/{agency_id}", "administrator", "/administration/agences/rabat"),
    Shown("/maison", "administrator"),
    Shown("/administration/partenaires", "administrator"),
    Shown("/administration/partenaires/{partner_id}", "administrator"),
    Shown("/administration/partenaires/{partner_id}/webhooks/{webhook_id}", "administrator"),
    Shown("/administration/comptes", "administrator"),
    Shown("/administration/comptes/{account_id}", "administrator"),
    Shown("/mot-de-passe-oublie", None),
    Shown("/mot-de-passe/{token}", None, "/mot-de-passe/{recover_token}"),
    Shown("/code", None),
    Shown("/mon-contact/{token}", None, "/mon-contact/{verify_token}"),
    Shown("/invitation/{token}", None, "/invitation/{invitation_token}"),
    Shown("/mon-acces", "jobseeker"),
    Shown("/mon-acces", "counsellor"),
    Shown("/mon-acces/preuve", "counsellor"),
    Shown("/mon-acces/preuve", "prover"),
    Shown("/preuve", "prover"),
    Shown("/comptes/inviter", "administrator"),
    Shown("/comptes/{account_id}", "administrator"),
    Shown("/style", None),
    Shown("/conservation", None),
    Shown("/ouvert", None),
    *(Shown(path, None) for path in PUBLIC if path not in ("/ouvert", "/conservation")),
    Shown("/emplois", None, "/emplois?q=zzzz"),
    Shown("/emplois/{offer_id}", None, "/emplois/{vacancy_id}"),
    Shown("/emplois/{offer_id}/signaler", None, "/emplois/{vacancy_id}/signaler"),
    Shown("/r/{token}/signaler", None),
    Shown("/signalement", None),
    Shown("/signalements", "counsellor", "/signalements?tous=1"),
    Shown("/signalements/{report_id}", "counsellor"),
    Shown("/api", None),
    Shown("/nulle-part", None),  # the page of an error
    Shown("/r/{token}", None),
    Shown("/r/{token}", None, "/r/{answered_token}"),
    Shown("/profil", "jobseeker"),
    Shown("/profil", "newcomer"),
    Shown("/profil/modifier", "jobseeker"),
    Shown("/profil/titre", "jobseeker"),
    Shown("/profil/droits", "jobseeker"),
    Shown("/profil/acces", "jobseeker"),
    Shown("/profil/carte", "jobseeker"),
    Shown("/profil/compte", "jobseeker"),
    Shown("/profil/donnees", "jobseeker"),
    Shown("/personnes/{profile_id}/donnees", "counsellor", "/personnes/{mine_id}/donnees"),
    Shown("/corrections", "counsellor"),
    *(Shown("/profil/pas/{name}", "jobseeker", f"/profil/pas/{step.name}") for step in STEPS),
    Shown("/profil/pas/{name}", "jobseeker", "/profil/pas/savoir?proposer=1"),
    Shown("/profil/pas/{name}", "newcomer", "/profil/pas/prenom"),
    Shown("/profil/effacer", "jobseeker"),
    Shown("/offres-pour-moi", "jobseeker"),
    Shown("/offres-pour-moi", "jobseeker", "/offres-pour-moi?elargir=1"),
    Shown("/offres-pour-moi", "jobseeker", "/offres-pour-moi?q=zzzz"),
    Shown("/offres-pour-moi/{vacancy_id}", "jobseeker", "/offres-pour-moi/{own_offer_id}"),
    Shown("/offres-pour-moi/{vacancy_id}", "jobseeker", "/offres-pour-moi/{wanted_id}"),
    Shown("/offres-pour-moi/reponses", "jobseeker"),
    Shown("/effacement/{token}", None, "/effacement/{receipt_token}"),
    Shown("/verifier-un-recu", None),
    Shown("/effacements", "officer"),
    Shown("/c/{token}", None, "/c/{card_token}"),
    Shown("/k/{token}", None, "/k/{contact_token}"),
    Shown("/garder/{token}", None, "/garder/{stay_token}"),
    Shown("/appels", "agent"),
    Shown("/appels", "counsellor"),
    Shown("/appels/{message_id}", "agent"),
    Shown("/personnes", "agent"),
    Shown("/personnes", "agent", "/personnes?q=zzzz"),
    Shown("/personnes/nouvelle", "agent"),
    Shown("/personnes/nouvelle/pas/{name}", "agent", "/personnes/nouvelle/pas/prenom"),
    Shown(
        "/personnes/{profile_id}/pas/{name}", "counsellor", "/personnes/{profile_id}/pas/accords"
    ),
    Shown("/personnes/{profile_id}/carte", "counsellor"),
    Shown("/personnes/{profile_id}/carte", "counsellor", "/personnes/{carded_id}/carte"),
    Shown("/personnes/{profile_id}", "counsellor"),
    Shown("/personnes/{profile_id}/modifier", "counsellor"),
    Shown("/personnes/{profile_id}/titre", "counsellor"),
    Shown("/personnes/{profile_id}/droits", "counsellor"),
    Shown("/personnes/{profile_id}/offres", "counsellor"),
    Shown("/personnes/{profile_id}/acces", "counsellor"),
    Shown("/personnes/{profile_id}/compte", "counsellor"),
    Shown("/personnes/{profile_id}/effacer", "counsellor"),
    Shown("/personnes/{profile_id}/urgence", "administrator"),
    Shown("/doublons", "counsellor"),
    Shown("/doublons/{first_id}/{second_id}", "counsellor", "/doublons/{profile_id}/{carded_id}"),
    Shown("/messages", "counsellor"),
    Shown("/notifications", "counsellor"),
    Shown("/notifications", "jobseeker"),
    Shown("/notifications", "employer"),
    Shown("/notifications", "officer"),
    Shown("/notifications/choix", "counsellor"),
    Shown("/notifications/choix", "jobseeker"),
    Shown("/notifications/table", "coordinator"),
    Shown("/imports", "counsellor"),
    Shown("/imports/{job_id}", "counsellor", "/imports/{import_id}"),
    Shown("/imports/{job_id}", "counsellor", "/imports/{columns_id}"),
    Shown("/offres", "employer"),
    Shown("/offres", "counsellor"),
    Shown("/offres/nouvelle", "employer"),
    Shown("/offres/{vacancy_id}", "employer"),
    Shown("/offres/{vacancy_id}", "counsellor"),
    Shown("/offres/{vacancy_id}", "employer", "/offres/{draft_id}"),
    Shown("/offres/{vacancy_id}/modifier", "employer", "/offres/{draft_id}/modifier"),
    Shown("/offres/{vacancy_id}/candidats", "counsellor"),
    Shown(
        "/offres/{vacancy_id}/candidats", "counsellor", "/offres/{vacancy_id}/candidats?max_km=0"
    ),
    Shown("/offres/{vacancy_id}/preselection", "employer"),
    Shown("/offres/nouvelle", "employer", "/offres/nouvelle?copie={vacancy_id}"),
    Shown("/aujourdhui", "counsellor"),
    Shown("/aujourdhui", "employer"),
    Shown("/aujourdhui", "agent"),
    Shown("/aujourdhui", "coordinator"),
    Shown("/chercher", "counsellor", "/chercher?q=rabat"),
    Shown("/chercher", "counsellor", "/chercher?q=zzzz"),
    Shown("/chercher", "agent", "/chercher?q=rabat"),
    Shown("/chercher", "employer", "/chercher?q=rabat"),
    Shown("/chercher", "coordinator", "/chercher?q=rabat"),
    Shown("/chercher", "administrator", "/chercher?q=rabat"),
    Shown("/offres/{vacancy_id}/suivi", "counsellor"),
    Shown("/offres/{vacancy_id}/suivi", "counsellor", "/offres/{other_id}/suivi"),
    Shown("/offres/{vacancy_id}/fiche", "counsellor"),
    Shown(
        "/offres/{vacancy_id}/comparer",
        "counsellor",
        "/offres/{vacancy_id}/comparer?c={profile_id}&c={carded_id}",
    ),
    Shown("/personnes/{profile_id}/notes", "counsellor"),
    Shown("/encore/{token}", None, "/encore/{still_token}"),
    Shown("/formations", None),
    Shown("/formations", "jobseeker", "/formations?q=zzzz"),
    Shown("/formations", "jobseeker", "/formations?apprend=cut-hair"),
    Shown("/formations", "counsellor", "/formations?personne={profile_id}"),
    Shown("/formations/{course_id}", None),
    Shown("/formations/{course_id}", "jobseeker"),
    Shown("/formations/{course_id}", "counsellor", "/formations/{course_id}?personne={profile_id}"),
    Shown("/formations/{course_id}/modifier", "coordinator"),
    Shown("/formations/nouvelle", "coordinator"),
    Shown("/formations/centres", "coordinator"),
    Shown("/formations/sessions/{session_id}", "coordinator"),
    Shown("/r/{token}/rendez-vous", None, "/r/{answered_token}/rendez-vous"),
    Shown("/mes-rendez-vous", "jobseeker"),
    Shown("/rendez-vous/{candidacy_id}", "employer", "/rendez-vous/{accepted_id}"),
    Shown("/rendez-vous/{candidacy_id}", "counsellor", "/rendez-vous/{accepted_id}"),
    Shown("/rendez-vous/{candidacy_id}", "agent", "/rendez-vous/{accepted_id}"),
    Shown("/places", "jobseeker"),
    Shown("/places", "counsellor"),
    Shown("/finance", None),
    Shown("/finance", "coordinator"),
    Shown("/finance/nouveau", "coordinator"),
    Shown("/finance/refus", "jobseeker"),
    Shown("/finance/refus/comptes", "coordinator"),
    Shown("/finance/{product_id}", "jobseeker"),
    Shown("/finance/{product_id}/modifier", "coordinator"),
    Shown("/finance/{product_id}/refus", "counsellor"),
    Shown("/centre/{token}", None, "/centre/{desk_token}"),
    Shown("/attestation", None),
    Shown("/attestation/{number}", None),
    Shown("/places/{request_id}/attestation", "jobseeker", "/places/{done_id}/attestation"),
    Shown("/places/{request_id}", "jobseeker", "/places/{done_id}"),
    Shown(
        "/formations/sessions/{session_id}", "coordinator", "/formations/sessions/{done_session_id}"
    ),
    Shown("/places/{request_id}", "jobseeker", "/places/{waiting_id}"),
    Shown("/places/{request_id}", "counsellor", "/places/{held_id}"),
    Shown("/bourses", "jobseeker"),
    Shown("/bourses", "counsellor"),
    Shown("/bourses", "counsellor", "/bourses?personne={profile_id}"),
    Shown("/bourses", "agent"),
    Shown("/bourses", "coordinator"),
    Shown("/bourses/appels/{call_id}", "jobseeker", "/bourses/appels/{grant_call_id}"),
    Shown(
        "/bourses/appels/{call_id}",
        "counsellor",
        "/bourses/appels/{grant_call_id}?personne={profile_id}",
    ),
    Shown("/bourses/appels/nouveau", "coordinator"),
    Shown(
        "/bourses/appels/{call_id}/gerer", "coordinator", "/bourses/appels/{grant_call_id}/gerer"
    ),
    Shown(
        "/bourses/appels/{call_id}/decisions",
        "coordinator",
        "/bourses/appels/{grant_call_id}/decisions",
    ),
    *(
        Shown(
            "/bourses/appels/{call_id}/decisions/{application_id}",
            "coordinator",
            f"/bourses/appels/{{grant_call_id}}/decisions/{{{one}}}",
        )
        for one in ("grant_paid_id", "grant_to_score_id")
    ),
    *(
        Shown(
            "/bourses/{application_id}/pas/{name}",
            "jobseeker",
            f"/bourses/{{grant_draft_id}}/pas/{step}",
        )
        for step in GRANT_STEPS
    ),
    Shown("/bourses/{application_id}", "jobseeker", "/bourses/{grant_paid_id}"),
    Shown("/bourses/{application_id}", "jobseeker", "/bourses/{grant_draft_id}"),
    Shown("/bourses/{application_id}", "counsellor", "/bourses/{grant_paid_id}"),
    Shown("/bourses/{application_id}", "counsellor", "/bourses/{grant_to_score_id}"),
    Shown(
        "/bourses/{application_id}/convention",
        "jobseeker",
        "/bourses/{grant_awarded_id}/convention",
    ),
    Shown("/bourses/comite", "coordinator"),
    Shown("/bourses/comite", "counsellor"),
    Shown(
        "/bourses/comite/{call_id}/{application_id}",
        "coordinator",
        "/bourses/comite/{grant_call_id}/{grant_to_score_id}",
    ),
    Shown("/bourses/enveloppes", "coordinator"),
    Shown("/bourses/enveloppes/{envelope_id}", "coordinator", "/bourses/enveloppes/{purse_id}"),
    Shown(
        "/bourses/enveloppes/{envelope_id}",
        "coordinator",
        "/bourses/enveloppes/{purse_id}?quoi=committed",
    ),
    Shown("/imports", "coordinator"),
    Shown("/bilan", "coordinator"),
    Shown("/journal", "officer"),
    Shown("/alertes", "officer", "/alertes?toutes=1"),
    Shown("/alertes/{alert_id}", "officer"),
    Shown("/aides", "coordinator"),
    Shown("/aides/nouvelle", "coordinator"),
    Shown("/aides/{scheme_id}", "coordinator"),
    Shown("/aides/{scheme_id}/version", "coordinator"),
    Shown("/aides/versions/{proposal_id}", "coordinator"),
    Shown("/regles", "coordinator"),
    Shown("/regles/{fact_id}", "coordinator", "/regles/answers.work_employee.title_first"),
    Shown("/regles/{fact_id}", "coordinator", "/regles/steps.check_stay"),
    Shown("/regles/{fact_id}", "coordinator", "/regles/routes.visa"),
    Shown("/regles/versions/{version_id}", "coordinator"),
    Shown("/budgets", "coordinator"),
    Shown("/budgets/{envelope_id}", "coordinator"),
    Shown("/demandes", "coordinator"),
    Shown("/demandes", "employer"),
    Shown("/demandes/{claim_id}", "coordinator"),
    Shown("/embauches", "coordinator"),
    Shown("/embauches", "employer"),
    Shown("/embauches/{hire_id}", "coordinator"),
)

NOT_PAGES: dict[str, str] = {
    "/connexion/avec/{provider_id}": "goes to the provider",
    "/mon-acces/avec/{provider_id}": "goes to the provider",
    "/preuve/avec/{provider_id}": "goes to the provider",
    "/invitation/{token}/avec/{provider_id}": "goes to the provider",
    "/connexion/retour/{provider_id}": "comes from the provider: journeys/test_single_sign_on.py",
    "/notifications/{news_id}": "goes on to what a line leads to",
    "/ouvert/quitter": "goes to the first page",
    "/entreprises/{employer_id}/{step}": "goes back to the employer",
    "/offres/{vacancy_id}/fermer": "goes back to the vacancy",
    "/offres/{vacancy_id}/rouvrir": "goes back to the vacancy",
    "/offres/{vacancy_id}/differente": "goes back to the vacancy",
    "/signalements/{report_id}/{step}": "shows the report",
    "/robots.txt": "for machines",
    "/sitemap.xml": "for machines",
    "/emplois.atom": "for machines",
    "/.well-known/security.txt": "for machines",
    "/offres/{vacancy_id}/rendre": "goes back to the vacancy",
    "/offres/{vacancy_id}/publier": "goes back to the vacancy",
    "/offres/{vacancy_id}/encore": "goes back to the vacancy",
    "/offres/{vacancy_id}/candidats/lot": "goes back to the list",
    "/offres/{vacancy_id}/candidats/lot/{key}/annuler": "goes back to the list",
    "/imports/modele/{kind}.{form}": "a file to download",
    "/imports/{job_id}/remarques.csv": "a file to download",
    "/offres/{vacancy_id}/candidats.csv": "a file to download",
    "/offres/{vacancy_id}/candidats.xlsx": "a file to download",
    "/r/{token}/rendez-vous.ics": "a file to download",
    "/rendez-vous/{candidacy_id}/rendez-vous.ics": "a file to download",
    "/mes-rendez-vous/{candidacy_id}/rendez-vous.ics": "a file to download",
    "/documents/{paper_id}": "a photo or a PDF",
    "/effacement/{token}/recu.json": "a file to download",
    "/journal.csv": "a file to download",
    "/profil/acces.csv": "a file to download",
    "/personnes/{profile_id}/acces.csv": "a file to download",
    "/bilan.csv": "a file to download",
    "/budgets/{envelope_id}/journal.csv": "a file to download",
    "/bilan.xlsx": "a file to download",
    "/bourses/enveloppes/{envelope_id}/journal.csv": "a file to download",
}
"""Addresses that answer no page, and why."""


def routes() -> set[str]:
    """Every address that the gateway answers with something to read."""
    return {
        route.path  # type: ignore[attr-defined]
        for router in gateway_routes.PAGES
        for route in router.routes
        if "GET" in route.methods  # type: ignore[attr-defined]
    }
