// What JupyterLab and Notebook load so that the book's charts are live: a renderer of Vega-Lite 6, which they lack (they
// draw it up to 5). Written by hand and small, so that no build of JavaScript is needed; `python -m audit.workshop.lab`
// puts it where they look, with the script that draws the charts in the book as well.
(() => {
  "use strict";
  const NAME = "partners-not-allies";
  const KIND = "application/vnd.vegalite.v6+json";
  let shared;

  const library = async (name) => {
    const versions = Object.values(shared[name]);
    return (await versions[versions.length - 1].get())();
  };

  // One script for all charts, fetched when the first is drawn.
  let drawing;
  const loadDrawing = () =>
    (drawing ??= new Promise((done, failed) => {
      const base = JSON.parse(document.getElementById("jupyter-config-data").textContent).fullLabextensionsUrl;
      const script = document.createElement("script");
      script.src = `${base}/${NAME}/static/vega-bundle.js`;
      script.onload = () => done(window.vegaEmbed);
      script.onerror = () => failed(new Error("the script that draws the charts was not found: run `make lab` again"));
      document.head.append(script);
    }));

  const element = (tag, text, style) => Object.assign(document.createElement(tag), { textContent: text, style });

  const extension = async () => {
    const { Widget } = await library("@lumino/widgets");
    class Chart extends Widget {
      async renderModel(model) {
        const { usermeta, ...spec } = structuredClone(model.data[KIND]);
        const figure = usermeta?.figure ?? {};
        // Stacked panels cannot ask for the width of their place; in the book the page sets it.
        for (const panel of spec.vconcat ?? []) panel.width ??= Math.max(260, Math.min(this.node.clientWidth || 700, 900) - 240);
        this.finish?.();
        this.node.replaceChildren();
        this.node.style.cssText = "background: #fff; color: #1b1f24; padding: 12px 16px; box-sizing: border-box";
        const heading = element("div", figure.title ?? "", "font-weight: 700; font-size: 18px; line-height: 1.3");
        const chart = element("div", "", "width: 100%; margin-top: 8px");
        chart.className = "audit-live-chart";
        this.node.append(heading, element("div", figure.subtitle ?? "", "font-size: 13px; margin-top: 4px"), chart);
        const embed = await loadDrawing();
        const { view, finalize } = await embed(chart, spec, { actions: false, renderer: "svg" });
        this.finish = finalize;
        const name = figure.controls?.readout;
        if (name) {
          const sentence = element("p", view.signal(name), "font-weight: 600; margin: 8px 0 0");
          this.node.append(sentence);
          view.addSignalListener(name, (_, told) => (sentence.textContent = told));
        }
        // "container" is measured once: a cell that was hidden when it was drawn has its width only later.
        this.watch?.disconnect();
        this.watch = new ResizeObserver(() => window.dispatchEvent(new Event("resize")));
        this.watch.observe(this.node);
        return view;
      }
      dispose() {
        this.watch?.disconnect();
        this.finish?.();
        super.dispose();
      }
    }
    const rendererFactory = { safe: true, mimeTypes: [KIND], createRenderer: () => new Chart() };
    // Before text/html (50), which is the picture for everyone else.
    return { __esModule: true, default: { id: `${NAME}:charts`, rendererFactory, rank: 40, dataType: "json" } };
  };

  const container = {
    init: (scope) => void (shared = scope),
    get: async (module) => {
      if (module !== "./mimeExtension") throw new Error(`no module ${module} in ${NAME}`);
      const made = await extension();
      return () => made;
    },
  };
  window._JUPYTERLAB = { ...window._JUPYTERLAB, [NAME]: container };
})();
