// The map in a file of its own: draws, narrows and opens cells from the data in the page. No network, no libraries.
(() => {
  "use strict";
  const data = JSON.parse(document.getElementById("map-data").textContent);
  const STEPS = [1, 3, 6, 12, 25];
  const LOOKS = { not_searched: "unsearched", empty_after_search: "empty", held_elsewhere: "elsewhere", no_record: "norecord" };
  const AXES = ["rows", "columns", "segments", "scale", "draw"];
  const first = { rows: "intervention_group", columns: "outcome_group", segments: "", scale: "source_check", draw: "heat" };
  const state = { ...first };
  let cells = new Map();
  let open = "";

  const el = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => value !== null && made.setAttribute(key, value));
    made.append(...children.filter((child) => child !== null));
    return made;
  };
  const svg = (name, attributes) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    return made;
  };
  const count = (n, one, many) => (n ? `${n} ${n === 1 ? one : many}` : "");
  const join = (parts) => parts.filter(Boolean).join(", ");

  // --- what is asked -------------------------------------------------------
  const readHash = () => {
    Object.keys(state).forEach((key) => delete state[key]);
    Object.assign(state, first, Object.fromEntries(new URLSearchParams(location.hash.slice(1))));
    if (!data.axes[state.rows]) state.rows = first.rows;
    if (!data.axes[state.columns] || state.columns === state.rows) state.columns = state.rows === "outcome_group" ? "intervention_group" : first.columns;
    if (!data.scales[state.scale]) state.scale = first.scale;
    if (state.segments && !data.segments.includes(state.segments)) state.segments = "";
    open = state.cell || "";
  };
  const writeHash = () => {
    const said = new URLSearchParams();
    Object.entries(state).forEach(([key, value]) => value && value !== first[key] && said.set(key, value));
    history.replaceState(null, "", `#${said}`);
  };
  const asked = () => data.filters.map((one) => one[0]).filter((name) => state[name]);
  const fits = (record) => asked().every((name) => {
    const value = state[name];
    if (name === "year_from") return record.year !== null && record.year >= Number(value);
    if (name === "year_to") return record.year !== null && record.year <= Number(value);
    if (name === "q") return value.toLowerCase().split(/\s+/).filter(Boolean).every((word) => record.words.includes(word));
    return record.v[name].includes(value);
  });
  const shownValues = (id) => {
    let values = data.axes[id].values;
    if (state[id]) return values.filter(([name]) => name === state[id]);
    const group = state[`${id}_group`];
    if (group) values = values.filter(([name]) => data.parents[id][name] === group);
    if (state.four_p && (id === "intervention_group" || id === "intervention")) {
      values = values.filter(([name]) => data.strands[id === "intervention" ? data.parents[id][name] : name].includes(state.four_p));
    }
    return values;
  };

  // --- what each cell holds --------------------------------------------------
  const along = { intervention_group: "rows", outcome_group: "columns", intervention: "interventions" };
  const grid = (records) => {
    const found = new Map();
    records.forEach((record) => record.v[state.rows].forEach((row) => record.v[state.columns].forEach((column) => {
      const key = `${row}|${column}`;
      if (!found.has(key)) found.set(key, { evidence: [], claim: [], in_progress: [] });
      const standing = record.v.stands[0];
      if (found.get(key)[standing]) found.get(key)[standing].push(record);
    })));
    return found;
  };
  const gapsIn = (row, column) => {
    const framed = data.axes[state.rows].frame && data.axes[state.columns].frame;
    if (!framed) return [];
    return data.gaps.filter((gap) => gap[along[state.rows]].includes(row) && gap[along[state.columns]].includes(column));
  };
  const stateOf = (held, whole, gaps) => {
    if (held) return "held";
    if (whole) return "held_elsewhere";
    if (!(data.axes[state.rows].frame && data.axes[state.columns].frame)) return "no_record";
    return gaps.some((gap) => gap.state === "empty_after_search") ? "empty_after_search" : "not_searched";
  };
  const levelOf = (record) => record.v.grade.find((grade) => grade.startsWith(`${state.scale}:`)).slice(state.scale.length + 1);
  const levelTitle = (level) => (level === "not_rated" ? "not rated" : data.scales[state.scale].titles[level] || level);
  const levelsHeld = (records) => {
    const met = new Set(records.map(levelOf));
    const order = [...data.scales[state.scale].levels];
    [...met].sort().forEach((level) => !order.includes(level) && level !== "not_rated" && order.push(level));
    return [...order, "not_rated"].filter((level) => met.has(level));
  };
  const lookOf = (level, levels) => {
    if (level === "not_rated") return "unrated";
    const scale = data.scales[state.scale];
    const order = scale.ordered ? [...scale.levels] : scale.levels.filter((one) => levels.includes(one));
    levels.forEach((one) => one !== "not_rated" && !order.includes(one) && order.push(one));
    return `${scale.ordered ? "seq" : "cat"}${Math.min(order.indexOf(level), 7)}`;
  };
  const isReview = (record) => record.v.design[0] === "review";
  const compute = () => {
    const chosen = data.records.filter(fits);
    const now = grid(chosen);
    const whole = grid(data.records);
    cells = new Map();
    shownValues(state.rows).forEach(([row, rowTitle]) => shownValues(state.columns).forEach(([column, columnTitle]) => {
      const key = `${row}|${column}`;
      const held = now.get(key) || { evidence: [], claim: [], in_progress: [] };
      const gaps = gapsIn(row, column);
      const before = whole.get(key);
      cells.set(key, {
        key, row, column, rowTitle, columnTitle, gaps, ...held,
        reviews: held.evidence.filter(isReview).length,
        studies: held.evidence.filter((record) => !isReview(record)).length,
        state: stateOf(held.evidence.length, before && before.evidence.length, gaps),
        layers: data.layers.filter((layer) => layer.rows === state.rows && layer.columns === state.columns && layer.cells[key]),
      });
    }));
  };

  // --- drawing ---------------------------------------------------------------
  const parts = (records, levels) => levels.map((level) => [level, records.filter((record) => levelOf(record) === level).length]).filter(([, n]) => n);
  const said = (cell) => join([count(cell.reviews, "review", "reviews"), count(cell.studies, "study", "studies")]);
  const apart = (cell) => join([count(cell.claim.length, "claim", "claims"), count(cell.in_progress.length, "in progress", "in progress")]);
  const sentence = (cell, levels) => {
    const uk = cell.evidence.filter((record) => record.v.uk.includes("yes")).length;
    const out = [`${cell.rowTitle} by ${cell.columnTitle}:`];
    if (cell.state === "held") {
      out.push(`${said(cell)}, ${uk} with UK evidence.`);
      out.push(`${data.scales[state.scale].title}: ${parts(cell.evidence, levels).map(([level, n]) => `${n} ${levelTitle(level)}`).join("; ")}.`);
      if (state.segments) out.push(`${data.axes[state.segments].values.map(([name, title]) => [title, cell.evidence.filter((r) => r.v[state.segments].includes(name)).length]).filter(([, n]) => n).map(([title, n]) => `${title} ${n}`).join("; ")}.`);
    } else out.push(`${data.states[cell.state]}.`);
    if (apart(cell)) out.push(`Apart: ${apart(cell)}.`);
    if (cell.gaps.length) out.push(`Named gaps: ${cell.gaps.map((gap) => `${gap.title}: ${gap.basis}`).join("; ")}`);
    cell.layers.forEach((layer) => out.push(`The layer ${layer.title} holds ${layer.cells[cell.key]} here.`));
    return out.join(" ");
  };
  const bar = (cell, levels) => {
    const drawn = svg("svg", { class: "bar", viewBox: "0 0 96 7", preserveAspectRatio: "none", focusable: "false" });
    let start = 0;
    parts(cell.evidence, levels).forEach(([level, n]) => {
      const width = (96 * n) / cell.evidence.length;
      drawn.append(svg("rect", { x: start, y: 0, width, height: 7, class: lookOf(level, levels) }));
      start += width;
    });
    return drawn;
  };
  const bubbles = (cell, levels, most) => {
    const segments = state.segments ? data.axes[state.segments].values : [["", ""]];
    const drawn = svg("svg", { class: "bubbles", viewBox: state.segments ? "0 8 96 48" : "0 2 96 44", focusable: "false" });
    const room = 96 / segments.length;
    segments.forEach(([name, title], place) => {
      const held = cell.evidence.filter((record) => !name || record.v[state.segments].includes(name));
      if (!held.length) return;
      const largest = Math.min(21, room / 2 - 1);
      const r = Math.max(Math.min(name ? 6 : 12, largest), largest * Math.sqrt(held.length / most));
      const x = room * (place + 0.5);
      drawn.append(svg("circle", { cx: x, cy: 24, r, class: "disc" }));
      let start = 0;
      parts(held, levels).forEach(([level, n]) => {
        const long = (2 * Math.PI * (r - 2) * n) / held.length;
        drawn.append(svg("circle", { cx: x, cy: 24, r: r - 2, class: `ring ${lookOf(level, levels)}`, "stroke-dasharray": `${long} 999`, "stroke-dashoffset": -start, transform: `rotate(-90 ${x} 24)` }));
        start += long;
      });
      const number = svg("text", { x, y: name ? 46 : 28.5, class: name ? "at" : "in" });
      number.textContent = held.length;
      drawn.append(number);
      if (name) {
        const label = svg("text", { x, y: 54, class: "below" });
        label.textContent = title.slice(0, 4);
        drawn.append(label);
      }
    });
    return drawn;
  };
  const drawCell = (cell, levels, most) => {
    const n = cell.evidence.length;
    const look = n ? `held${STEPS.filter((edge) => n >= edge).length}` : LOOKS[cell.state];
    const face = el("span", { class: "face", "aria-hidden": "true" });
    const rings = state.draw === "bubbles" || state.segments;
    if (n) face.append(rings ? bubbles(cell, levels, most) : el("span", { class: "n" }, String(n)));
    face.append(el("span", { class: "said" }, n ? said(cell) : data.short[cell.state]));
    if (n && !rings) face.append(bar(cell, levels));
    if (apart(cell)) face.append(el("span", { class: "apart" }, `+ ${apart(cell)}`));
    cell.gaps.forEach((gap) => face.append(el("span", { class: `gapmark ${gap.state === "empty_after_search" ? "gap-looked" : "gap-never"}` }, gap.title)));
    cell.layers.forEach((layer, place) => face.append(el("span", { class: `layermark layer${place}` }, String(layer.cells[cell.key]))));
    const words = el("span", { class: "hidden-text" }, sentence(cell, levels));
    const any = n || cell.claim.length || cell.in_progress.length || cell.gaps.length;
    const inner = any ? el("a", { href: "#records", class: look, "data-cell": cell.key }, words, face) : el("span", { class: look, "data-cell": cell.key, tabindex: "-1" }, words, face);
    if (any) inner.addEventListener("click", (event) => { event.preventDefault(); show(cell.key, true); });
    return el("td", {}, inner);
  };
  const table = () => {
    const held = [...cells.values()].flatMap((cell) => cell.evidence);
    const levels = levelsHeld(held);
    const segments = state.segments ? data.axes[state.segments].values.map(([name]) => name) : [];
    const most = Math.max(1, ...[...cells.values()].map((cell) => (segments.length ? Math.max(...segments.map((name) => cell.evidence.filter((r) => r.v[state.segments].includes(name)).length)) : cell.evidence.length)));
    let rows = shownValues(state.rows);
    let columns = shownValues(state.columns);
    let left = 0;
    if (rows.length * columns.length > 3000) {
      const full = (row, column) => cells.get(`${row}|${column}`).evidence.length;
      const kept = rows.filter(([row]) => columns.some(([column]) => full(row, column)));
      columns = columns.filter(([column]) => kept.some(([row]) => full(row, column)));
      left = rows.length - kept.length;
      rows = kept;
    }
    const drawn = el("table", { class: `gapmap ${state.draw}${columns.length <= 10 ? " fit" : ""}` });
    drawn.append(el("caption", { class: "hidden-text" }, `${data.axes[state.rows].title} down, ${data.axes[state.columns].title} across. Arrow keys move between cells; Enter opens the records of a cell.`));
    drawn.append(el("thead", {}, el("tr", {}, el("td", { class: "corner" }, `${data.axes[state.rows].title} by ${data.axes[state.columns].title.toLowerCase()}`), ...columns.map(([, title]) => el("th", { scope: "col" }, title)))));
    const body = el("tbody");
    rows.forEach(([row, title]) => body.append(el("tr", {}, el("th", { scope: "row" }, title), ...columns.map(([column]) => drawCell(cells.get(`${row}|${column}`), levels, most)))));
    drawn.append(body);
    document.getElementById("map").replaceChildren(drawn);
    keys(drawn);
    key(levels, held);
    const states = {};
    cells.forEach((cell) => { states[cell.state] = (states[cell.state] || 0) + 1; });
    const words = Object.entries(data.summary).filter(([name]) => states[name]).map(([name, said]) => `${states[name]} ${said}`).join(", ");
    const records = new Set(held.map((record) => record.id)).size;
    document.getElementById("summary").textContent = cells.size
      ? `Of ${cells.size} cells, ${words}. ${records} reviews and studies stand in them.${left ? ` ${left} rows without a record are left out here.` : ""}`
      : "No cell is left by this selection.";
  };
  const swatch = (look) => {
    const drawn = svg("svg", { class: "sw", viewBox: "0 0 22 16", "aria-hidden": "true", focusable: "false" });
    drawn.append(svg("rect", { x: 1, y: 2, width: 20, height: 12, class: look }));
    return drawn;
  };
  const key = (levels, held) => {
    const list = document.getElementById("levels");
    list.replaceChildren(...levels.map((level) => el("li", {}, swatch(lookOf(level, levels)), `${levelTitle(level)} (${held.filter((record) => levelOf(record) === level).length})`)));
    document.getElementById("levels-title").textContent = `${state.draw === "bubbles" || state.segments ? "Ring" : "Bar"}: ${data.scales[state.scale].title}`;
  };
  const keys = (drawn) => {
    const rows = [...drawn.tBodies[0].rows].map((row) => [...row.querySelectorAll("[data-cell]")]);
    rows.flat().forEach((cell, index) => { cell.tabIndex = index ? -1 : 0; });
    const moves = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
    drawn.addEventListener("keydown", (event) => {
      const row = rows.findIndex((line) => line.includes(event.target));
      const move = moves[event.key];
      if (row < 0 || !move) return;
      const next = (rows[row + move[0]] || [])[rows[row].indexOf(event.target) + move[1]];
      if (!next) return;
      event.preventDefault();
      rows.flat().forEach((cell) => { cell.tabIndex = -1; });
      next.tabIndex = 0;
      next.focus();
    });
  };

  // --- the records of a cell ---------------------------------------------------
  const line = (record) => {
    const title = record.link ? el("a", { href: record.link, rel: "noopener noreferrer" }, record.title) : el("span", {}, record.title);
    const facts = join([record.authors, record.year === null ? "year not known" : String(record.year), record.kind]);
    return el("li", {}, title, el("span", { class: "quiet" }, ` ${facts}. ${levelTitle(levelOf(record))}.`), record.finding ? el("p", {}, record.finding) : null);
  };
  const show = (name, move) => {
    const cell = cells.get(name);
    const box = document.getElementById("records");
    open = cell ? name : "";
    state.cell = open;
    writeHash();
    if (!cell) { box.hidden = true; return; }
    const part = (title, records) => (records.length ? [el("h3", {}, `${title} (${records.length})`), el("ul", { class: "list" }, ...records.map(line))] : []);
    const head = el("h2", { tabindex: "-1" }, `${cell.rowTitle} by ${cell.columnTitle}`);
    box.replaceChildren(
      head,
      el("p", {}, cell.evidence.length ? said(cell) : `Here: ${data.states[cell.state]}.`),
      ...cell.gaps.map((gap) => el("p", { class: "gapline" }, el("strong", {}, `Named gap: ${gap.title}. `), gap.basis)),
      ...part("Reviews", cell.evidence.filter(isReview)),
      ...part("Studies", cell.evidence.filter((record) => !isReview(record))),
      ...part("Claims awaiting evaluation, not counted", cell.claim),
      ...part("In progress: catalogued, not yet coded, not counted", cell.in_progress),
    );
    box.hidden = false;
    if (move) head.focus();
  };

  // --- the form ------------------------------------------------------------------
  const field = (name, label, choices) => {
    const id = `f-${name}`;
    let input;
    if (choices) {
      input = el("select", { id, name }, ...choices.map(([value, text]) => el("option", { value }, text)));
    } else {
      input = el("input", { id, name, type: name === "q" ? "search" : "number", autocomplete: "off" });
    }
    input.value = state[name] || "";
    const act = () => {
      state[name] = input.value.trim();
      if (!state[name] && name in first) state[name] = first[name];
      if (state.rows === state.columns) state[name === "rows" ? "columns" : "rows"] = state.rows === "outcome_group" ? "intervention_group" : "outcome_group";
      redraw();
    };
    input.addEventListener(choices ? "change" : "input", act);
    return el("div", { class: "field" }, el("label", { for: id }, label), input);
  };
  const form = () => {
    const axes = Object.entries(data.axes).map(([id, axis]) => [id, axis.title]);
    const clear = el("button", { type: "button", class: "act" }, "Clear");
    clear.addEventListener("click", () => { Object.keys(state).forEach((name) => delete state[name]); Object.assign(state, first); redraw(); });
    const print = el("button", { type: "button", class: "act second" }, "Print");
    print.addEventListener("click", () => window.print());
    document.getElementById("form").replaceChildren(
      field("rows", "Rows", axes), field("columns", "Columns", axes),
      field("segments", "Split each cell by", [["", "Nothing"], ...data.segments.map((id) => [id, data.axes[id].title])]),
      field("scale", "Colour by", Object.entries(data.scales).map(([id, scale]) => [id, scale.title])),
      field("draw", "Draw as", [["heat", "Shaded cells"], ["bubbles", "Bubbles"]]),
      ...data.filters.map(([name, label, choices]) => field(name, label, choices && [["", "Any"], ...choices])),
      clear, print,
    );
  };
  const redraw = () => {
    compute();
    table();
    [...document.getElementById("form").elements].forEach((input) => { if (input.name && document.activeElement !== input) input.value = state[input.name] || ""; });
    show(open && cells.has(open) ? open : "", false);
    writeHash();
  };
  const now = new Date();
  const month = `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}`;
  document.getElementById("late").hidden = month <= data.read_again;
  readHash();
  form();
  document.querySelectorAll("[data-without-script]").forEach((part) => part.remove());
  document.querySelectorAll("[data-with-script]").forEach((part) => { part.hidden = false; });
  window.addEventListener("hashchange", () => { readHash(); redraw(); });
  redraw();
})();
