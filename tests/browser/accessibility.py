"""What every page is held against in a real browser: axe-core, no sideways scrolling.

With PICTURES=1 in the environment each page that is looked at leaves a picture in var/screenshots,
for people to look at. Without it the tests take half the time.
"""

import os
import re
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Page, ViewportSize

ROOT = Path(__file__).parent.parent.parent
AXE = ROOT / "var" / "tests" / "axe.js"
PICTURES = ROOT / "var" / "screenshots"
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
SIZES = {"390": PHONE, "1280": DESKTOP}

# A text in the very colour of its ground is "incomplete" to axe-core; to us it is a finding.
_RUN_AXE = """async () => {
  const told = await axe.run({resultTypes: ["violations", "incomplete"]});
  const unseen = told.incomplete.filter(found => found.id === "color-contrast").map(found => ({
    ...found,
    nodes: found.nodes.filter(
      node => node.any.some(check => check.data?.messageKey === "equalRatio")),
  }));
  return [...told.violations, ...unseen].flatMap(
    found => found.nodes.map(node => `${found.id}: ${node.target.join(" ")} – ${node.html}`));
}"""
_IS_WIDER = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"


def assert_accessible(page: Page, name: str | None = None) -> None:
    """Phone and desktop: no finding of axe-core, nothing scrolls sideways."""
    before = page.viewport_size
    for size, viewport in SIZES.items():
        page.set_viewport_size(viewport)
        assert_accessible_at(page, size, name)
    if before is not None:
        page.set_viewport_size(before)


def assert_all_accessible(pages: Sequence[tuple[Page, str, str]]) -> None:
    """Each in the browser of who may open it: its address and its name.

    One state of each page is looked at by tests/browser/test_every_page.py; here are the others.
    """
    for context in {page.context for page, _path, _name in pages}:
        context.add_init_script(path=AXE)  # comes with each page: quicker than given to each
    for page, path, name in pages:
        page.goto(path)
        assert_accessible(page, name)


def assert_accessible_at(page: Page, size: str, name: str | None = None) -> None:
    """The same at the width that the page has now."""
    picture(page, name or _name_of(page), size)
    found = findings(page)
    assert not found, "\n".join([f"axe-core at {size} px on {page.url}", *found])
    assert not page.evaluate(_IS_WIDER), f"{page.url} scrolls sideways at {size} px"


def assert_english(page: Page, path: str) -> None:
    """The browser, once it asked for English, gets this page in English.

    What axe-core looks at is the same in both languages; all words are read by
    tests/browser/test_every_page.py.
    """
    answer = page.request.get(path)
    assert answer.status < 500, path
    assert '<html lang="en"' in answer.text(), path


def screenshot(page: Page, name: str) -> None:
    """Saves the page, where pictures are wanted, as a phone and as a desktop show it."""
    before = page.viewport_size
    for size, viewport in SIZES.items():
        page.set_viewport_size(viewport)
        picture(page, name, size)
    if before is not None:
        page.set_viewport_size(before)


def findings(page: Page) -> list[str]:
    # Through the debugger's own channel, past the page's strict content security policy.
    if page.evaluate("() => typeof axe === 'undefined'"):
        page.evaluate(AXE.read_text())
    found: list[str] = page.evaluate(_RUN_AXE)
    return found


def picture(page: Page, name: str, size: str) -> None:
    if "PICTURES" not in os.environ:
        return
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}-{size}.png", full_page=True)


def _name_of(page: Page) -> str:
    path = page.url.split("/", 3)[-1].split("?")[0]
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "id", path).replace("/", "-").strip("-") or "home"
