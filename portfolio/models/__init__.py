from portfolio.models.conditions import DraftCondition
from portfolio.models.content_requests import ContentRequest, RequestAnswer
from portfolio.models.delivery import DeliverySettings
from portfolio.models.districts import District, DistrictIndexPage, DistrictPage
from portfolio.models.imports import DistrictImport
from portfolio.models.innovations import InnovationIndexPage, InnovationPage
from portfolio.models.media import Consent, File, Picture, Rendition
from portfolio.models.messages import ContactMessage
from portfolio.models.pages import PortfolioPage
from portfolio.models.people import Organisation, Person
from portfolio.models.periodic import PeriodicJob
from portfolio.models.playbooks import PlaybookIndexPage, PlaybookPage
from portfolio.models.previews import PreviewLink
from portfolio.models.reading import EntryUse
from portfolio.models.reviews import ReviewReminder
from portfolio.models.spaces import DistrictSpace
from portfolio.models.stories import StoryIndexPage, StoryPage
from portfolio.models.taxonomy import Theme
from portfolio.models.throttle import Attempt
from portfolio.models.toolkits import ToolkitIndexPage, ToolkitPage
from portfolio.models.users import User
from portfolio.publication.models import Dependency, LogHead, OutboxRow, PublicDocument, PublicFile

__all__ = [
    "Attempt", "Consent", "ContactMessage", "ContentRequest", "DeliverySettings", "Dependency", "District",
    "DistrictImport", "DistrictIndexPage", "DistrictPage", "DistrictSpace", "DraftCondition", "EntryUse",
    "File", "InnovationIndexPage", "InnovationPage", "LogHead", "Organisation", "OutboxRow", "PeriodicJob",
    "Person", "Picture", "PlaybookIndexPage", "PlaybookPage", "PortfolioPage", "PreviewLink",
    "PublicDocument", "PublicFile", "Rendition", "RequestAnswer", "ReviewReminder", "StoryIndexPage",
    "StoryPage", "Theme", "ToolkitIndexPage", "ToolkitPage", "User",
]  # fmt: skip
