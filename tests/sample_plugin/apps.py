from portfolio.extensions import PluginConfig


class SamplePluginConfig(PluginConfig):
    name = "tests.sample_plugin"
    label = "sample_plugin"
    verbose_name = "Partners"
    version = "1.0"
    needs_settings = ("SECRET_KEY",)
