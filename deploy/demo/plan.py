"""What the assessors of the demo will say: call I of domain.md 4.8, number by number.

62 applications, 5 formal failures, 57 to merit, 9 third assessments, 28 at or above 50 points,
10 recommended inside 329 834.00 zl, 3 on reserve. Points are hundredths, money is grosze.
"""

POOL = 32983400
THRESHOLD = 5000

# The best ten ask for 328 200.00 zl together; the eleventh no longer fits.
AMOUNTS_OF_THE_BEST = [4980000, 3890000, 3500000, 2950000, 4200000, 1850000, 2600000, 3100000, 3450000,
                       2300000, 2800000]

# Two cards, and a third where the gap is 30 points or the two stand on both sides of the threshold.
# The first 22 pass without a third card. 50.00 exactly passes.
PASSING = [(9250, 9050), (8900, 9100), (8850, 8650), (8700, 8450), (8300, 8500), (8250, 8150), (8000, 8100),
           (7850, 7950), (7700, 7800), (7550, 7650), (7300, 7600), (7200, 7000), (7050, 6850), (6900, 6700),
           (6550, 6750), (6400, 6500), (6250, 6300), (6000, 6200), (5850, 5950), (5700, 5600), (5300, 5450),
           (5000, 5000)]
# Gap or split, third card, and the mean of the third with the closer one passes.
PASSING_WITH_THIRD = [(4500, 8000, 7850), (5100, 8200, 6000), (5500, 4500, 5600), (4800, 5200, 5250),
                      (4950, 5050, 5100), (3900, 7000, 6600)]
FAILING_WITH_THIRD = [(5200, 4300, 4400), (6900, 3500, 3700), (5500, 4500, 4450)]
# 49.99 does not pass.
FAILING = [(4999, 4999), (4950, 4850), (4900, 4700), (4750, 4650), (4600, 4700), (4550, 4450), (4400, 4500),
           (4300, 4400), (4250, 4150), (4100, 4200), (4000, 4150), (3950, 3850), (3800, 3900), (3700, 3800),
           (3650, 3550), (3500, 3600), (3400, 3300), (3300, 3200), (3200, 3100), (3050, 3000), (2900, 2950),
           (2800, 2700), (2600, 2500), (2400, 2300), (2100, 2200), (1800, 1900)]

SCORES = PASSING + PASSING_WITH_THIRD + FAILING_WITH_THIRD + FAILING

# Which formal item each failing application does not meet, and the reason that the office writes.
FORMAL_FAILURES = [
    ("not-a-duplicate", "Ten sam pomysł złożono już w tym naborze pod innym tytułem przez tę samą osobę."),
    ("theme-fits", "Pomysł dotyczy promocji turystyki i nie wskazuje odbiorców zagrożonych wykluczeniem."),
    ("no-links", "Wnioskodawca jest pracownikiem partnera prowadzącego inkubator."),
    ("not-funded-elsewhere", "To samo działanie jest finansowane z programu gminnego do końca przyszłego roku."),
    ("statutory-scope", "Statut organizacji nie obejmuje działalności, której dotyczy zgłoszenie."),
]

EXPECTED = {"submitted": 62, "formallyRejected": 5, "toMerit": 57, "cardsLocked": 123, "thirdAssessments": 9,
            "assessed": 57, "aboveThreshold": 28, "recommended": 10, "onReserve": 3}

assert len(SCORES) == EXPECTED["toMerit"]
assert len(PASSING) + len(PASSING_WITH_THIRD) == EXPECTED["aboveThreshold"]
assert sum(len(cards) for cards in SCORES) == EXPECTED["cardsLocked"]
assert sum(AMOUNTS_OF_THE_BEST[:10]) <= POOL < sum(AMOUNTS_OF_THE_BEST)


def final_points(cards):
    """The rule of the call, written a second time: what the service must come to."""
    if len(cards) == 2:
        return sum(cards) / 2
    first, second, third = cards
    closer = min((first, second), key=lambda points: (abs(points - third), -points))
    return (third + closer) / 2


def by_rank():
    """Indexes into SCORES, the best first."""
    return sorted(range(len(SCORES)), key=lambda i: -final_points(SCORES[i]))


def split_points(total, criteria=5, most=2000):
    """One card's total over its criteria: as even as it goes, nothing above the most."""
    base, rest = divmod(total, criteria)
    points = [base + (1 if i < rest else 0) for i in range(criteria)]
    # Real cards are not flat: move some points between neighbours where there is room.
    for i in range(0, criteria - 1, 2):
        shift = min(most - points[i], points[i + 1], 150)
        points[i] += shift
        points[i + 1] -= shift
    assert sum(points) == total and all(0 <= p <= most for p in points)
    return points
