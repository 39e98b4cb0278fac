"""Who works here: accounts, their second factors and visits, what they read, and the log of what they did, to look through.

Pages ask this package; what is stored is in the models.
"""

from hub.staff import factors, log, passkeys, people, readings, visits
from hub.staff.accounts import change_password, invite, invited, proves, use_link, with_password

__all__ = ["change_password", "factors", "invite", "invited", "log", "passkeys", "people", "proves", "readings", "use_link",
           "visits", "with_password"]
