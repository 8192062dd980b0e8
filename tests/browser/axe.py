"""axe-core on a page of the console: what it finds against WCAG 2.0 to 2.2 A and AA, and against its best practices.

It runs as the browser's own tools do, which no policy of a page keeps out: the policy stays as strict as it is.
"""

from pathlib import Path

from playwright.sync_api import Page

SCRIPT = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
# Rules that stand under these tags, and that axe leaves out unless it is told.
FURTHER = ("target-size",)

_RUN = """async ({tags, further}) => {
  const rules = Object.fromEntries(further.map(name => [name, {enabled: true}]));
  const found = await axe.run(document, {runOnly: {type: "tag", values: tags}, rules, resultTypes: ["violations"]});
  if (found.passes.length === 0) throw new Error("axe looked at nothing");
  return found.violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.target.join(" ")}: ${node.html}`));
}"""


def violations(page: Page) -> list[str]:
    """Each element that breaks a rule: the rule, where the element is, and its HTML."""
    assert SCRIPT.is_file(), "axe-core is missing: make setup"
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT.read_text())
    found: list[str] = page.evaluate(_RUN, {"tags": TAGS, "further": FURTHER})
    return found
