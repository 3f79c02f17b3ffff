/* What a page does beside its charts: its face, the switch that shows the code, definitions of terms, what a link
   leads to inside a fold, citations to copy.
   Whether code shows is known before the first paint, by a line in the page (light_pages.py): hidden code never flashes up. */
(function () {
  "use strict";

  const root = document.documentElement;

  /* ---- the face: resolves when regular and bold are there for these words, or after `patience` ms (a stand-in is as wide) ---- */
  window.bookFace = (words, patience = 3000) => Promise.race([
    new Promise(resolve => setTimeout(resolve, patience)),
    Promise.all(["400", "700"].map(weight => document.fonts.load(`${weight} 16px "Audit Sans"`, words).catch(() => {}))),
  ]);

  /* ---- code: hidden until asked for, and the answer is kept ---- */
  const kept = {  // a page opened from a file may not be allowed to remember
    get(name = "code") { try { return localStorage.getItem(name); } catch { return null; } },
    set(value, name = "code") { try { localStorage.setItem(name, value); } catch { /* this page only */ } },
  };
  root.dataset.code = kept.get() === "shown" ? "shown" : "hidden";

  /* A page that the browser kept whole (Back): the reader may have changed a switch on another page meanwhile. */
  addEventListener("pageshow", event => {
    if (!event.persisted) return;
    root.dataset.code = kept.get() || root.dataset.code;
    const mode = kept.get("mode");  // the theme's own
    if (!mode || mode === root.dataset.mode) return;
    root.dataset.mode = mode;
    const dark = mode === "dark" || (mode === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
    root.dataset.theme = dark ? "dark" : "light";
  });

  function connectCode(button) {
    const cells = [...document.querySelectorAll("div.cell details.hide")];
    function show() {
      const shown = root.dataset.code === "shown";
      button.setAttribute("aria-pressed", String(shown));
      for (const cell of cells) {
        cell.open = shown;
        const code = cell.querySelector("pre");  // what scrolls must be within reach of the keys
        if (code && code.scrollWidth > code.clientWidth) code.tabIndex = 0;
      }
    }
    button.addEventListener("click", () => {
      const before = anchor();
      root.dataset.code = root.dataset.code === "shown" ? "hidden" : "shown";
      kept.set(root.dataset.code);
      show();
      if (before) scrollBy({ top: before.element.getBoundingClientRect().top - before.top, behavior: "instant" });
    });
    show();
    addEventListener("pageshow", show);
  }

  /* Whoever opened the contents of one page finds them open on the next. */
  function connectContents(fold) {
    fold.open = kept.get("contents") === "open";
    // A click is told at once, "toggle" later: whoever leaves in between would find the contents folded again.
    fold.querySelector("summary").addEventListener("click", () => kept.set(fold.open ? "folded" : "open", "contents"));
  }

  /* What the reader is looking at must not move away when code opens above it. */
  function anchor() {
    const element = [...document.querySelectorAll(".bd-article :is(h1, h2, h3, p, figure, .claim-card)")]
      .find(one => one.getBoundingClientRect().top >= 48);
    return element && { element, top: element.getBoundingClientRect().top };
  }

  /* ---- terms: the definition appears at hover and at focus, Escape puts it away ---- */
  function connectTerms() {
    const tip = document.createElement("div");
    tip.className = "term-tip";
    tip.setAttribute("role", "tooltip");
    tip.hidden = true;
    document.body.append(tip);
    let leaving, place = null;  // `place` puts the tip beside its term
    const hide = () => { tip.hidden = true; place = null; };
    const later = () => { leaving = setTimeout(hide, 250); };
    const stay = () => clearTimeout(leaving);
    for (const term of document.querySelectorAll("span.term")) {
      const link = term.querySelector("a"), words = term.querySelector(".term-definition");
      link.setAttribute("aria-describedby", words.id);
      const show = () => {
        stay();
        tip.textContent = words.textContent;
        tip.hidden = false;
        place = () => {
          const at = link.getBoundingClientRect(), box = tip.getBoundingClientRect(), gap = 8;
          const left = Math.min(at.left, root.clientWidth - box.width - gap);
          const above = at.top - box.height - gap;
          tip.style.left = Math.max(gap, left) + "px";
          tip.style.top = (above > gap ? above : at.bottom + gap) + "px";
        };
        place();
      };
      link.addEventListener("mouseenter", show);
      link.addEventListener("focus", show);
      link.addEventListener("mouseleave", later);
      link.addEventListener("blur", hide);
    }
    tip.addEventListener("mouseenter", stay);
    tip.addEventListener("mouseleave", later);
    addEventListener("keydown", event => { if (event.key === "Escape") hide(); }, true);  // the theme swallows it later
    addEventListener("scroll", () => { if (place) place(); }, { passive: true });
  }

  /* ---- what is folded: a link to something inside opens it, and it is printed open ---- */
  function openTarget() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const folded = [];
    for (let one = target && target.parentElement; one; one = one.parentElement) {
      if (one.tagName === "DETAILS" && !one.open) folded.push(one);
    }
    for (const one of folded) one.open = true;
    if (folded.length) target.scrollIntoView({ behavior: "instant" });
  }

  /* A long table has its first rows; the others come when it is opened (figure-table.html). */
  document.addEventListener("toggle", event => {
    if (!event.target.matches("details[open]")) return;
    for (const later of event.target.querySelectorAll(".figure-table script")) {
      const last = later.previousElementSibling;
      for (const words of JSON.parse(later.textContent)) {
        const row = last.cloneNode(true);
        words.forEach((cell, number) => { row.cells[number].textContent = cell; });
        later.before(row);
      }
      later.remove();
    }
  }, true);  // "toggle" does not bubble

  window.bookOpen = openTarget;

  /* An address that a source had when one page listed all goes on to its row. */
  function goOn() {
    const known = document.getElementById(location.hash.slice(1));  // `:target` may not be known yet
    if (known?.matches(".source-index a")) location.replace(known.href);
  }
  goOn();
  addEventListener("hashchange", goOn);
  addEventListener("hashchange", openTarget);
  addEventListener("beforeprint", () => {
    for (const one of document.querySelectorAll("details.printed-open:not([open])")) {
      one.dataset.printing = one.name;
      one.removeAttribute("name");  // of a name only one is open
      one.open = true;
    }
  });
  addEventListener("afterprint", () => {
    for (const one of document.querySelectorAll("details[data-printing]")) {
      one.open = false;
      if (one.dataset.printing) one.name = one.dataset.printing;
      delete one.dataset.printing;
    }
  });

  /* ---- citations ---- */
  async function cite(button) {
    const onTheWeb = location.protocol.startsWith("http");
    const address = onTheWeb && button.dataset.anchor ? " " + location.href.split("#")[0] + "#" + button.dataset.anchor : "";
    const words = button.dataset.citation + address;
    try {
      await navigator.clipboard.writeText(words);
      say(button, "Citation copied");
    } catch {  // no permission, or opened from a file: the reader copies by hand
      let box = button.parentElement.querySelector("textarea.figure-citation");
      if (!box) {
        box = document.createElement("textarea");
        box.className = "figure-citation";
        box.readOnly = true;
        box.rows = 3;
        box.setAttribute("aria-label", "Citation of this figure, ready to copy");
        button.parentElement.append(box);
      }
      box.value = words;
      box.focus();
      box.select();
    }
  }

  function say(button, words) {
    const before = button.dataset.words || (button.dataset.words = button.textContent);
    button.textContent = words;
    status.textContent = words;
    setTimeout(() => { button.textContent = before; status.textContent = ""; }, 2000);
  }

  const status = document.createElement("div");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");

  document.addEventListener("DOMContentLoaded", () => {
    openTarget();
    const button = document.querySelector(".code-switch");
    if (button) connectCode(button);
    document.querySelectorAll(".toc-fold").forEach(connectContents);
    if (document.querySelector("span.term")) connectTerms();
    const buttons = document.querySelectorAll(".figure-cite");
    if (buttons.length) (document.querySelector("main") || document.body).append(status);
    for (const one of buttons) one.addEventListener("click", () => cite(one));
  });
})();
