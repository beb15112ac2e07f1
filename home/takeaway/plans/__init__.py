"""The steps of an innovation or a playbook as a plan to take away, as Markdown and for Word."""
