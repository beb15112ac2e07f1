"""Documents as JSON-LD, in the words of schema.org."""

import json
from typing import Any


def jsonld(doc: Any, site: Any, canonical_url: str) -> str:
    """Return the breadcrumbs of `doc` as JSON-LD that is safe inside a script element."""
    trail = [*doc["body"]["breadcrumbs"], {"title": doc["title"], "path": doc["path"]}]
    data = {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": number,
                "name": step["title"],
                "item": site["url"] + step["path"],
            }
            for number, step in enumerate(trail, 1)
        ],
    }
    text = json.dumps(data, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
