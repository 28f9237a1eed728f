"""Code trees: what may be said of a study; trees of one's own, added and amended with a reason."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hedgerow.errors import HedgerowError, UsageError
from hedgerow.evidence.coding import CodeTree, Shelf
from hedgerow.evidence.coding.tree_events import with_code
from hedgerow.evidence.tables.review import ReviewLog
from hedgerow.evidence.tables.review.coding import add_tree, amend_tree, coding_of
from hedgerow.evidence.tables.review.tree_tables import TAKES, codes_table
from hedgerow.web.blocks import TableBlock
from hedgerow.web.filters import Choice, Select, filters
from hedgerow.web.forms import Field, Sent, form, sent
from hedgerow.web.page import Page, Section
from hedgerow.web.pages.reviews.frame import address, review_of, review_page
from hedgerow.web.render import respond
from hedgerow.web.reviewer import reviewer

router = APIRouter()
KINDS = tuple(Choice(kind, words) for kind, words in TAKES.items())
NEW = "new"


@router.get("/reviews/{review}/code/trees")
def trees(request: Request) -> Response:
    """Show the trees and one of them whole."""
    return respond(request, trees_page(request))


@router.post("/reviews/{review}/code/trees")
async def change(request: Request) -> Response:
    """Add a code to a tree, or begin a tree with its first code."""
    actor = reviewer(request)
    given = await sent(request)
    try:
        tree = await run_in_threadpool(_change, review_of(request), given, actor)
    except HedgerowError as error:
        return respond(request, await run_in_threadpool(trees_page, request, given, error))
    home = f"{address(str(request.path_params['review']), 'code')}/trees"
    return RedirectResponse(f"{home}?tree={tree}", status_code=303)


def _change(log: ReviewLog, given: Sent, actor: str) -> str:
    name, wanted = given.text("name"), given.text("tree")
    if wanted == NEW:
        slug = "".join(letter if letter.isalnum() else "_" for letter in given.text("title").lower()).strip(
            "_"
        )
        if not slug:
            raise UsageError("The new tree has no name.", remedy="Say what the tree is about.")
        tree = CodeTree(f"own_{slug}", given.text("title"), owner=actor)
        add_tree(log, with_code(tree, name, kind=given.text("kind"), about=given.text("about")), actor=actor)
        return tree.id
    shelf = coding_of(log).shelf
    if wanted not in shelf.trees:
        raise UsageError(f"There is no tree “{wanted}”.")
    parent = given.text("parent")
    more = with_code(
        shelf.trees[wanted], name, parent=parent, kind=given.text("kind"), about=given.text("about")
    )
    amend_tree(log, more, reason=given.text("reason"), actor=actor)
    return wanted


def trees_page(request: Request, given: Sent | None = None, wrong: HedgerowError | None = None) -> Page:
    """Return the page of the trees."""
    log = review_of(request)
    shelf = coding_of(log).shelf
    asked = (given.text("tree") if given else "") or request.query_params.get("tree", "design")
    tree = shelf.trees.get(asked) or shelf.trees["design"]
    choose = Select("tree", "Code tree", tuple(Choice(k, t.name) for k, t in shelf.trees.items()), tree.id)
    adding = form(
        f"{address(log.review, 'code')}/trees",
        _fields(shelf, tree),
        button="Add the code",
        given=given or Sent({"tree": tree.id}),
        wrong=wrong,
    )
    sections = [
        Section(
            (filters((choose,)), TableBlock(codes_table(tree))), heading=tree.name, intro=tree.description
        ),
        Section((adding,), heading="Add a code", id="add"),
    ]
    if wrong:
        sections.reverse()
    return review_page(
        request,
        "code",
        title="Code trees",
        question="What may be said of a study?",
        summary=f"{len(shelf.trees)} code trees with {len(shelf.home):,} codes. A code keeps its id when "
        "it is renamed or moved, and none is ever removed.",
        sections=tuple(sections),
        status=400 if wrong else 200,
    )


def _fields(shelf: Shelf, tree: CodeTree) -> tuple[Field, ...]:
    into = (*(Choice(name, found.name) for name, found in shelf.trees.items()), Choice(NEW, "A new tree"))
    heads = tuple(Choice(code.id, code.name) for _, code in tree.walk() if code.kind == "heading")
    return (
        Field("tree", "Tree", "select", choices=into),
        Field("title", "Name of the new tree", hint="Only for a new tree."),
        Field("name", "Name of the code", required=True),
        Field("kind", "What it takes", "select", choices=KINDS),
        Field("parent", "Under", "select", choices=(Choice("", "Nothing: a root of the tree"), *heads)),
        Field("about", "What it means"),
        Field("reason", "Why the tree is changed", hint="Needed for a tree that is there already."),
    )
