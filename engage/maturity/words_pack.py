"""The preparation pack of a panel: what it is, how long it takes, how to prepare, who sees what.

One text for the page and for the PDF, in the language of the request.
"""

from flask_babel import gettext

from engage.hubs.domain.texts import named
from engage.maturity import words_rating
from engage.maturity.models import Assessment
from engage.web.typesetting.document import Block, Bullets, Document, Heading, Paragraph, Table

KEPT_MONTHS = 6
"""After the end of a round names, addresses and single ratings are deleted."""


def document(assessment: Assessment, language: str, *, questions: int, short: int) -> Document:
    """What somebody reads who is asked to be on the panel.

    :param questions: how many all are
    :param short: how many the short form has; the same number where there is no other form
    """
    hub = assessment.hub
    name = named(hub.name, hub.names, hub.languages, language).text
    return Document(
        title=gettext("What you are asked for: %(hub)s", hub=name),
        language=language,
        footer=f"{name} · {assessment.title}",
        to_fill="",
        page=gettext("Page {page} of {pages}"),
        blocks=(*_what(name), *_how_long(assessment, questions, short), *_prepare(), *_who_sees(), *_data(assessment)),
    )


def _what(hub: str) -> list[Block]:
    return [
        Paragraph(
            gettext(
                "%(hub)s wants to know how well it listens to citizens, and what to do better. Six to twelve people "
                "judge it: citizens, patients, carers, and people who work there.",
                hub=hub,
            )
        ),
        Paragraph(
            gettext(
                "It is no exam of you, and no ranking of hubs. You need no special knowledge: what you have seen "
                "counts. “I cannot judge this” is a good answer too."
            )
        ),
    ]


def _how_long(assessment: Assessment, questions: int, short: int) -> list[Block]:
    rows = [
        (
            gettext("First"),
            gettext(
                "You answer %(questions)s alone, on a phone, on a computer or on paper: %(minutes)s. You can stop and "
                "go on whenever you like.",
                questions=words_rating.questions(questions),
                minutes=words_rating.minutes(questions, short=False),
            ),
        )
    ]
    if short < questions:
        rows.append(
            (
                gettext("Or shorter"),
                gettext(
                    "The short form has %(questions)s in plain words: %(minutes)s.",
                    questions=words_rating.questions(short),
                    minutes=words_rating.minutes(short, short=True),
                ),
            )
        )
    if assessment.rating_until:
        rows.append((gettext("Until"), words_rating.day(assessment.rating_until)))
    meeting = gettext("You meet for two to three hours and talk about what people see differently.")
    if assessment.workshop_on:
        meeting = f"{words_rating.day(assessment.workshop_on)}. {meeting}"
    rows.append((gettext("Then"), meeting))
    paid = assessment.pay or gettext("The hub has not said that it is paid. Ask before you say yes.")
    rows.append((gettext("What you get for it"), paid))
    head = (gettext("What"), gettext("More about it"))
    return [Heading(gettext("What you do, and when")), Table(gettext("What you do, and when"), head, rows)]


def _prepare() -> list[Block]:
    return [
        Heading(gettext("How to prepare")),
        Bullets(
            (
                gettext("You need not study anything."),
                gettext("Think of what you have seen of the hub in the last two years: a meeting, a survey, a letter."),
                gettext(
                    "Beside each question stands what the hub shows for it. Look at it, and believe your own eyes."
                ),
                gettext("Do not agree on answers with others. You talk about them together later."),
            )
        ),
    ]


def _who_sees() -> list[Block]:
    nobody = gettext("Nobody but you.")
    rows = (
        (gettext("Your name and mail address"), gettext("The people of the hub who run the round.")),
        (gettext("What you answer, before rating is closed"), nobody),
        (gettext("Whether you have handed in"), gettext("Nobody. The team sees how many have.")),
        (
            gettext("What you answer, afterwards"),
            gettext(
                "The panel and the team see how many chose each level, and the reasons: without names, in another "
                "order, and in one language."
            ),
        ),
        (gettext("The report"), gettext("Counts only. No name, no role, nothing by which you are known.")),
    )
    head = (gettext("What"), gettext("Who sees it"))
    return [Heading(gettext("Who sees what")), Table(gettext("Who sees what"), head, rows)]


def _data(assessment: Assessment) -> list[Block]:
    hub = assessment.hub
    contact = ", ".join(each for each in (hub.contact_name, hub.contact_phone, hub.contact_email) if each)
    blocks: list[Block] = [
        Heading(gettext("Your data")),
        Paragraph(
            gettext(
                "The hub keeps your name, your mail address and what you answer so that the panel can work. All of it "
                "is deleted %(months)s months after the round is signed. You can ask what is kept of you, and have it "
                "deleted, at any time.",
                months=KEPT_MONTHS,
            )
        ),
        Paragraph(
            gettext(
                "Taking part is free. You can say no now, or stop until you hand in; you need give no reason, and "
                "nothing follows from it."
            )
        ),
    ]
    if contact:
        blocks.append(Paragraph(gettext("Questions? %(contact)s", contact=contact)))
    return blocks
