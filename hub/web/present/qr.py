"""An address as a QR code, drawn into the page itself: no file, nothing another server could see."""

import segno
from markupsafe import Markup

QUIET = 4  # light modules around it, as ISO/IEC 18004 asks: without them an app may not find it


def qr(address: str) -> Markup:
    """The address as SVG, black on white in dark pages too; what it is stands beside it, in words."""
    code = segno.make_qr(address, error="m")
    return Markup(code.svg_inline(border=QUIET, dark="#000", light="#fff", omitsize=True, svgclass=None, lineclass=None))  # noqa: S704  # numbers alone
