"""What is still missing before an entry can be published, and what would make it better.

One list serves the editor's standing list, the refusal to publish, the scheduled publisher and
whoever else asks. Drafts are never held up by it.
"""

from portfolio.readiness.checks import problems, requirements
from portfolio.readiness.gate import ensure_ready
from portfolio.readiness.problem import NotReadyError, Problem

__all__ = ["NotReadyError", "Problem", "ensure_ready", "problems", "requirements"]
