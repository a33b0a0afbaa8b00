"""Countries and languages by code, with their names as CLDR has them in each language."""

import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache

from engage.i18n.locales import CONSOLE_LANGUAGES, PUBLIC_LANGUAGES, babel_locale, endonym
from engage.i18n.text import LocalizedText

_READERS = tuple(dict.fromkeys((*CONSOLE_LANGUAGES, *PUBLIC_LANGUAGES)) - {"en": None}.keys())

COUNTRIES = frozenset(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY
    BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK
    FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR
    IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK
    ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM
    PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF
    TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW
    """.split()  # noqa: SIM905
)
"""ISO 3166-1, and Kosovo under the code that CLDR and the European Commission use (`XK`)."""

LANGUAGES = frozenset(
    """
    aa ab af agq ak am an ann ar arn as asa ast az ba bal bas be bem bew bez bg bgc bgn bho blo blt bm bn bo br
    brx bs bss byn ca cad cch ccp ce ceb cgg cho chr cic ckb co cop cs csw cu cv cy da dav de dje doi dsb dua dv
    dyo dz ebu ee el en eo es et eu ewo fa ff fi fil fo fr frr fur fy ga gaa gd gez gl gn gsw gu guz gv ha haw
    he hi hnj hr hsb ht hu hy ia id ie ig ii io is it iu ja jbo jgo jmc jv ka kaa kab kaj kam kcg kde kea ken
    kgp khq ki kk kkj kl kln km kn ko kok kpe ks ksb ksf ksh ku kw kxv ky la lag lb lg lij lkt lmo ln lo lrc lt
    ltg lu luo luy lv mai mas mdf mer mfe mg mgh mgo mi mic mk ml mn mni moh mr ms mt mua mus my myv mzn naq nb
    nd nds ne nl nmg nn nnh nqo nr nso nus nv ny nyn oc om or os osa pa pap pcm pis pl prg ps pt qu quc raj rhg
    rif rm rn ro rof ru rw rwk sa sah saq sat sbp sc scn sd sdh se seh ses sg shi shn si sid sk sl sma smj smn
    sms sn so sq sr ss ssy st su sv sw syr szl ta te teo tg th ti tig tk tn to tok tpi tr trv trw ts tt twq tyv
    tzm ug uk ur uz vai ve vec vi vmw vo vun wa wae wal wbp wo xh xnr xog yav yi yo yrl yue za zgh zh zu
    """.split()  # noqa: SIM905
)
"""Languages that CLDR has data for: the ones that can be named in most others."""


def is_country(code: str) -> bool:
    return code in COUNTRIES


def is_language(tag: str) -> bool:
    return tag in LANGUAGES


def country_name(code: str, language: str) -> str:
    """A country's name in a language; the code where it has none."""
    return str(babel_locale(language).territories.get(code) or code)


def language_name(tag: str, language: str) -> str:
    """A language's name in another; in itself where the other has no word for it.

    Names begin with a capital, as the entries of a list do.
    """
    locale = babel_locale(tag)
    names = babel_locale(language).languages
    key = "_".join(filter(None, (locale.language, locale.script, locale.territory)))
    name = str(names.get(tag) or names.get(key) or names.get(locale.language) or "")
    if not name or locale.language != tag.split("-", maxsplit=1)[0].lower():
        name = str(names.get(tag.split("-", maxsplit=1)[0].lower()) or endonym(tag))
    return name[:1].upper() + name[1:]


@lru_cache(maxsize=512)
def country_text(code: str) -> LocalizedText:
    """A country's name in every language in which people read results."""
    return _text(code, country_name)


@lru_cache(maxsize=512)
def language_text(tag: str) -> LocalizedText:
    """A language's name likewise."""
    return _text(tag, language_name)


def _text(code: str, name: Callable[[str, str], str]) -> LocalizedText:
    return LocalizedText.of(name(code, "en"), "en", **{tag: name(code, tag) for tag in _READERS})


@lru_cache(maxsize=256)
def countries(language: str, only: tuple[str, ...] = ()) -> tuple[tuple[str, str], ...]:
    """(code, name) in the order of the names; those given, or all."""
    return _sorted(((code, country_name(code, language)) for code in (only or COUNTRIES)), language)


@lru_cache(maxsize=256)
def languages(language: str, only: tuple[str, ...] = ()) -> tuple[tuple[str, str, str], ...]:
    """(tag, name, its own name where that differs) in the order of the names; those given, or all."""
    named = _sorted(((tag, language_name(tag, language)) for tag in (only or LANGUAGES)), language)
    return tuple((tag, name, own if (own := endonym(tag)) not in (name, tag) else "") for tag, name in named)


def _sorted(pairs: Iterable[tuple[str, str]], language: str) -> tuple[tuple[str, str], ...]:
    nordic = language.split("-", maxsplit=1)[0].lower() in _NORDIC
    return tuple(sorted(pairs, key=lambda pair: (_folded(pair[1], nordic=nordic), pair[0])))


_NORDIC = {"sv", "fi", "nb", "nn", "no", "da", "is", "fo"}
_AT_THE_END = {"æ": "zx", "ä": "zx", "ø": "zy", "ö": "zy", "å": "zz"}


def _folded(name: str, *, nordic: bool) -> str:
    """Letters with marks beside those without; in Nordic languages the last letters of the alphabet stay last."""
    plain = unicodedata.normalize("NFC", name.casefold())
    return "".join(_AT_THE_END.get(ch, "") if nordic and ch in _AT_THE_END else _base(ch) for ch in plain)


def _base(letter: str) -> str:
    return unicodedata.normalize("NFKD", letter)[:1]
