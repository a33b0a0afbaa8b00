"""What does the proof of an edition cost? `python -m benchmarks.disclosure --help`

Made-up people answer single and multiple choices with rare options, in six languages and six countries of very
different size. All questions are published alone, by language and by country, and some are crossed with two of them.
"""

import random
import time
from collections import Counter
from collections.abc import Mapping, Sequence

import click
from rich.console import Console
from rich.table import Table as Shown

from engage.statistics.disclosure.protecting import protect
from engage.statistics.disclosure.tables import NONE, Study, Table

LANGUAGES = {"de": 40, "fr": 25, "it": 15, "pl": 10, "he": 6, "nb": 4}
COUNTRIES = {"DE": 40, "FR": 25, "IT": 15, "PL": 10, "IL": 6, "NO": 4}
SAME, SILENT, MULTIPLE = 0.9, 0.03, 6
"""Who lives where their language is spoken, who skips a question, and every which question takes several answers."""

Person = Mapping[str, tuple[str, ...]]


@click.command()
@click.option("--people", default=3000, show_default=True)
@click.option("--questions", default=30, show_default=True)
@click.option("--crossings", default=10, show_default=True)
@click.option("--seed", default=1, show_default=True)
def main(people: int, questions: int, crossings: int, seed: int) -> None:
    """Protect and prove one edition."""
    study = made_up(people, questions, crossings, random.Random(seed))
    begin, cpu = time.monotonic(), time.process_time()
    found = protect(study)
    table = Shown("what", "found", title=f"{questions} questions, {crossings} crossings, {people} people")
    table.add_row("seconds", f"{time.monotonic() - begin:.1f}")
    table.add_row("of processor", f"{time.process_time() - cpu:.1f}")
    table.add_row("proven", "yes" if found.audit.ok else "no")
    table.add_row("relations", str(found.audit.relations))
    table.add_row("counts below 10", str(found.audit.small))
    table.add_row("unknowns", str(found.audit.cells))
    for state, number in Counter(found.shape.shown.values()).most_common():
        table.add_row(state.value, str(number))
    Console().print(table)


def made_up(people: int, questions: int, crossings: int, draw: random.Random) -> Study:
    codes = {f"q{n}": [f"c{k}" for k in range(3 + n % 5)] for n in range(questions)}
    several = {f"q{n}" for n in range(questions) if n % MULTIPLE == MULTIPLE - 1}
    answered = [_person(codes, several, draw) for _ in range(people)]
    tables = [
        _table(answered, name, of, name in several, group, groups)
        for name, of in codes.items()
        for group, groups in (("", (NONE,)), ("_language", tuple(LANGUAGES)), ("_country", tuple(COUNTRIES)))
    ]
    single = [name for name in codes if name not in several]
    for n in range(min(crossings, len(single) - 2)):
        row, column = single[2 + n], single[n % 2]
        tables.append(_table(answered, row, codes[row], False, column, tuple(codes[column])))
    return Study(tuple(tables), people, {"_language": tuple(LANGUAGES), "_country": tuple(COUNTRIES)})


def _person(codes: Mapping[str, Sequence[str]], several: set[str], draw: random.Random) -> Person:
    place = draw.choices(range(6), list(LANGUAGES.values()))[0]
    country = list(COUNTRIES)[place if draw.random() < SAME else draw.randrange(6)]
    person: dict[str, tuple[str, ...]] = {"_language": (list(LANGUAGES)[place],), "_country": (country,)}
    for name, of in codes.items():
        if draw.random() < SILENT:
            continue
        if name in several:
            person[name] = tuple(code for k, code in enumerate(of) if draw.random() < 0.6 / (k + 1))
        else:
            person[name] = (draw.choices(of, [1 / (k + 1) ** 1.5 for k in range(len(of))])[0],)
    return person


def _table(
    people: Sequence[Person], name: str, codes: Sequence[str], multiple: bool, group: str, groups: tuple[str, ...]
) -> Table:
    of = {value: [each for each in people if not group or each.get(group) == (value,)] for value in groups}
    counts = {
        (code, value): sum(code in each.get(name, ()) for each in of[value]) for code in codes for value in groups
    }
    bases = {value: sum(name in each for each in of[value]) for value in groups}
    totals = {value: len(of[value]) for value in groups}
    return Table(f"{name}|{group}", name, tuple(codes), counts, bases, totals, multiple, group, groups)


if __name__ == "__main__":
    main()
