"""Which news stories stand beside which experiences, and why: the pair is the product.

`response`: the author answered that story. `editor`: put there by hand. `suggested`: shared
concepts of the vocabulary, weighed by how rare and how central they are, and similar words.
No reason, no pair. Not here: how reasons and pairs look on a page (`hub/web/present`).
"""

from hub.pairing.by_hand import STEPS, add, move, stand, unpaired
from hub.pairing.companions import companions
from hub.pairing.foreseeing import foreseen, judge
from hub.pairing.profiles import is_outdated, profile, renew, spoken_of
from hub.pairing.reasons import Passage, Reason, of_pair
from hub.pairing.showing import SHOWN, beside_experience, beside_stories, freshest, of_story
from hub.pairing.suggesting import refresh

__all__ = [
    "SHOWN", "STEPS", "Passage", "Reason", "add", "beside_experience", "beside_stories", "companions", "foreseen",
    "freshest", "is_outdated", "judge", "move", "of_pair", "of_story", "profile", "refresh", "renew", "spoken_of", "stand",
    "unpaired",
]
