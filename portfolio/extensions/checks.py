"""What is wrong with the plugins, in plain words: for `manage.py check` and `plugins doctor`."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, get_args, get_type_hints

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Warning, register
from django.db import connection
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template
from django.urls.resolvers import get_resolver
from typing_extensions import is_typeddict

from portfolio.extensions import registry
from portfolio.extensions.config import VERSION, PluginConfig
from portfolio.extensions.declaration import Extensions, Section
from portfolio.extensions.kind_checks import fault, wrong_kinds
from portfolio.extensions.sample_checks import wrong_sample

PLACES = ("content", "after")


@register("plugins")
def plugins_are_sound(**kwargs: Any) -> list[CheckMessage]:
    return [
        *_unknown(),
        *_not_plugins(),
        *(found for config in registry.installed() for found in wrong_with(config)),
    ]


def tables_are_there() -> list[CheckMessage]:
    """Look into the database as well: entries cannot be saved while a table for their rows is missing.

    A database without any of our tables is still to be made, and nothing is missing from it.
    """
    there = set(connection.introspection.table_names())
    if "portfolio_portfoliopage" not in there:
        return []
    return [
        fault(20, f"{config.label} lacks its table {table}.", "Run migrate; or uninstall it, and restart.")
        for config in registry.installed()
        for table in sorted({model._meta.db_table for model in config.get_models()} - there)
    ]


def _unknown() -> Iterator[CheckMessage]:
    there = {config.label for config in registry.installed()}
    for label in settings.PLUGINS:
        if label not in there:
            known = ", ".join(sorted(there)) or "none"
            yield fault(1, f"PLUGINS names “{label}”, which is not installed.", f"There is: {known}.")


def _not_plugins() -> Iterator[CheckMessage]:
    for config in apps.get_app_configs():
        if config.name.startswith("plugins.") and not isinstance(config, PluginConfig):
            hint = "Let the class in its apps.py extend portfolio.extensions.PluginConfig."
            yield fault(2, f"{config.name} is in plugins/ and is no plugin.", hint)


def wrong_with(config: PluginConfig) -> list[CheckMessage]:
    """Return what is wrong with one plugin. What is off is looked at too, but for its settings; what is
    wrong with it is a warning then, since it stops nothing."""
    found = _wrong_with(config)
    if config.is_enabled:
        return found
    return [Warning(each.msg, hint=each.hint, id=each.id) for each in found]


def _wrong_with(config: PluginConfig) -> list[CheckMessage]:
    try:
        extensions = registry.declared(config)
    except registry.PluginError as error:
        return [fault(3, str(error), "docs/plugins/README.md shows what it has to hold. Then run migrate.")]
    return [
        *_versions(config),
        *_settings(config),
        *_audience(config, extensions),
        *_addresses(config, extensions),
        *_access(config, extensions),
        *_kinds(config, extensions),
        *_sections(config, extensions),
        *wrong_kinds(config, extensions),
        *wrong_sample(config, extensions),
        *_reads(config, extensions),
        *_named(config, extensions),
        *_slots(config, extensions),
        *_taken(config, extensions),
    ]


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def _versions(config: PluginConfig) -> Iterator[CheckMessage]:
    if not config.version:
        yield fault(4, f"{config.label} has no version.", 'Set `version = "1.0"` in its apps.py.')
    if not _number(config.minimum) <= _number(VERSION) <= _number(config.maximum):
        yield fault(
            5,
            f"{config.label} {config.version} works with the plugin contract {config.minimum} to "
            f"{config.maximum}; this Groundwork has {VERSION}.",
            f"Install another version of it, or take “{config.label}” out of INSTALLED_APPS and PLUGINS.",
        )


def _settings(config: PluginConfig) -> Iterator[CheckMessage]:
    for name in config.needs_settings if config.is_enabled else ():
        if not getattr(settings, name, None):
            yield fault(6, f"{config.label} needs the setting {name}.", "Its README says what it is.")


def _audience(config: PluginConfig, extensions: Extensions) -> Iterator[CheckMessage]:
    if extensions.routes and not extensions.routes.audience:
        hint = "State `audience=Audience.PUBLIC`, WRITERS or NETWORK; until then they do not answer."
        yield fault(7, f"{config.label} does not say whom its addresses are for.", hint)


def _addresses(config: PluginConfig, extensions: Extensions) -> Iterator[CheckMessage]:
    if extensions.routes:
        try:
            _ = get_resolver(extensions.routes.urls).url_patterns
        except Exception as error:  # noqa: BLE001  (whatever its module raises is what is wrong with it)
            told = f"{config.label}: {extensions.routes.urls} cannot be read: {type(error).__name__}: {error}"
            yield fault(17, told, "It holds `urlpatterns`, as docs/plugins/routes.md shows.")


def _access(config: PluginConfig, extensions: Extensions) -> Iterator[CheckMessage]:
    names = {model.__name__ for model in config.get_models()}
    for name in sorted(names - extensions.access.keys()):
        hint = f'Add `access={{"{name}": Access.…}}` to its Extensions.'
        yield fault(8, f"{config.label} does not say who may write its {name} rows.", hint)
    for name in sorted(extensions.access.keys() - names):
        yield fault(9, f"{config.label} states access to {name}, which is no model of it.", "Remove it.")


def _kinds(config: PluginConfig, extensions: Extensions) -> Iterator[CheckMessage]:
    from portfolio.publication.schema import EntryKind

    known = get_args(EntryKind)
    points: list[Any] = [*extensions.sections, *extensions.panels, *extensions.checks]
    for kind in sorted({kind for point in points for kind in point.kinds} - set(known)):
        yield fault(15, f"{config.label}: there is no kind “{kind}”.", f"There is: {', '.join(known)}.")


def _sections(config: PluginConfig, extensions: Extensions) -> Iterator[CheckMessage]:
    start = config.label.replace("_", "").capitalize()
    schemas = [section.schema for section in extensions.sections]
    schemas += [half for kind in extensions.kinds for half in (kind.card, kind.body)]
    for name in sorted({name for schema in schemas for name in _schema_names(schema)}):
        if not name.startswith(start):
            hint = f"Call it {start}{name}: two plugins' schemas of one name would be mixed up."
            yield fault(10, f"{config.label}: the schema {name} is not named after its plugin.", hint)


def _reads(config: PluginConfig, extensions: Extensions) -> Iterator[CheckMessage]:
    """Look for the relations that would be loaded with every page: a wrong one stops them all."""
    from portfolio.publication.compiler import compiled_models

    models = {getattr(model, "kind", ""): model for model in compiled_models()}
    for section in extensions.sections:
        wanted = [(kind, path.split("__")[0]) for kind in section.kinds for path in section.reads]
        for kind, name in wanted:
            if kind in models and not hasattr(models[kind], name):
                hint = "Name it as the ParentalKey's related_name does."
                yield fault(16, f"{config.label}: an entry ({kind}) has no “{name}” to read.", hint)


def _named(config: PluginConfig, extensions: Extensions) -> Iterator[CheckMessage]:
    known = {model._meta.label_lower for model in apps.get_models()}
    for name in extensions.named:
        if name.lower() not in known:
            yield fault(18, f"{config.label} names {name}, which is no model.", 'Write "label.Model".')


def _schema_names(schema: Any) -> set[str]:
    """Return the names of a TypedDict and of those within it."""
    if not is_typeddict(schema):
        return {name for part in get_args(schema) for name in _schema_names(part)}
    return {
        schema.__name__,
        *(name for hint in get_type_hints(schema).values() for name in _schema_names(hint)),
    }


def _slots(config: PluginConfig, extensions: Extensions) -> Iterator[CheckMessage]:
    names = [section.name for section in extensions.sections]
    for slot in extensions.slots:
        if slot.place not in PLACES:
            yield fault(
                11, f"{config.label}: there is no place “{slot.place}”.", f"There is: {', '.join(PLACES)}."
            )
        if slot.section not in names:
            yield fault(
                12, f"{config.label}: a slot shows “{slot.section}”, which is no section of it.", "Add it."
            )
        try:
            get_template(slot.template)
        except TemplateDoesNotExist:
            yield fault(
                13, f"{config.label}: there is no template {slot.template}.", "It lies in its templates/."
            )
        except TemplateSyntaxError as error:
            yield fault(19, f"{config.label}: the template {slot.template} is wrong: {error}", "Mend it.")


def _taken(config: PluginConfig, extensions: Extensions) -> Iterator[CheckMessage]:
    """Find names that something else has: ours, or another plugin's."""
    from portfolio.publication.documents import FACETS, FILTERS_ALONE
    from portfolio.publication.schema import KINDS

    for section in extensions.sections:
        bodies = [KINDS[kind].body for kind in section.kinds if kind in KINDS]
        parts = {key for body in bodies for key in body.__annotations__}
        ours = {
            key for kind in section.kinds for known in (FACETS, FILTERS_ALONE) for key in known.get(kind, ())
        }
        keys = [facet.key for facet in section.facets]
        orders = [order.key for order in section.orders]
        yield from _clash(config, [section.name], parts | _elsewhere(config, "sections"))
        yield from _clash(config, keys, ours | _elsewhere(config, "facets"))
        yield from _clash(config, orders, _our_orders() | _elsewhere(config, "orders"))
    names = [section.name for section in extensions.sections]
    yield from _clash(config, names, set())


def _our_orders() -> set[str]:
    """Return what lists are ordered or ranged by without any plugin."""
    from portfolio.publication.asking import ORDERS
    from portfolio.publication.filters import NUMBERS

    return {*ORDERS, *(name for numbers in NUMBERS.values() for name in numbers)}


def _elsewhere(config: PluginConfig, what: str) -> set[str]:
    sections = [
        section
        for other in registry.enabled()
        if other.label != config.label
        for section in _sections_of(other)
    ]
    if what == "sections":
        return {section.name for section in sections}
    if what == "orders":
        return {order.key for section in sections for order in section.orders}
    return {facet.key for section in sections for facet in section.facets}


def _sections_of(config: PluginConfig) -> Iterable[Section[Any]]:
    try:
        return registry.declared(config).sections
    except registry.PluginError:
        return ()  # told of where it is looked at itself


def _clash(config: PluginConfig, names: Iterable[str], taken: set[str]) -> Iterator[CheckMessage]:
    counted = Counter(names)
    for name in sorted(name for name, times in counted.items() if times > 1 or name in taken):
        yield fault(14, f"{config.label}: the name “{name}” is taken.", "Give it another name.")
