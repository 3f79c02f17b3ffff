/* How words are found, in the search and in the lists: by their beginning, with the common endings of English, in any
   order; what stands in quotes as it stands; a number whole (29 finds 29%, 29.3 and "29 per cent", never 2029 or 290). */
(function () {
  "use strict";

  /* Signs that look alike are alike. One sign for one, so that places in a text stay what they are. */
  const ALIKE = { "‘": "'", "’": "'", "“": '"', "”": '"', "‐": "-", "‑": "-", "–": "-", "−": "-", "\u00a0": " " };
  const plain = text => text.toLowerCase().replace(/[‘’“”‐‑–−\u00a0]/g, sign => ALIKE[sign]);

  const escaped = text => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const START = "(?<![\\p{L}\\p{N}])";
  const ENDINGS = "(?:y|ies|ied|e|es|ed|er|ers|ing|s)?(?![\\p{L}\\p{N}])";

  function pattern(term) {
    if (/^\d[\d.,]*$/.test(term)) {
      return "(?<![\\p{L}\\p{N}]|\\d[.,])" + escaped(term) + (term.includes(".") ? "\\d*" : "(?:\\.\\d+)?(?!\\d|,\\d)");
    }
    const words = escaped(term).replace(/-/g, "[-\\s]?").replace(/\s+/g, "\\s+");
    const base = /^\p{L}{5,}$/u.test(term) ? term.replace(/(?:ies|ing|ed|es|(?<!s)s|e|y)$/, "") : term;
    return START + (base.length > 2 && base !== term ? `(?:${words}|${escaped(base)}${ENDINGS})` : words);
  }

  /* What a query asks for: `terms`; `every` and `some`, whether a text has them; `places`, where, as [start, end]. */
  window.bookFind = function (query) {
    const terms = [...plain(query).matchAll(/"([^"]+)"|(\S+)/g)]
      .map(found => (found[1] || found[2]).replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ""))
      .filter(Boolean);
    const patterns = terms.map(term => new RegExp(pattern(term), "gu"));
    const has = text => one => { one.lastIndex = 0; return one.test(text); };
    return {
      terms,
      every: text => patterns.every(has(plain(text))),
      some: text => patterns.some(has(plain(text))),
      places: text => patterns.map(one => [...plain(text).matchAll(one)].map(at => [at.index, at.index + at[0].length])),
    };
  };
  window.bookFind.plain = plain;
})();
