"""What is wrong with the layout of a page: words that are cut off, cover each other or leave their place; and readers' own settings."""

from audit.figures import faces

#: How wide windows are in which every page is looked at.
WIDTHS = (320, 390, 600, 768, 1280, 1600)

#: Words of visible drawings that leave their drawing, and pairs of words that cover each other.
MISPLACED = """() => {
  const found = [];
  for (const svg of document.querySelectorAll('.figure-picture svg')) {
    const box = svg.getBoundingClientRect();
    if (!box.width || getComputedStyle(svg).visibility === 'hidden') continue;
    const where = svg.closest('.audit-figure').id + (svg.closest('.figure-live') ? ' live' : ' static');
    const words = [...svg.querySelectorAll('text')].filter(one =>
      one.textContent.trim() && Number(getComputedStyle(one).opacity) > 0 && one.getBoundingClientRect().width);
    const boxes = words.map(one => one.getBoundingClientRect());
    words.forEach((one, i) => {
      const b = boxes[i];
      const out = Math.max(box.left - b.left, b.right - box.right, box.top - b.top, b.bottom - box.bottom);
      if (out > 4) found.push(`${where}: "${one.textContent}" leaves the drawing by ${Math.round(out)} px`);
      const size = parseFloat(getComputedStyle(one).fontSize) * box.width / (svg.viewBox.baseVal.width || box.width);
      if (size < 11.9 && innerWidth >= 360) found.push(`${where}: "${one.textContent}" is ${size.toFixed(1)} px high`);
      words.slice(i + 1).forEach((other, j) => {
        const c = boxes[i + 1 + j];
        const wide = Math.min(b.right, c.right) - Math.max(b.left, c.left);
        const high = Math.min(b.bottom, c.bottom) - Math.max(b.top, c.top);
        const halo = one.textContent === other.textContent && wide > b.width - 2 && high > b.height - 2;
        if (wide > 2 && high > 4 && !halo) found.push(`${where}: "${one.textContent}" and "${other.textContent}" overlap`);
      });
    });
  }
  return found;
}"""

#: Words of the page, drawings aside, that are cut off, stand on each other, leave their frame or make something scroll.
CUT = """() => {
  const found = [];
  const name = one => one.tagName.toLowerCase() + (one.id ? "#" + one.id : "") + [...one.classList].map(part => "." + part).join("");
  const seen = document.documentElement.clientWidth, wide = document.documentElement.scrollWidth;
  if (wide > innerWidth) found.push(`the page is ${wide} px wide`);
  const aside = ".visually-hidden, [hidden], .figure-picture, details:not([open]) > :not(summary), dialog, script, style, noscript, template";
  const meant = "pre, pre *, .figure-table, .register-scroll, .pst-scrollable-table-container";  // what may scroll by itself
  const bars = ".bd-sidebar-primary, .bd-sidebar-secondary, .bd-header-article, .judge-bar";
  const frames = ".claim-card, .score, .verdict, .figure-controls, td, th, button, summary";
  // Asked once of each element, and not by each word in it again: an answer takes longer than all else here.
  const once = ask => { const told = new Map(); return one => { if (!told.has(one)) told.set(one, ask(one)); return told.get(one); }; };
  const box = once(one => one.getBoundingClientRect()), hidden = once(one => getComputedStyle(one).visibility === "hidden");
  const cuts = once(one => {
    const style = getComputedStyle(one);
    if (style.position === "absolute" && style.clipPath !== "none") return "all";
    if (/auto|scroll/.test(style.overflowX)) return "scrolls";
    return /hidden|clip/.test(style.overflowX) ? "edges" : "";
  });
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange(), lines = [];
  for (let node; node = walker.nextNode();) {
    const parent = node.parentElement, words = node.data.trim().slice(0, 40);
    if (!words || parent.closest(aside) || hidden(parent)) continue;
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter(box => box.width > .5 && box.height > .5);
    if (!boxes.length) continue;
    const left = Math.min(...boxes.map(box => box.left)), right = Math.max(...boxes.map(box => box.right));
    const top = Math.min(...boxes.map(box => box.top)), bottom = Math.max(...boxes.map(box => box.bottom));
    let free = true;  // is the window the next that could cut?
    for (let one = parent; free && one !== document.body; one = one.parentElement) {
      const how = cuts(one);
      if (how === "all") free = false;
      else if (how === "scrolls") {
        if (one.scrollWidth > one.clientWidth + 1 && !one.matches(meant)) found.push(`${name(one)} scrolls sideways: ${one.scrollWidth} in ${one.clientWidth} px`);
        free = false;
      } else if (how === "edges") {
        const edge = box(one), out = Math.max(edge.left - left, right - edge.right, edge.top - top - 1, bottom - edge.bottom - 1);
        if (out > 1) found.push(`${name(one)} cuts off "${words}" by ${Math.round(out)} px`);
      }
    }
    if (!free) continue;
    if (parent.closest(".bd-main, .bd-header-article") && (left < -1 || right > seen + 1)) found.push(`"${words}" leaves the page: ${Math.round(left)} to ${Math.round(right)}`);
    const frame = parent.closest(frames);
    if (frame) {
      const edge = box(frame), out = Math.max(edge.left - left, right - edge.right, edge.top - top - 2, bottom - edge.bottom - 2);
      if (out > 1) found.push(`"${words}" leaves ${name(frame)} by ${Math.round(out)} px`);
    }
    for (const box of boxes) lines.push([node, box, parent.closest(bars), words]);
  }
  lines.sort((one, other) => one[1].top - other[1].top);
  lines.forEach(([node, b, bar, words], i) => {
    for (const [other, c, otherBar, otherWords] of lines.slice(i + 1)) {
      if (c.top > b.bottom - 4) break;
      if (other === node || bar !== otherBar) continue;
      const wide = Math.min(b.right, c.right) - Math.max(b.left, c.left), high = Math.min(b.bottom, c.bottom) - Math.max(b.top, c.top);
      if (wide > 2 && high > Math.min(b.height, c.height) / 2) found.push(`"${words}" and "${otherWords}" stand on each other`);
    }
  });
  return [...new Set(found)];
}"""


def wider_face(book) -> str:
    """A style sheet that sets everything as wide as DejaVu Sans is: 14 per cent wider than ours, bold 21 per cent."""
    folder = (book / "_static" / "faces").as_uri()
    wider = [("Audit Sans", 400, faces.WEIGHTS[400], 114), ("Audit Sans", 700, faces.WEIGHTS[700], 121)]
    wider += [("Audit Mono", 400, faces.MONO, 115)]
    return "".join(
        f'@font-face{{font-family:"{family}";font-weight:{weight};size-adjust:{percent}%;src:url("{folder}/{name}.latin.woff2")}}'
        for family, weight, name, percent in wider
    )


def spacing(book) -> str:
    """The spacing that WCAG 2.2 (1.4.12) lets a reader set."""
    return (
        "*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}"
        "p{margin-bottom:2em!important}"
    )


def large_letters(book) -> str:
    """Letters twice as large (WCAG 2.2, 1.4.4), without a larger window."""
    return "html{font-size:200%!important}"


READERS = {"a wider face": wider_face, "wider spacing": spacing, "letters twice as large": large_letters}
