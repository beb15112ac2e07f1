"""What a language calls itself."""

from django.conf import settings
from django.utils.translation import get_language_info


def own_name(code: str) -> str:
    """Return the name of a language in itself, `español`.

    Django does not know that of every language spoken at a school: then it is called what the settings call
    it, or by its code.
    """
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return str(dict(settings.LANGUAGES).get(code, code))
