"""Cases of amounts, read from the data files beside this module."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from events.annotation.amounts import Amount, AmountError, find_amounts, parse_amount

FOLDER = Path(__file__).parent
REFUSED = "-"


@dataclass(frozen=True)
class Case:
    kind: str
    text: str
    expected: tuple[str, ...]

    @property
    def result(self) -> tuple[str, ...]:
        """What the parser reads, in the notation of the files."""
        if self.kind == "running":
            return tuple(written(found.amount) for found in find_amounts(self.text))
        try:
            return (written(parse_amount(self.text)),)
        except AmountError:
            return ()

    @property
    def is_right(self) -> bool:
        return self.result == self.expected

    @property
    def is_confidently_wrong(self) -> bool:
        """Whether an amount is read that is not in the text; a refusal is not."""
        return not set(self.result) <= set(self.expected)


def written(amount: Amount) -> str:
    value = number(amount.value)
    if amount.value_to is not None:
        value += f"..{number(amount.value_to)}"
    return " ".join(
        part for part in (value, amount.unit, amount.currency, amount.qualifier) if part
    )


def number(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def cases_of(name: str) -> list[Case]:
    cases = []
    for line in (FOLDER / name).read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        kind, text, expected = (part.strip() for part in line.split("|"))
        amounts = () if expected == REFUSED else tuple(a.strip() for a in expected.split(";"))
        cases.append(Case(kind, text, amounts))
    return cases
