"""Says what Wagtail's own APIs show of an entry: all that our documents hold, as far as they can."""

from django.apps import AppConfig

WAGTAIL_SHOWS = {
    "InnovationPage": (
        "summary picture licence disclosure reviewed_on is_sample themes problem practice grade_bands "
        "student_groups roles maturity start_year schools_count students_count teachers_count scale_as_of "
        "cost_band cost_one_time cost_annual cost_per_student cost_year cost_note funding staff staff_fte "
        "months_to_start time_note prerequisites technology policy_state policy_note policy_url "
        "what_did_not_work advice districts steps results related"
    ),
    "InnovationStep": "title text time",
    "InnovationResult": "metric before after students period source source_url",
    "InnovationRelated": "entry",
    "InnovationDistrict": "district",
    "Theme": "name slug",
    "District": "leaid name state",
}
"""Model: the names of its fields. Our documents also name the district, which for Wagtail is the parent."""


class BenchmarksConfig(AppConfig):
    name = "benchmarks"

    def ready(self) -> None:
        from django.apps import apps

        for model, fields in WAGTAIL_SHOWS.items():
            apps.get_model("portfolio", model).api_fields = fields.split()
