"""The terms of schema.org (release 30.0) that our JSON-LD may use: names of types and their properties.

Checked against the release when written. A term that is not here has to be looked up there first,
under the type itself or one it inherits from, and then added.
"""

THING = {"name", "description", "url", "identifier", "image", "sameAs", "alternateName"}
CREATIVE_WORK = THING | {
    "about",
    "abstract",
    "audience",
    "author",
    "creativeWorkStatus",
    "creator",
    "dateModified",
    "datePublished",
    "educationalLevel",
    "encoding",
    "hasPart",
    "inLanguage",
    "isAccessibleForFree",
    "keywords",
    "learningResourceType",
    "license",
    "mentions",
    "publisher",
    "temporalCoverage",
    "timeRequired",
    "version",
}
ORGANIZATION = THING | {"address", "logo", "dissolutionDate"}
MEDIA = CREATIVE_WORK | {"contentUrl", "contentSize", "width", "height"}

PROPERTIES: dict[str, set[str]] = {
    "Article": CREATIVE_WORK | {"headline", "articleSection"},
    "BreadcrumbList": THING | {"itemListElement"},
    "CollectionPage": CREATIVE_WORK,
    "CreativeWork": CREATIVE_WORK,
    "DefinedTerm": THING,
    "EducationalAudience": THING | {"educationalRole"},
    "EducationalOrganization": ORGANIZATION,
    "GeoCoordinates": THING | {"latitude", "longitude"},
    "HowTo": CREATIVE_WORK | {"step", "supply", "totalTime"},
    "HowToSection": CREATIVE_WORK | {"itemListElement", "position"},
    "HowToStep": CREATIVE_WORK | {"position", "text"},
    "HowToSupply": THING,
    "ImageObject": MEDIA | {"caption", "creditText"},
    "LearningResource": CREATIVE_WORK,
    "ListItem": THING | {"item", "position"},
    "MediaObject": MEDIA,
    "Organization": ORGANIZATION,
    "Person": THING,
    "PostalAddress": THING | {"addressCountry", "addressLocality", "addressRegion"},
    "PropertyValue": THING | {"propertyID", "value"},
    "SchoolDistrict": THING | {"address", "geo"},
    "WebPage": CREATIVE_WORK,
    "WebSite": CREATIVE_WORK,
}


def allowed(types: str | list[str]) -> set[str]:
    """Return what a node of `types` may say: the properties of any of them."""
    names = [types] if isinstance(types, str) else types
    return set().union(*(PROPERTIES[name] for name in names))
