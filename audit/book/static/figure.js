/* Draws the charts of a page live, each when it comes near, and on a page of text when a reader uses its controls. Until then, and if anything fails, the reader has the
   static picture. Colours are CSS variables, so the page's dark mode needs no redrawing. */
(function () {
  "use strict";

  const here = document.currentScript.src;
  const least = 358;  // px: a chart is made for this width at least; a smaller screen shows it scaled, with nothing cut off
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let loading = null;

  /* One script for all charts, fetched when the first is needed. */
  function library() {
    loading = loading || new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL("vega-bundle.js", here).href;
      script.onload = resolve;
      script.onerror = () => reject(new Error("vega-bundle.js did not load"));
      document.head.append(script);
    });
    return loading;
  }

  /* Vega measures words on a canvas: as finely as the page draws them, whatever the machine's hinting. */
  const getContext = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (...kind) {
    const context = getContext.apply(this, kind);
    if (context && "textRendering" in context) context.textRendering = "geometricPrecision";
    return context;
  };

  /* ---- one figure ---- */

  async function draw(figure) {
    const live = figure.querySelector(".figure-live");
    const source = document.querySelector(`script[data-figure="${figure.id}"]`).textContent;
    const chart = figure.chart || (figure.chart = inRows(JSON.parse(source)));
    figure.dataset.state = figure.dataset.state === "live" ? "live" : "loading";
    await Promise.all([library(), window.bookFace(source)]);  // places of words follow from their widths
    const spec = structuredClone(chart.spec);
    const scaled = live.clientWidth < least;
    if (chart.stacked) setWidth(chart, spec, Math.max(120, Math.floor(Math.max(live.clientWidth, least) - chart.inset)));
    else if (scaled) setWidth(chart, spec, least);
    else fill(spec);
    live.classList.toggle("scaled", scaled);  // book.css
    follow(figure);
    for (const signal of spec.signals || []) {
      const control = chart.controls.find(one => one.signal === signal.name);
      if (control && figure.values && control.signal in figure.values) {
        delete signal.update;
        delete signal.init;
        signal.value = figure.values[control.signal];
      }
    }
    const { parse, View, expressionInterpreter } = window.bookVega;
    const runtime = parse(spec, {}, { ast: true });  // expressions are interpreted: no `unsafe-eval` in the content security policy
    const view = new View(runtime, { renderer: "svg", expr: expressionInterpreter });
    view.tooltip(showTip);
    live.replaceChildren();
    await view.initialize(live).runAsync();
    if (figure.view) figure.view.finalize();
    figure.view = view;
    figure.drawnWidth = live.clientWidth;
    if (chart.readout) {
      const output = figure.querySelector(".figure-readout");
      const tell = (_, words) => { if (output.textContent !== String(words)) output.textContent = words; };
      view.addSignalListener(chart.readout, tell);
      tell(null, view.signal(chart.readout));
    }
    figure.dataset.state = "live";
    figure.querySelectorAll(".figure-middle, .figure-narrow").forEach(one => one.remove());  // not seen again; paper has the wide one
    const fieldset = figure.querySelector(".figure-controls fieldset");
    if (fieldset) fieldset.disabled = false;
  }

  /* The chart is compiled when the book is built; `widths` are the places in it that hold its width. */
  function setWidth(chart, spec, width) {
    for (const place of chart.widths) place.slice(0, -1).reduce((part, key) => part[key], spec)[place.at(-1)] = width;
  }

  /* Its data come by column, each name once. */
  function inRows(chart) {
    for (const data of chart.spec.data) {
      if (!data.columns) continue;
      const columns = Object.entries(data.columns);
      data.values = columns[0][1].map((_, row) => Object.fromEntries(columns.map(([name, values]) => [name, values[row]])));
      delete data.columns;
    }
    return chart;
  }

  /* As wide as its box, and as wide as that becomes. */
  function fill(spec) {
    const width = "isFinite(containerSize()[0]) ? containerSize()[0] : 300";
    delete spec.width;
    spec.signals = [{ name: "width", init: width, on: [{ update: width, events: "window:resize" }] }, ...(spec.signals || [])];
  }

  /* In a wider face than ours a label may not fit: it is set narrower, down to three quarters, so that none is cut off
     and none runs into its neighbour. */
  function fit(figure) {
    for (const svg of figure.querySelectorAll(".figure-live svg")) {
      const words = [...svg.querySelectorAll("text")].filter(one => !one.childElementCount && one.textContent.trim());
      for (const one of words) if (one.hasAttribute("textLength")) one.removeAttribute("textLength");
      const drawing = svg.getBoundingClientRect(), scale = drawing.width / (svg.viewBox.baseVal.width || drawing.width);
      if (!drawing.width) continue;
      const labels = words.map(one => ({ one, box: one.getBoundingClientRect(), anchor: one.getAttribute("text-anchor") || "start", less: 0 }))
        .filter(({ box }) => box.width > box.height)  // words that stand upright have the height of the drawing
        .sort((a, b) => a.box.left - b.box.left);
      const give = (label, side) => { label.less = Math.max(label.less, side * (label.anchor === "middle" ? 2 : 1)); };
      labels.forEach((label, i) => {
        const { box } = label, over = Math.max(box.right - drawing.right, drawing.left - box.left);
        if (over > 2) give(label, over);
        for (const next of labels.slice(i + 1)) {
          const into = box.right - next.box.left;
          if (into < 0) break;
          const level = Math.min(box.bottom, next.box.bottom) - Math.max(box.top, next.box.top) > 4;
          if (into < 2 || !level || label.one.textContent === next.one.textContent) continue;  // the same twice: a halo
          const both = [label.anchor !== "end" && label, next.anchor !== "start" && next].filter(Boolean);
          both.forEach(one => give(one, (into + 2) / both.length));
        }
      });
      for (const { one, box, less } of labels) {
        if (!less) continue;
        one.setAttribute("lengthAdjust", "spacingAndGlyphs");
        one.setAttribute("textLength", Math.max(.75 * box.width, box.width - less) / scale);
      }
    }
  }
  const redrawn = new MutationObserver(records => {  // before each paint, whatever made Vega draw again
    for (const figure of new Set(records.map(one => one.target.parentElement?.closest(".audit-figure")))) if (figure) fit(figure);
  });
  const DRAWN = { subtree: true, childList: true, characterData: true, attributeFilter: ["transform", "viewBox", "width"] };

  /* ---- the reader's controls ---- */

  const inputs = figure => [...figure.querySelectorAll(".figure-controls [data-signal]")];
  const inputOf = (figure, signal) => figure.querySelector(`.figure-controls [data-signal="${signal}"]`);
  const controlOf = (figure, signal) => figure.chart.controls.find(one => one.signal === signal);
  const valueOf = (figure, signal) => signal in figure.values ? figure.values[signal] : controlOf(figure, signal).value;

  function connect(figure) {
    const form = figure.querySelector(".figure-controls");
    if (!form) return;
    figure.values = {};
    form.addEventListener("input", event => {
      const input = event.target.closest("[data-signal]");
      if (!input) return;
      set(figure, input.dataset.signal, read(figure, input));
      layStops(figure);
      say(figure, input);
    });
    form.addEventListener("change", event => { if (event.target.dataset.signal) inOrder(figure, event.target.dataset.signal); });
    form.addEventListener("submit", event => event.preventDefault());
    form.addEventListener("reset", () => {
      for (const control of figure.chart.controls) set(figure, control.signal, control.value);
      setTimeout(() => { layStops(figure); inputs(figure).forEach(input => say(figure, input)); });  // after the form has reset itself
    });
  }

  /* A page that comes back may bring back what its controls said (Back, reload): the chart says the same. */
  function follow(figure) {
    layStops(figure, true);
    for (const input of inputs(figure)) {
      if (input.type === "radio" && !input.checked) continue;
      const signal = input.dataset.signal, value = read(figure, input);
      if (value !== valueOf(figure, signal)) set(figure, signal, value);
    }
    layStops(figure);
    inputs(figure).forEach(input => say(figure, input));
  }
  addEventListener("pageshow", () => figures.filter(one => one.view).forEach(follow));

  /* What the places of a control stand for, in order; null where it is its own number, or a tick. */
  function choices(figure, input) {
    const control = controlOf(figure, input.dataset.signal);
    return control.options.length ? control.options : input.stops || null;
  }

  function read(figure, input) {
    if (input.type === "checkbox") return input.checked;
    const listed = choices(figure, input);
    return listed ? listed[Number(input.value)] : Number(input.value);
  }

  function set(figure, signal, value) {
    figure.values[signal] = value;
    if (figure.view) figure.view.signal(signal, value).runAsync();
  }

  /* The numbers that answer under the reader's other choices; they are told as runs: [[0, 2], [9, 9]]. */
  function answers(figure) {
    const { stops } = figure.chart, choice = stops.by.map(signal => read(figure, inputOf(figure, signal))).join("|");
    stops.laid ||= {};
    return stops.laid[choice] ||= stops.answering[choice].flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, i) => first + i));
  }

  /* What an input may be set to now. */
  const open = (figure, input) => choices(figure, input).filter(value => !figure.chart.stops?.of.includes(input.dataset.signal) || answers(figure).includes(value));

  /* A control stops only where the record answers; when another choice changes that, it goes to the nearest stop.
     `asShown`: the browser may have moved the slider, which is then right. */
  function layStops(figure, asShown = false) {
    const { stops } = figure.chart;
    if (!stops) return;
    let moved = false;
    for (const signal of stops.of) {
      const input = inputOf(figure, signal), value = valueOf(figure, signal);
      if (input.type === "range") {
        input.stops = answers(figure);
        input.max = input.stops.length - 1;
      } else for (const option of input.options) option.disabled = !answers(figure).includes(choices(figure, input)[option.value]);
      if (asShown || (read(figure, input) === value && open(figure, input).includes(value))) continue;
      const distance = other => Math.abs(other - value);
      put(figure, input, open(figure, input).reduce((best, one) => distance(one) < distance(best) ? one : best));
      moved = true;
    }
    if (moved) inOrder(figure, stops.of[0]);
  }

  /* Two moments in the wrong order change places; where both are the same, the other one moves on. */
  function inOrder(figure, changed) {
    const pair = figure.chart.ordered;
    if (!pair?.includes(changed)) return;
    const [first, second] = pair.map(signal => inputOf(figure, signal)), early = read(figure, first), late = read(figure, second);
    if (early < late) return;
    if (early > late) [[first, late], [second, early]].forEach(([input, value]) => put(figure, input, value));
    else {
      const after = open(figure, second).find(value => value > late), before = open(figure, first).findLast(value => value < early);
      if (after !== undefined && (changed === pair[0] || before === undefined)) put(figure, second, after);
      else if (before !== undefined) put(figure, first, before);
    }
  }

  function put(figure, input, value) {
    input.value = choices(figure, input).indexOf(value);
    set(figure, input.dataset.signal, value);
    say(figure, input);
  }

  const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

  /* The value of a slider, to be seen and to be heard. */
  function say(figure, input) {
    if (input.type !== "range") return;
    let words = input.value;
    if (input.stops && figure.chart.stops.since) {
      const day = new Date(Date.parse(figure.chart.stops.since) + read(figure, input) * 864e5);
      words = `${day.getUTCDate()} ${MONTHS[day.getUTCMonth()]} ${day.getUTCFullYear()}`;
    }
    input.setAttribute("aria-valuetext", words);
    input.parentElement.querySelector(".figure-range-value").textContent = words;
  }

  /* ---- what the reader points at or taps ---- */

  const tip = document.createElement("div");
  tip.className = "figure-tip";
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true");  // the data table has the same values
  const reach = 28;  // px: a fingertip need not hit a small point
  let tapped = false;

  /* Vega calls this when a mouse moves; `value` is empty when there is nothing to say. */
  function showTip(_, event, item, value) {
    if (tapped) return;
    if (value == null || value === "") tip.hidden = true;
    else fillTip(value, event);
  }

  function fillTip(value, event) {
    tip.replaceChildren();
    if (typeof value === "object") {
      const list = document.createElement("dl");
      for (const [name, words] of Object.entries(value)) {
        const term = document.createElement("dt"), text = document.createElement("dd");
        term.textContent = name;
        text.textContent = words;
        list.append(term, text);
      }
      tip.append(list);
    } else tip.textContent = value;
    if (!tip.isConnected) document.body.append(tip);
    tip.hidden = false;
    const gap = 12, box = tip.getBoundingClientRect(), width = document.documentElement.clientWidth;
    const left = Math.max(gap, Math.min(event.clientX - box.width / 2, width - box.width - gap));
    const above = event.clientY - box.height - gap * 1.5;
    tip.style.left = left + "px";
    tip.style.top = (above > gap ? above : event.clientY + gap * 1.5) + "px";
  }

  /* A tap has no mouse that moves: find the nearest mark with something to say. */
  function tap(event) {
    let best = null, least = reach;
    for (const element of event.currentTarget.querySelectorAll("svg :is(path, rect, text, line, image)")) {
      const item = [].concat(element.__data__ || [])[0];
      if (!item || item.tooltip == null || item.tooltip === "") continue;
      const box = element.getBoundingClientRect();
      const aside = Math.max(box.left - event.clientX, 0, event.clientX - box.right);
      const off = Math.max(box.top - event.clientY, 0, event.clientY - box.bottom);
      const distance = Math.hypot(aside, off);
      if (distance < least) { least = distance; best = item; }
    }
    if (!best) return hideTip();
    fillTip(best.tooltip, event);
    tapped = true;
  }
  const hideTip = () => { tip.hidden = true; tapped = false; };
  addEventListener("scroll", hideTip, { passive: true, capture: true });
  addEventListener("keydown", event => { if (event.key === "Escape") hideTip(); }, true);  // the theme swallows it later
  addEventListener("pointerdown", event => { if (tapped || !event.target.closest(".figure-live")) hideTip(); });

  /* ---- all figures ---- */

  function start(figure) {
    if (figure.started) return;
    figure.started = true;
    draw(figure).catch(error => {
      figure.dataset.state = "failed";  // book.css: picture stays, controls go
      console.warn("this chart stays a picture:", error);
    });
  }

  /* Before the figure's own answer to the same event, which needs its chart. */
  function startWhenUsed(figure) {
    for (const use of ["input", "reset"]) figure.querySelector(".figure-controls").addEventListener(use, () => start(figure), { once: true });
  }

  const resized = new ResizeObserver(entries => {
    for (const { target } of entries) {
      const figure = target.closest(".audit-figure");
      if (figure.dataset.state !== "live" || !target.clientWidth || target.clientWidth === figure.drawnWidth) continue;
      clearTimeout(figure.timer);
      figure.timer = setTimeout(() => {
        if (!target.clientWidth) return;
        if (figure.chart.stacked || target.clientWidth < least || target.classList.contains("scaled")) draw(figure).catch(error => console.warn("this chart keeps its old width:", error));
        else {
          figure.drawnWidth = target.clientWidth;
          figure.view.signal("width", target.clientWidth).runAsync();
        }
      }, calm.matches ? 300 : 120);
    }
  });

  const figures = [...document.querySelectorAll(".audit-figure:not([data-state='still'])")];  // that one stays a picture
  const near = new IntersectionObserver(
    entries => entries.filter(entry => entry.isIntersecting).forEach(({ target }) => { near.unobserve(target); start(target); }),
    { rootMargin: "600px 0px" });
  document.fonts.addEventListener("loadingdone", () => figures.forEach(fit));
  for (const figure of figures) {
    if (figure.dataset.state === "waiting") startWhenUsed(figure);
    else near.observe(figure);
    connect(figure);
    const live = figure.querySelector(".figure-live");
    resized.observe(live);
    redrawn.observe(live, DRAWN);
    live.addEventListener("click", tap);
  }
})();
