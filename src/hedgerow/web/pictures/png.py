"""An SVG as PNG, set by the typesetter that also sets documents; the same picture gives the same bytes."""

from __future__ import annotations

import typst

from hedgerow.errors import BuildError
from hedgerow.web.pictures.picture import Picture

DOTS = 144.0
_PAGE = (
    "#set page(width: {width}pt, height: {height}pt, margin: 0pt)\n"
    '#image(bytes(sys.inputs.svg), format: "svg", width: 100%)'
)


def png_of(picture: Picture) -> bytes:
    """Return the picture as PNG at two dots a unit.

    Raises
    ------
    BuildError
        When the typesetter refuses, with its own words.
    """
    source = _PAGE.format(width=f"{picture.width:g}", height=f"{picture.height:g}").encode()
    try:
        made = typst.compile(
            source, format="png", ppi=DOTS, ignore_system_fonts=True, sys_inputs={"svg": picture.text}
        )
    except typst.TypstError as error:
        raise BuildError(
            "The picture could not be drawn as PNG.",
            cause=str(error)[:300],
            remedy="Save it as SVG instead, and report this.",
        ) from error
    return bytes(made)
