"""What a timeline raises: a refusal says what was wrong, and its `fixes` what would do."""

from detente.receipt import BadLines
from detente.rows import NotInstalled
from domain.refusal import Failure, InvalidInput, NotADate, UnknownActor

__all__ = ["BadLines", "Failure", "InvalidInput", "NotADate", "NotInstalled", "UnknownActor"]
