"""The closed lists that entries are described, compared and filtered by."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class GradeBand(models.TextChoices):
    PRE_K = "pk", _("Pre-K")
    K_2 = "k-2", _("K–2")
    GRADES_3_5 = "3-5", _("Grades 3–5")
    GRADES_6_8 = "6-8", _("Grades 6–8")
    GRADES_9_12 = "9-12", _("Grades 9–12")
    ADULT = "adult", _("Adult and transition")


class StudentGroup(models.TextChoices):
    ALL = "all", _("All students")
    ELL = "ell", _("English learners")
    IEP = "iep", _("Students with disabilities (IEP or 504)")
    FRL = "frl", _("Students from low-income families")
    GIFTED = "gifted", _("Gifted and advanced learners")
    MIGRANT = "migrant", _("Migrant students")
    HOMELESS = "homeless", _("Students without a stable home, or in foster care")
    NATIVE = "native", _("American Indian, Alaska Native and Native Hawaiian students")
    OVERAGE = "overage", _("Students behind in credits or returning to school")


class Role(models.TextChoices):
    TEACHER = "teacher", _("Teachers")
    PRINCIPAL = "principal", _("Principals")
    SUPERINTENDENT = "superintendent", _("Superintendents")
    COUNSELOR = "counselor", _("Counselors and student support")
    COACH = "coach", _("Coaches and specialists")
    DISTRICT_STAFF = "district-staff", _("District office")
    SCHOOL_BOARD = "school-board", _("School board")
    FAMILY = "family", _("Families")
    STUDENT = "student", _("Students")
    PARTNER = "partner", _("Community partners")


class Maturity(models.TextChoices):
    IDEA = "idea", _("Idea")
    PILOT = "pilot", _("Pilot")
    GROWING = "growing", _("Growing")
    ESTABLISHED = "established", _("Established")
    SUSTAINED = "sustained", _("Sustained")
    STOPPED = "stopped", _("Stopped")


class CostBand(models.TextChoices):
    """Whole cost of the first year, as a district would have to find it."""

    NONE = "none", _("No new money")
    LOW = "low", _("Under $25,000")
    MEDIUM = "medium", _("$25,000 to $100,000")
    HIGH = "high", _("$100,000 to $500,000")
    VERY_HIGH = "very-high", _("Over $500,000")


class Licence(models.TextChoices):
    """SPDX identifiers, and RightsStatements.org codes where no licence is given."""

    CC0 = "CC0-1.0", _("CC0 1.0 (no rights reserved)")
    CC_BY = "CC-BY-4.0", _("CC BY 4.0 (credit us)")
    CC_BY_SA = "CC-BY-SA-4.0", _("CC BY-SA 4.0 (credit us, share alike)")
    CC_BY_NC = "CC-BY-NC-4.0", _("CC BY-NC 4.0 (credit us, no commercial use)")
    CC_BY_ND = "CC-BY-ND-4.0", _("CC BY-ND 4.0 (credit us, no changes)")
    CC_BY_NC_SA = "CC-BY-NC-SA-4.0", _("CC BY-NC-SA 4.0 (credit, not commercial, share alike)")
    CC_BY_NC_ND = "CC-BY-NC-ND-4.0", _("CC BY-NC-ND 4.0 (credit, not commercial, no changes)")
    PUBLIC_DOMAIN = "NoC-US", _("Public domain in the United States")
    IN_COPYRIGHT = "InC", _("In copyright: ask before use")
    IN_COPYRIGHT_EDU = "InC-EDU", _("In copyright: educational use permitted")


LICENCE_URLS = {
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    Licence.CC_BY_NC: "https://creativecommons.org/licenses/by-nc/4.0/",
    Licence.CC_BY_ND: "https://creativecommons.org/licenses/by-nd/4.0/",
    Licence.CC_BY_NC_SA: "https://creativecommons.org/licenses/by-nc-sa/4.0/",
    Licence.CC_BY_NC_ND: "https://creativecommons.org/licenses/by-nc-nd/4.0/",
    Licence.PUBLIC_DOMAIN: "http://rightsstatements.org/vocab/NoC-US/1.0/",
    Licence.IN_COPYRIGHT: "http://rightsstatements.org/vocab/InC/1.0/",
    Licence.IN_COPYRIGHT_EDU: "http://rightsstatements.org/vocab/InC-EDU/1.0/",
}


class EntryKind(models.TextChoices):
    INNOVATION = "innovation", _("Innovation")
    STORY = "story", _("Story")
    TOOLKIT = "toolkit", _("Toolkit")
    PLAYBOOK = "playbook", _("Playbook")


class StoryKind(models.TextChoices):
    STORY = "story", _("Story")
    CASE_STUDY = "case-study", _("Case study")
    VISIT_NOTE = "visit-note", _("Visit note")


class ItemKind(models.TextChoices):
    """What a toolkit item is for; LRMI `learningResourceType`."""

    TEMPLATE = "template", _("Template")
    GUIDE = "guide", _("Guide")
    RUBRIC = "rubric", _("Rubric")
    LESSON = "lesson", _("Lesson or unit")
    SLIDES = "slides", _("Slides")
    WORKSHEET = "worksheet", _("Worksheet")
    VIDEO = "video", _("Video")
    DATA = "data", _("Data or spreadsheet")
    POLICY = "policy", _("Policy or agreement")
    SURVEY = "survey", _("Survey")
    WEBSITE = "website", _("Website")


class Difficulty(models.TextChoices):
    EASY = "easy", _("Easy")
    MODERATE = "moderate", _("Takes some work")
    HARD = "hard", _("Hard")


class OrganisationKind(models.TextChoices):
    SCHOOL = "school", _("School")
    STATE_AGENCY = "state-agency", _("State education agency")
    UNIVERSITY = "university", _("University or research group")
    NONPROFIT = "nonprofit", _("Nonprofit")
    FUNDER = "funder", _("Funder")
    VENDOR = "vendor", _("Company")
    COMMUNITY = "community", _("Community organization")
    NETWORK = "network", _("Network or consortium")


class LeaType(models.IntegerChoices):
    """NCES Common Core of Data, LEA_TYPE."""

    REGULAR = 1, _("Regular local school district")
    COMPONENT = 2, _("Component of a supervisory union")
    SUPERVISORY_UNION = 3, _("Supervisory union administrative center")
    SERVICE_AGENCY = 4, _("Regional education service agency")
    STATE_AGENCY = 5, _("State agency providing instruction")
    FEDERAL_AGENCY = 6, _("Federal agency providing instruction")
    CHARTER = 7, _("Independent charter district")
    OTHER = 8, _("Other education agency")
    SPECIALIZED = 9, _("Specialized public school district")


class Locale(models.IntegerChoices):
    """NCES urban-centric locale codes; the tens give city, suburb, town, rural."""

    CITY_LARGE = 11, _("City: Large")
    CITY_MIDSIZE = 12, _("City: Mid-size")
    CITY_SMALL = 13, _("City: Small")
    SUBURB_LARGE = 21, _("Suburb: Large")
    SUBURB_MIDSIZE = 22, _("Suburb: Mid-size")
    SUBURB_SMALL = 23, _("Suburb: Small")
    TOWN_FRINGE = 31, _("Town: Fringe")
    TOWN_DISTANT = 32, _("Town: Distant")
    TOWN_REMOTE = 33, _("Town: Remote")
    RURAL_FRINGE = 41, _("Rural: Fringe")
    RURAL_DISTANT = 42, _("Rural: Distant")
    RURAL_REMOTE = 43, _("Rural: Remote")


class LocaleGroup(models.TextChoices):
    CITY = "city", _("City")
    SUBURB = "suburb", _("Suburb")
    TOWN = "town", _("Town")
    RURAL = "rural", _("Rural")


LOCALE_GROUPS = {
    1: LocaleGroup.CITY,
    2: LocaleGroup.SUBURB,
    3: LocaleGroup.TOWN,
    4: LocaleGroup.RURAL,
}


class SizeBand(models.TextChoices):
    """Students in the district, in the bands that NCES tables use, coarsened."""

    TINY = "under-600", _("Under 600 students")
    SMALL = "600-2499", _("600 to 2,499 students")
    MEDIUM = "2500-9999", _("2,500 to 9,999 students")
    LARGE = "10000-49999", _("10,000 to 49,999 students")
    VERY_LARGE = "50000-up", _("50,000 students and more")


class State(models.TextChoices):
    """USPS codes of the states, DC, the outlying areas and the Bureau of Indian Education (BI)."""

    AL = "AL", _("Alabama")
    AK = "AK", _("Alaska")
    AZ = "AZ", _("Arizona")
    AR = "AR", _("Arkansas")
    CA = "CA", _("California")
    CO = "CO", _("Colorado")
    CT = "CT", _("Connecticut")
    DE = "DE", _("Delaware")
    DC = "DC", _("District of Columbia")
    FL = "FL", _("Florida")
    GA = "GA", _("Georgia")
    HI = "HI", _("Hawaii")
    ID = "ID", _("Idaho")
    IL = "IL", _("Illinois")
    IN = "IN", _("Indiana")
    IA = "IA", _("Iowa")
    KS = "KS", _("Kansas")
    KY = "KY", _("Kentucky")
    LA = "LA", _("Louisiana")
    ME = "ME", _("Maine")
    MD = "MD", _("Maryland")
    MA = "MA", _("Massachusetts")
    MI = "MI", _("Michigan")
    MN = "MN", _("Minnesota")
    MS = "MS", _("Mississippi")
    MO = "MO", _("Missouri")
    MT = "MT", _("Montana")
    NE = "NE", _("Nebraska")
    NV = "NV", _("Nevada")
    NH = "NH", _("New Hampshire")
    NJ = "NJ", _("New Jersey")
    NM = "NM", _("New Mexico")
    NY = "NY", _("New York")
    NC = "NC", _("North Carolina")
    ND = "ND", _("North Dakota")
    OH = "OH", _("Ohio")
    OK = "OK", _("Oklahoma")
    OR = "OR", _("Oregon")
    PA = "PA", _("Pennsylvania")
    RI = "RI", _("Rhode Island")
    SC = "SC", _("South Carolina")
    SD = "SD", _("South Dakota")
    TN = "TN", _("Tennessee")
    TX = "TX", _("Texas")
    UT = "UT", _("Utah")
    VT = "VT", _("Vermont")
    VA = "VA", _("Virginia")
    WA = "WA", _("Washington")
    WV = "WV", _("West Virginia")
    WI = "WI", _("Wisconsin")
    WY = "WY", _("Wyoming")
    BI = "BI", _("Bureau of Indian Education")
    AS = "AS", _("American Samoa")
    GU = "GU", _("Guam")
    MP = "MP", _("Northern Mariana Islands")
    PR = "PR", _("Puerto Rico")
    VI = "VI", _("U.S. Virgin Islands")


STATE_BY_FIPS = {
    "01": "AL", "02": "AK", "04": "AZ", "05": "AR", "06": "CA", "08": "CO", "09": "CT",
    "10": "DE", "11": "DC", "12": "FL", "13": "GA", "15": "HI", "16": "ID", "17": "IL",
    "18": "IN", "19": "IA", "20": "KS", "21": "KY", "22": "LA", "23": "ME", "24": "MD",
    "25": "MA", "26": "MI", "27": "MN", "28": "MS", "29": "MO", "30": "MT", "31": "NE",
    "32": "NV", "33": "NH", "34": "NJ", "35": "NM", "36": "NY", "37": "NC", "38": "ND",
    "39": "OH", "40": "OK", "41": "OR", "42": "PA", "44": "RI", "45": "SC", "46": "SD",
    "47": "TN", "48": "TX", "49": "UT", "50": "VT", "51": "VA", "53": "WA", "54": "WV",
    "55": "WI", "56": "WY", "59": "BI", "60": "AS", "66": "GU", "69": "MP", "72": "PR",
    "78": "VI",
}  # fmt: skip
"""FIPS code, which is how a LEAID begins, to USPS code."""

DEFENSE_PREFIXES = frozenset({"58", "61", "63"})
"""How LEAIDs of the Department of Defense's schools begin: NCES gives them a number but no state."""

FEDERAL_PREFIXES = DEFENSE_PREFIXES | {"59"}
"""Those, and the Bureau of Indian Education's: their addresses lie in states they do not belong to."""

SAMPLE_PREFIX = "99"
"""No state has this FIPS code: LEAIDs that begin with it belong to invented sample districts."""


def size_band(students: int) -> SizeBand:
    """Return the band for a number of `students` ≥ 0."""
    for limit, band in (
        (600, SizeBand.TINY),
        (2_500, SizeBand.SMALL),
        (10_000, SizeBand.MEDIUM),
        (50_000, SizeBand.LARGE),
    ):
        if students < limit:
            return band
    return SizeBand.VERY_LARGE
