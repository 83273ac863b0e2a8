"""What a stay owes in taxes, night by night and charge by charge.

Rounding: each line (one tax on one night, or on one charge) is reckoned exactly, over all its persons and parts,
and rounded once, half up, to the minor unit of the currency. So every line on a folio can be checked by itself,
and the tax of a stay is the sum of its lines: a night that is posted never changes because of a later one. A price
that includes taxes is divided so that nothing is lost: each included tax is rounded, the net price takes what
remains.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from addons.pms.domain.money import round_half_up
from addons.pms.domain.tax_parts import Part, Percent, TaxedNight

ROOM = "ROOM"
#: The age of an adult whose age nobody asked: old enough for every limit.
GROWN_UP = 120
_FULL, _HALF = Fraction(1), Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class TaxRule:
    """A tax as it stands from ``valid_from`` to ``valid_to``, both nights within, None = open.

    Rules of one ``code`` follow each other in time and count their nights together.

    Attributes:
        code: what the tax is called on folios, e.g. ``CITY_TAX``.
        name: as guests read it.
        parts: how it is reckoned; several are added up.
        valid_from: first night it is due on.
        valid_to: last night it is due on.
        from_age: whoever is younger pays nothing.
        half_until_age: whoever pays and is younger pays half of what is per person; None = nobody.
        max_nights: only so many nights of a stay are taxed, the first ones.
        exempt: reasons that free a whole stay.
        applies_to: codes and groups of the charges it is taken on; what is per night needs ``ROOM``.
        included: the price includes it already: it is shown, never added. Percentages only.
    """

    code: str
    name: str
    parts: tuple[Part, ...]
    valid_from: date | None = None
    valid_to: date | None = None
    from_age: int = 0
    half_until_age: int | None = None
    max_nights: int | None = None
    exempt: frozenset[str] = frozenset()
    applies_to: frozenset[str] = frozenset({ROOM})
    included: bool = False

    def in_force(self, day: date) -> bool:
        """Tell whether it is due on ``day``."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    def weights_of(self, ages: Iterable[int]) -> tuple[Fraction, ...]:
        """Return, for each person who pays, the portion of the amount."""
        half_until = self.half_until_age or 0
        return tuple(_HALF if age < half_until else _FULL for age in ages if age >= self.from_age)


@dataclass(frozen=True, slots=True)
class TaxedStay:
    """What the taxes of a stay depend on.

    Attributes:
        arrival: the first night.
        prices: what each night costs, in minor units of the property's currency.
        ages: of everybody in the room; see ``ages_of``.
        exemption: the reason why taxes that know it are not due.
    """

    arrival: date
    prices: tuple[int, ...]
    ages: tuple[int, ...]
    exemption: str | None = None

    def nights(self) -> list[date]:
        """Return the dates its nights begin on."""
        return [self.arrival + timedelta(days=place) for place in range(len(self.prices))]


@dataclass(frozen=True, slots=True)
class TaxLine:
    """``amount`` minor units of one tax on one night or one charge."""

    code: str
    description: str
    amount: int


def ages_of(adults: int, children: int, child_ages: Sequence[int] | None = None) -> tuple[int, ...]:
    """Return the ages of a party; children whose ages are not known count as babies, so nobody pays too much."""
    return (GROWN_UP,) * adults + tuple(child_ages if child_ages is not None else (0,) * children)


def taxes_of_night(rules: Sequence[TaxRule], stay: TaxedStay, night: date) -> list[TaxLine]:
    """Return the taxes to add to the price of ``night``, in the order of ``rules``; those of nothing are left out.

    Included taxes are not among them: the guest pays them with the price.
    """
    place = (night - stay.arrival).days
    if not 0 <= place < len(stay.prices):
        return []
    due = [rule for rule in rules if not rule.included and _is_due(rules, rule, stay, night)]
    return _lines((rule, _of_night(rules, rule, stay, night)) for rule in due)


def taxes_of_stay(rules: Sequence[TaxRule], stay: TaxedStay) -> list[TaxLine]:
    """Return the taxes to add to the whole stay, one line for each tax: the sum of its nights."""
    sums: dict[str, TaxLine] = {}
    for night in stay.nights():
        for line in taxes_of_night(rules, stay, night):
            before = sums[line.code].amount if line.code in sums else 0
            sums[line.code] = TaxLine(line.code, line.description, before + line.amount)
    return list(sums.values())


def taxes_of_charge(
    rules: Sequence[TaxRule], code: str, group: str, amount: int, day: date, exemption: str | None = None
) -> list[TaxLine]:
    """Return the taxes to add to a charge that is no night: the percentages taken on its ``code`` or ``group``.

    Args:
        rules: the property's.
        code: of the charge, e.g. ``MINIBAR``.
        group: the group its code belongs to, e.g. ``FOOD``.
        amount: in minor units; a negative one gives the taxes back.
        day: the business date it is posted on.
        exemption: the reason why the stay is free of taxes that know it.
    """
    due = [rule for rule in _taken_on(rules, code, group, day, exemption) if not rule.included]
    net = _net(rules, code, group, amount, day, exemption)
    base = TaxedNight(day, amount, net, (), 0)
    return _lines((rule, sum((part.of(base) for part in _percents(rule)), Fraction(0))) for rule in due)


def included_taxes(
    rules: Sequence[TaxRule], code: str, group: str, amount: int, day: date, exemption: str | None = None
) -> list[TaxLine]:
    """Return the taxes that ``amount`` includes already; their sum and the net price are exactly ``amount``."""
    net = _net(rules, code, group, amount, day, exemption)
    due = [rule for rule in _taken_on(rules, code, group, day, exemption) if rule.included]
    return _lines((rule, net * _rate(rule)) for rule in due)


def _of_night(rules: Sequence[TaxRule], rule: TaxRule, stay: TaxedStay, night: date) -> Fraction:
    price = stay.prices[(night - stay.arrival).days]
    net = _net(rules, ROOM, ROOM, price, night, stay.exemption)
    seen = TaxedNight(night, price, net, rule.weights_of(stay.ages), len(stay.ages))
    return sum((part.of(seen) for part in rule.parts), Fraction(0))


def _is_due(rules: Sequence[TaxRule], rule: TaxRule, stay: TaxedStay, night: date) -> bool:
    if ROOM not in rule.applies_to or not rule.in_force(night) or stay.exemption in rule.exempt:
        return False
    if rule.max_nights is None:
        return True
    family = [other for other in rules if other.code == rule.code]
    taxed = sum(any(other.in_force(day) for other in family) for day in stay.nights() if day < night)
    return taxed < rule.max_nights


def _taken_on(
    rules: Sequence[TaxRule], code: str, group: str, day: date, exemption: str | None
) -> list[TaxRule]:
    return [
        rule
        for rule in rules
        if rule.applies_to & {code, group} and rule.in_force(day) and exemption not in rule.exempt
    ]


def _net(
    rules: Sequence[TaxRule], code: str, group: str, amount: int, day: date, exemption: str | None
) -> Fraction:
    taken = _taken_on(rules, code, group, day, exemption)
    return amount / (1 + sum((_rate(rule) for rule in taken if rule.included), Fraction(0)))


def _percents(rule: TaxRule) -> list[Percent]:
    return [part for part in rule.parts if isinstance(part, Percent)]


def _rate(rule: TaxRule) -> Fraction:
    return sum((part.rate for part in _percents(rule)), Fraction(0))


def _lines(reckoned: Iterable[tuple[TaxRule, Fraction]]) -> list[TaxLine]:
    rounded = [(rule, round_half_up(amount)) for rule, amount in reckoned]
    return [TaxLine(rule.code, rule.name, amount) for rule, amount in rounded if amount]
