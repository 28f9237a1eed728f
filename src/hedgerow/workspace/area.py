"""One area in full: who it is, what is recorded, and what need, strength and contrast say of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hedgerow.errors import NotFoundError
from hedgerow.workspace.opening import Workspace, open_workspace

if TYPE_CHECKING:
    from hedgerow.disclosure import Released
    from hedgerow.places.tables.contrast_views import ContrastView
    from hedgerow.places.tables.index_views import IndexView
    from hedgerow.places.tables.views import AreaCrime, AreaHeader, IndicatorsView


@dataclass(frozen=True)
class AreaPage:
    """All that is shown of one area; a part whose tables are not built is missing."""

    header: AreaHeader
    children: Released
    crime: AreaCrime | None
    index: IndexView | None
    contrast: ContrastView | None
    indicators: IndicatorsView | None


def show_area(where: Workspace | Path | str, area: str) -> AreaPage:
    """Return what is known of one area.

    Parameters
    ----------
    where
        A workspace, or its folder.
    area
        Code of an area of any kind, or a name that only one area has.

    Raises
    ------
    NotFoundError
        When there is no such area, or several have that name; the error lists them.
    """
    from hedgerow.places.tables.contrast_views import contrast_view
    from hedgerow.places.tables.index_views import index_view
    from hedgerow.places.tables.views import area_children, area_crime, area_header, indicators_view

    workspace = where if isinstance(where, Workspace) else open_workspace(where)
    lake = workspace.lake
    code = find_code(workspace, area)
    header = area_header(lake, code)
    scored = header.in_region  # need, strength and contrast are made for the region alone
    return AreaPage(
        header=header,
        children=area_children(lake, code),
        crime=area_crime(lake, code) if lake.has("panel") else None,
        index=index_view(lake, code) if scored and lake.has("index_score") else None,
        contrast=contrast_view(lake, code) if scored and lake.has("contrast") else None,
        indicators=indicators_view(lake, code) if lake.has("indicator_value") else None,
    )


def find_code(workspace: Workspace, area: str, *, kinds: tuple[str, ...] = ()) -> str:
    """Return the code of the area that `area` means: a code, or a name that only one area has.

    `kinds` says which kinds of area a name may mean, the likeliest first.

    Raises
    ------
    NotFoundError
        When nothing fits, or several fit equally well.
    """
    from hedgerow.places.tables.views import find_areas, get_area

    try:
        return get_area(workspace.lake, area).code
    except NotFoundError as error:
        found = list(find_areas(workspace.lake, area, limit=500).areas.records())
        fitting = [record for record in found if not kinds or record["kind"] in kinds]
        name = area.strip().casefold()
        exact = [record for record in fitting if str(record["name"]).casefold() == name]
        exact.sort(key=lambda record: kinds.index(str(record["kind"])) if kinds else 0)
        if len(exact) == 1 or (exact and kinds):
            return str(exact[0]["code"])
        if error.cause:  # the code is known for what it was
            raise
        listed = [f"{record['code']} {record['name']}, {record['kind']}" for record in exact or fitting]
        raise _unclear(area, listed) from error


def _unclear(area: str, listed: list[str]) -> NotFoundError:
    if not listed:
        remedy = "Look for it by part of its name: hedgerow area find TEXT."
        return NotFoundError(f"There is no area “{area}”.", remedy=remedy)
    return NotFoundError(
        f"No one area is called “{area}”.",
        cause=f"It could be: {'; '.join(listed[:8])}.",
        remedy="Give one of these codes.",
    )
