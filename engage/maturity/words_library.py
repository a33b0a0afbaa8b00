"""What the kinds of things in the library are called."""

from flask_babel import lazy_gettext

from engage.maturity.domain.kinds import ResourceKind

KINDS = {
    ResourceKind.GUIDE: lazy_gettext("Guide"),
    ResourceKind.TOOLKIT: lazy_gettext("Toolkit"),
    ResourceKind.TRAINING: lazy_gettext("Training"),
}
