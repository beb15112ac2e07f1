"""What the worker does regularly for research records.

It keeps other times meanwhile, such as those of publishing: what asks others is left to the queue.
"""

from plugins.researchlinks import filling, tasks
from plugins.researchlinks.pending import forget_old_imports
from plugins.researchlinks.upkeep import addresses
from plugins.researchlinks.upkeep.ageing import mark_stale_records
from plugins.researchlinks.upkeep.hosts import forget_idle_hosts
from plugins.researchlinks.upkeep.telling import tell_of_concerns

__all__ = [
    "ask_about_records", "forget_old_imports", "gather_addresses", "look_at_addresses", "mark_stale_records",
    "tell_of_concerns",
]  # fmt: skip


def ask_about_records() -> None:
    if filling.due_records().exists():
        tasks.ask_about_records.enqueue()


def gather_addresses() -> None:
    forget_idle_hosts()
    if addresses.changed_records().exists():
        tasks.gather_addresses.enqueue()


def look_at_addresses() -> None:
    if addresses.due_addresses().exists():
        tasks.look_at_addresses.enqueue()
