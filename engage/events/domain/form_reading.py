"""What a registration form says, and what is wrong with what came: which person wants what.

Pure: it reads the product's own fields (`form_persons`). Questions of the instrument are read beside it
(`engage.events.asking`).
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from engage.events.domain.form_persons import Sent, one, persons, under, whose
from engage.events.domain.form_rules import NEED_ASKS, Purpose, Rules, is_minor
from engage.events.domain.kinds import Ask, AttendeeRole, NeedKind
from engage.events.domain.needs import CODES, INTERNATIONAL_SIGN, MOST_WORDS, SIGN_LANGUAGES, looks_like_bank_data
from engage.events.domain.wanted import NeedAsked, Person
from engage.i18n.locales import is_well_formed
from engage.i18n.named import COUNTRIES
from engage.instruments.domain.problems import Wrong as NotRight
from engage.instruments.domain.typed import clean, parse_date

EARLIEST_YEAR = 1900
MOST_LANGUAGES = 20
CONSENT = "_consent"
HEALTH = frozenset({NeedKind.ACCESS, NeedKind.DIET})
"""They say something about health: kept with consent only. So do sign languages."""


class Wrong(StrEnum):
    NAME = "name"
    ROLE = "role"
    WITH = "with"
    """A companion of nobody, or of a companion."""
    BORN = "born"
    BORN_MISSING = "born_missing"
    COUNTRY = "country"
    HUB = "hub"
    ORGANISED = "organised"
    SITE = "site"
    EMAIL = "email"
    EMAIL_MISSING = "email_missing"
    PHONE = "phone"
    LANGUAGES = "languages"
    BANK_DATA = "bank_data"
    GUARDIAN = "guardian"
    GUARDIAN_CONTACT = "guardian_contact"
    GUARDIAN_AGREES = "guardian_agrees"
    CODE = "code"
    CODE_WRONG = "code_wrong"
    """Of no invitation, or of somebody else's."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a field, by its name in the form."""

    name: str
    wrong: Wrong


@dataclass(slots=True)
class Reading:
    """What a form says, as far as the product's own fields go."""

    party: list[Person] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    left_out: bool = False
    """Something about health was written, and nobody agreed that it is kept."""
    site_id: int = 0
    phone: str = ""
    group_name: str = ""
    guardian_name: str = ""
    guardian_contact: str = ""
    follow_up: bool = False

    def fault(self, name: str, wrong: Wrong) -> None:
        self.faults.append(Fault(name, wrong))


def read(rules: Rules, form: Sent, today: date) -> Reading:
    """Everything but the mail address and the answers to questions."""
    found = Reading()
    consent = agreed(form)
    for number in range(1, persons(rules, form) + 1):
        found.party.append(_person(rules, form, number, found, today, consent=consent))
    _check_companions(found)
    _read_whole(rules, form, found)
    _read_guardian(rules, form, found)
    return found


def agreed(form: Sent) -> bool:
    """Whether what is said about health may be kept."""
    return one(form, CONSENT) == "yes"


def _person(rules: Rules, form: Sent, number: int, found: Reading, today: date, *, consent: bool) -> Person:
    prefix = under(number)
    first = found.party[0] if found.party else None
    name = one(form, f"{prefix}_name")
    if not name:
        found.fault(f"{prefix}_name", Wrong.NAME)
    role = _role(rules, form, number, found)
    citizen = role is AttendeeRole.CITIZEN
    organised, organisation = _organised(rules, form, number, found, citizen=citizen)
    return Person(
        name=name,
        role=role,
        companion_of=_companion_of(form, prefix) if role is AttendeeRole.COMPANION else None,
        born_on=_born_on(rules, form, prefix, found, today),
        country=_country(rules, form, number, found, citizen=citizen),
        hub_id=_hub(rules, form, number, found, citizen=citizen),
        organised=first.organised if first and organised is None and citizen else organised,
        organisation=first.organisation if first and organised is None and citizen else organisation,
        photos=rules.wants(Ask.PHOTOS) and one(form, f"{prefix}_photos") == "yes",
        needs=_needs(rules, form, prefix, found, consent=consent),
    )


def _role(rules: Rules, form: Sent, number: int, found: Reading) -> AttendeeRole:
    offered, name = rules.roles_of(number), f"{under(number)}_role"
    chosen = one(form, name)
    if len(offered) == 1:
        return offered[0]
    role = next((role for role in offered if role == chosen), None)
    if role is None and (chosen or AttendeeRole.CITIZEN not in offered):
        found.fault(name, Wrong.ROLE)
    return role or AttendeeRole.CITIZEN


def _companion_of(form: Sent, prefix: str) -> int:
    """The place in the party, from 0, of the person somebody comes with: the first where nothing is said."""
    said = one(form, f"{prefix}_with", 4)
    return int(said) - 1 if said.isascii() and said.isdecimal() else 0


def _check_companions(found: Reading) -> None:
    for at, person in enumerate(found.party):
        of = person.companion_of
        if of is None:
            continue
        if not 0 <= of < len(found.party) or found.party[of].role is AttendeeRole.COMPANION:
            found.fault(f"{under(at + 1)}_with", Wrong.WITH)


def _born_on(rules: Rules, form: Sent, prefix: str, found: Reading, today: date) -> date | None:
    if not rules.wants(Ask.BIRTH_DATE):
        return None
    name = f"{prefix}_born"
    said = one(form, name, 20)
    if not said:
        if rules.needs(Ask.BIRTH_DATE):
            found.fault(name, Wrong.BORN_MISSING)
        return None
    try:
        born = parse_date(said)
    except NotRight:
        born = date.min
    if not date(EARLIEST_YEAR, 1, 1) <= born <= today:
        found.fault(name, Wrong.BORN)
        return None
    return born


def _country(rules: Rules, form: Sent, number: int, found: Reading, *, citizen: bool) -> str:
    if not rules.asks_person(Ask.COUNTRY, number):
        return ""
    name = f"{under(number)}_country"
    said = one(form, name, 2)
    if said not in COUNTRIES and (said or (citizen and rules.needs(Ask.COUNTRY))):
        found.fault(name, Wrong.COUNTRY)
    return said if said in COUNTRIES else ""


def _hub(rules: Rules, form: Sent, number: int, found: Reading, *, citizen: bool) -> int | None:
    if not rules.asks_person(Ask.HUB, number):
        return found.party[0].hub_id if found.party and citizen else None
    name = f"{under(number)}_hub"
    said = one(form, name, 20)
    hub = next((hub for hub in rules.hubs if str(hub) == said), None)
    if hub is None and (said not in ("", "none") or (citizen and not said and rules.needs(Ask.HUB))):
        found.fault(name, Wrong.HUB)
    return hub


def _organised(rules: Rules, form: Sent, number: int, found: Reading, *, citizen: bool) -> tuple[bool | None, str]:
    if not rules.asks_person(Ask.ORGANISED, number):
        return None, ""
    name = f"{under(number)}_organised"
    said = one(form, name, 5)
    if said not in ("yes", "no"):
        if citizen and rules.needs(Ask.ORGANISED):
            found.fault(name, Wrong.ORGANISED)
        return None, ""
    return said == "yes", one(form, f"{under(number)}_organisation") if said == "yes" else ""


# -- needs


def _needs(rules: Rules, form: Sent, prefix: str, found: Reading, *, consent: bool) -> tuple[NeedAsked, ...]:
    asked = []
    for ask in rules.needs_asked:
        kind = NEED_ASKS[ask]
        need = _languages(rules, form, prefix, found) if ask is Ask.INTERPRETATION else _ticked(form, prefix, kind)
        if need.words and looks_like_bank_data(need.words):
            found.fault(f"{prefix}_{kind}_words", Wrong.BANK_DATA)
        if not consent and (kind in HEALTH or need.signed):
            found.left_out = found.left_out or bool(need.codes or need.words or need.signed)
            need = NeedAsked(kind, spoken=need.spoken, understood=need.understood)
        if need != NeedAsked(kind):
            asked.append(need)
    return tuple(asked)


def _ticked(form: Sent, prefix: str, kind: NeedKind) -> NeedAsked:
    chosen = set(form.getlist(f"{prefix}_{kind}"))
    words = form.getlist(f"{prefix}_{kind}_words")
    return NeedAsked(
        kind,
        codes=tuple(code for code in CODES[kind] if code in chosen),
        words=clean(words[0])[:MOST_WORDS] if words else "",
    )


def _languages(rules: Rules, form: Sent, prefix: str, found: Reading) -> NeedAsked:
    def chosen(name: str) -> tuple[str, ...]:
        tags = dict.fromkeys((*form.getlist(f"{prefix}_{name}"), one(form, f"{prefix}_{name}_other", 35)))
        return tuple(tag for tag in tags if is_well_formed(tag))[:MOST_LANGUAGES]

    spoken, understood = chosen("spoken"), chosen("understood")
    signed = tuple(tag for tag in chosen("signed") if tag in SIGN_LANGUAGES or tag == INTERNATIONAL_SIGN)
    if rules.needs(Ask.INTERPRETATION) and not (spoken or understood or signed):
        found.fault(f"{prefix}_spoken", Wrong.LANGUAGES)
    return NeedAsked(NeedKind.INTERPRETATION, spoken=spoken, understood=understood, signed=signed)


# -- the whole party


def _read_whole(rules: Rules, form: Sent, found: Reading) -> None:
    if len(rules.sites) == 1:
        found.site_id = rules.sites[0]
    else:
        said = one(form, "_site", 20)
        found.site_id = next((site for site in rules.sites if str(site) == said), 0)
        if not found.site_id and rules.purpose is not Purpose.HAND_OVER:
            found.fault("_site", Wrong.SITE)
    found.phone = one(form, "_phone", 60)
    if rules.wants(Ask.PHONE) and (rules.needs(Ask.PHONE) or found.phone) and not _is_phone(found.phone):
        found.fault("_phone", Wrong.PHONE)
    found.group_name = one(form, "_group")
    found.follow_up = rules.wants(Ask.FOLLOW_UP) and one(form, "_follow_up") == "yes"


def _is_phone(said: str) -> bool:
    return sum(sign.isdigit() for sign in said) >= 4 and all(sign.isdigit() or sign in "+-()/. x" for sign in said)


def _read_guardian(rules: Rules, form: Sent, found: Reading) -> None:
    """Who is not of age on the first day needs somebody who answers for them."""
    if not any(is_minor(person.born_on, rules) for person in found.party):
        return
    found.guardian_name = one(form, "_guardian_name")
    found.guardian_contact = one(form, "_guardian_contact", 254)
    if not found.guardian_name:
        found.fault("_guardian_name", Wrong.GUARDIAN)
    if not found.guardian_contact:
        found.fault("_guardian_contact", Wrong.GUARDIAN_CONTACT)
    if one(form, "_guardian_agrees") != "yes":
        found.fault("_guardian_agrees", Wrong.GUARDIAN_AGREES)


_FIRST = ("_code", "_name", "_email", "_phone", "_site")
_NEEDS = tuple(f"_{name}" for name in (*NEED_ASKS.values(), "spoken", "understood", "signed"))


def place_on_page(name: str) -> tuple[int, int]:
    """Where a field stands, so that what is wrong is listed in the order of the page."""
    number, own = whose(name)
    if own in _FIRST and number == 1:
        return (0, _FIRST.index(own))
    if own.startswith("_guardian"):
        return (3, 0)
    if own.startswith(_NEEDS):
        return (2, number)
    return (1, 2 * number + (not own.startswith("_")))
