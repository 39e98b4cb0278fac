"""The form of a reader's boundaries: one of the presets, or single notes, and whether endings come last."""

from wtforms import BooleanField, HiddenField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from hub.boundaries import ENDING, PRESETS, Boundaries
from hub.reference.facets import FACETS
from hub.web.forms import OpenForm


class BoundariesForm(OpenForm):
    """What a reader would rather not meet. `back` is the page to go on with; `preset` was pressed instead of the whole form."""

    back = HiddenField()
    preset = HiddenField()
    hide = SelectMultipleField("Leave out what mentions", choices=FACETS["content_notes"].values, validate_choice=False,
                               option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False))
    ending = BooleanField("Tell me how a story ends only after I have read it", description=(
        "Stories told in several parts stop before their ending, and where somebody stands today is folded away until you ask."))

    @property
    def chosen(self) -> Boundaries:
        """What was chosen; what the hub does not know is left out."""
        if self.preset.data in PRESETS:
            return PRESETS[self.preset.data]
        return Boundaries.chosen([*(self.hide.data or []), *([ENDING] if self.ending.data else [])])
