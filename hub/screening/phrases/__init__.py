"""Set phrases: what people say in so many words, weighed in a sentence and beside it.

The second reading of three checks; the first, by kinds of words (`hub.screening.kinds`), hears what nobody put into a
phrase yet, and this one what is said as it is always said. Not here: which of the two counts (each check).
"""
