"""Names: codes with their words, and how one document names others, places and people."""

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict  # pydantic reads typing's own only from Python 3.12 on

EntryKind = Literal["district", "innovation", "story", "toolkit", "playbook"]
Kind = Literal["home", "page", "index", "district", "innovation", "story", "toolkit", "playbook"]

Url = Annotated[str, Field(json_schema_extra={"format": "uri"})]
Date = Annotated[str, Field(json_schema_extra={"format": "date"})]
Timestamp = Annotated[str, Field(json_schema_extra={"format": "date-time"})]


class Term(TypedDict):
    """A value from a closed list: its code, which stays, and the words for it in the document's language."""

    code: str
    label: str


class ThemeRef(TypedDict):
    """A theme that an entry is about."""

    slug: str
    name: str
    path: str
    """`/themes/<slug>/`"""
    url: Url


class Ref(TypedDict):
    """Another public document, by name. Only public ones are ever named."""

    id: str
    kind: Kind
    title: str
    path: str
    url: Url


class Breadcrumb(TypedDict):
    """A page on the way from the home page to this one."""

    title: str
    path: str
    url: Url


class LicenceInfo(TypedDict):
    """Under what terms others may use it."""

    code: str
    """SPDX identifier, such as `CC-BY-4.0`, or a code of RightsStatements.org, such as `InC`"""
    label: str
    url: Url | None


class DistrictRef(TypedDict):
    """A district that an entry is from."""

    leaid: str
    """NCES identifier of the district: text of seven digits, with leading zeros"""
    name: str
    state: str
    """USPS code; "" for samples"""
    state_name: str
    page: Ref | None
    """The district's own document, where it is a public member of this portfolio"""


class ContactInfo(TypedDict):
    """A person, as readers may know of them. There is never an e-mail address."""

    name: str
    role: str
    form_path: str | None
    """The form for writing to them; null where readers may not"""
    form_url: Url | None


class Quote(TypedDict):
    """What somebody said, who agreed to be quoted."""

    text: str
    name: str
    role: str
