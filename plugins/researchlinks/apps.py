from portfolio.extensions import PluginConfig


class ResearchLinksConfig(PluginConfig):
    name = "plugins.researchlinks"
    label = "researchlinks"
    verbose_name = "Research links"
    version = "0.5"
