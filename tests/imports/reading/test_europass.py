"""The Europass CV in XML, of both versions, and XML that wants more than to be read."""

from __future__ import annotations

import pytest

from amuddu.imports.columns import by_header
from amuddu.imports.reading import read
from amuddu.imports.rows import UnreadableFile

PASSPORT = """<?xml version="1.0" encoding="UTF-8"?>
<SkillsPassport xmlns="http://europass.cedefop.europa.eu/Europass" locale="fr">
 <DocumentInfo><DocumentType>ECV</DocumentType></DocumentInfo>
 <LearnerInfo>
  <Identification>
   <PersonName><FirstName>Moussa</FirstName><Surname>Essai</Surname></PersonName>
   <ContactInfo>
    <Address><Contact><Municipality>Tanger</Municipality></Contact></Address>
    <Email><Contact>moussa@exemple.ma</Contact></Email>
    <TelephoneList>
     <Telephone><Contact>0600000001</Contact><Use><Code>mobile</Code></Use></Telephone>
     <Telephone><Contact>0600000002</Contact></Telephone>
    </TelephoneList>
   </ContactInfo>
   <Demographics>
    <Birthdate year="1990" month="--03" day="---12"/>
    <Gender><Code>M</Code></Gender>
    <NationalityList><Nationality><Code>SN</Code><Label>Sénégal</Label></Nationality></NationalityList>
   </Demographics>
   <Photo><MimeType>image/png</MimeType><Data>PIXELS</Data></Photo>
  </Identification>
  <Headline><Type><Code>preferred_job</Code></Type><Description><Label>Soudeur</Label></Description></Headline>
  <WorkExperienceList>
   <WorkExperience>
    <Period><From year="2018" month="--01"/><To year="2021" month="--01"/><Current>false</Current></Period>
    <Position><Label>Soudeur à l'arc</Label></Position>
   </WorkExperience>
   <WorkExperience><Position><Label>Manœuvre</Label></Position></WorkExperience>
  </WorkExperienceList>
  <EducationList><Education><Title>Brevet</Title></Education></EducationList>
  <Skills>
   <Linguistic>
    <MotherTongueList><MotherTongue><Description><Code>wo</Code><Label>wolof</Label></Description></MotherTongue></MotherTongueList>
    <ForeignLanguageList><ForeignLanguage><Description><Code>fr</Code><Label>français</Label></Description>
     <ProficiencyLevel><Listening>C1</Listening><SpokenInteraction>B2</SpokenInteraction></ProficiencyLevel>
    </ForeignLanguage></ForeignLanguageList>
   </Linguistic>
   <JobRelated><Description>Soudure à l'arc</Description></JobRelated>
  </Skills>
 </LearnerInfo>
</SkillsPassport>"""  # noqa: E501
CANDIDATE = """<?xml version="1.0" encoding="UTF-8"?>
<Candidate xmlns="http://www.europass.eu/1.0" xmlns:oa="http://www.openapplications.org/oagis/9"
 xmlns:eures="http://www.europass_eures.eu/1.0" xmlns:hr="http://www.hr-xml.org/3">
 <hr:DocumentID schemeID="Essai">1</hr:DocumentID>
 <CandidatePerson>
  <PersonName><oa:GivenName>Awa</oa:GivenName><hr:FamilyName>Essai</hr:FamilyName></PersonName>
  <Communication><ChannelCode>Email</ChannelCode><oa:URI>awa@exemple.ma</oa:URI></Communication>
  <Communication><ChannelCode>Telephone</ChannelCode><UseCode>mobile</UseCode>
   <CountryDialing>212</CountryDialing><oa:DialNumber>600000003</oa:DialNumber></Communication>
  <Communication><UseCode>home</UseCode><Address type="home"><oa:CityName>Rabat</oa:CityName>
   <CountryCode>ma</CountryCode></Address></Communication>
  <NationalityCode>ci</NationalityCode>
  <hr:BirthDate>1994-06-02</hr:BirthDate>
  <GenderCode>female</GenderCode>
  <PrimaryLanguageCode name="NORMAL">fre</PrimaryLanguageCode>
 </CandidatePerson>
 <CandidateProfile languageCode="fr">
  <hr:ExecutiveSummary>Je couds.</hr:ExecutiveSummary>
  <EmploymentHistory>
   <EmployerHistory><hr:OrganizationName>Atelier Essai</hr:OrganizationName>
    <PositionHistory><PositionTitle typeCode="FREETEXT">Couturière</PositionTitle>
     <eures:EmploymentPeriod>
      <eures:StartDate><hr:FormattedDateTime>2019-01</hr:FormattedDateTime></eures:StartDate>
      <eures:EndDate><hr:FormattedDateTime>2022-01-31</hr:FormattedDateTime></eures:EndDate>
     </eures:EmploymentPeriod></PositionHistory></EmployerHistory>
   <EmployerHistory>
    <PositionHistory><PositionTitle>Vendeuse</PositionTitle>
     <eures:EmploymentPeriod>
      <eures:StartDate><hr:FormattedDateTime>2018</hr:FormattedDateTime></eures:StartDate>
      <eures:EndDate><hr:FormattedDateTime>2018-12</hr:FormattedDateTime></eures:EndDate>
     </eures:EmploymentPeriod></PositionHistory></EmployerHistory>
  </EmploymentHistory>
  <EducationHistory><EducationOrganizationAttendance/><X>1</X></EducationHistory>
  <PersonQualifications>
   <PersonCompetency><CompetencyID schemeName="ESCO">fre</CompetencyID><hr:TaxonomyID>language</hr:TaxonomyID></PersonCompetency>
   <PersonCompetency><CompetencyID>eng</CompetencyID><hr:TaxonomyID>language</hr:TaxonomyID>
    <eures:CompetencyDimension><hr:CompetencyDimensionTypeCode>CEF-Understanding-Listening</hr:CompetencyDimensionTypeCode>
     <eures:Score><hr:ScoreText>B2</hr:ScoreText></eures:Score></eures:CompetencyDimension>
    <eures:CompetencyDimension><hr:CompetencyDimensionTypeCode>CEF-Speaking-Interaction</hr:CompetencyDimensionTypeCode>
     <eures:Score><hr:ScoreText>A2</hr:ScoreText></eures:Score></eures:CompetencyDimension>
   </PersonCompetency>
   <PersonCompetency><hr:CompetencyName>Patron</hr:CompetencyName></PersonCompetency>
  </PersonQualifications>
 </CandidateProfile>
</Candidate>"""  # noqa: E501


def test_version_3_becomes_a_profile() -> None:
    table = read(PASSPORT.encode(), "cv.xml", known=by_header("profiles"))
    (row,) = table.rows
    assert row.cells == {
        "given_name": "Moussa",
        "family_name": "Essai",
        "sex": "M",
        "birth_year": 1990,
        "birth_month": 3,
        "nationality": "SN",
        "email": "moussa@exemple.ma",
        "phone": "0600000001",
        "place": "Tanger",
        "occupations": ["Soudeur"],
        "skills": ["Soudure à l'arc"],
        "languages": "wolof maternelle; français B2",
        "experience.title": "Soudeur à l'arc",
        "experience.months": 36,
    }
    assert {note.column for note in row.notes} == {"phone", "experience.title"}
    assert {note.column for note in table.notes} == {"Identification.Photo", "Education"}


def test_what_the_portal_gives_becomes_a_profile() -> None:
    table = read(
        CANDIDATE.replace("UTF-8", "UTF-16").encode("utf-16"), "cv.xml", known=by_header("profiles")
    )
    (row,) = table.rows
    assert row.cells == {
        "given_name": "Awa",
        "family_name": "Essai",
        "sex": "female",
        "birth_year": "1994-06-02",
        "nationality": "ci",
        "phone": "+212600000003",
        "email": "awa@exemple.ma",
        "place": "Rabat",
        "about": "Je couds.",
        "occupations": ["Couturière", "Vendeuse"],
        "experience.title": "Couturière",
        "experience.months": 36,
        "languages": "fre maternelle; eng A2",
        "skills": ["Patron"],
    }
    named = {column.field: column for column in by_header("profiles").values()}
    assert named["languages"].read(row.cells["languages"]) == [
        {"code": "fr", "level": "native"},
        {"code": "en", "level": "A2"},
    ]
    assert {note.column for note in table.notes} == {"CandidateProfile.EducationHistory"}


LAUGHS = '<!ENTITY l0 "ha">' + "".join(
    f'<!ENTITY l{n} "&l{n - 1};&l{n - 1};">' for n in range(1, 30)
)
HOSTILE = {
    "laughs": f"<!DOCTYPE a [{LAUGHS}]><SkillsPassport>&l29;</SkillsPassport>",
    "file": '<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/hostname">]><Candidate>&f;</Candidate>',
    "fetched": '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><Candidate/>',
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_document_that_declares_entities_is_not_read(name: str, encoding: str) -> None:
    text = HOSTILE[name]
    if encoding == "utf-16":
        text = '<?xml version="1.0" encoding="UTF-16"?>' + text
    with pytest.raises(UnreadableFile) as refused:
        read(text.encode(encoding), "cv.xml")
    assert "DOCTYPE" in refused.value.text.in_("fr")


@pytest.mark.parametrize(
    ("content", "name", "word"),
    [
        ("<Candidate><CandidatePerson></Candidate>", "cv.xml", "abîmé à la ligne 1"),
        ("<rss><item/></rss>", "flux.xml", "n'est pas un CV Europass"),
        ("<a>" * 60 + "</a>" * 60, "cv.xml", "trop profond"),
        ("%PDF-1.7 ...", "cv.pdf", "fichier XML"),
        ("%PDF-1.7 ...", "liste.xlsx", "Un PDF ne se lit pas"),
    ],
)
def test_what_is_no_europass_says_what_to_do(content: str, name: str, word: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(content.encode(), name)
    assert word in refused.value.text.in_("fr")
