// The explorer: chart, map and table show one choice. The fields of the form are the choice; dragging fills them.
import { addProtocol, setWorkerUrl } from "maplibre-gl";
import { Protocol } from "pmtiles";
import { scatter } from "../explore-scatter.js";
import { areaMap } from "../explore-map.js";

const root = document.getElementById("explore");
const status = document.getElementById("explore-status");
if (root) start().catch(() => { root.dataset.state = "still"; status.textContent = "The chart and the table hold every value."; });

async function start() {
  const reply = await fetch(root.dataset.values);
  if (!reply.ok) throw new Error("no values");
  const pair = await reply.json();
  const said = { pair, places: new Map(pair.codes.map((code, index) => [code, index])), inside: [], chosen: -1 };
  said.inside = within(pair);
  const chart = scatter(said, { brush: (limits) => brushed(said, limits), choose: (index) => choose(said, index, true), point: (index) => say(said, index) });
  said.views = [chart];
  root.dataset.state = "chart";
  chart.draw();
  choose(said, said.places.get(root.dataset.area) ?? -1, false);
  table(said);
  forms(said);
  const map = await withMap(said).catch(() => null);
  if (map) said.views.push(map);
  else status.textContent = "The map cannot be drawn in this browser. The chart and the table hold every value.";
  redraw(said);
  root.dataset.state = "drawn";
}

async function withMap(said) {
  const frame = document.getElementById("explore-map");
  if (!frame || !document.createElement("canvas").getContext("webgl2")) return null;
  setWorkerUrl(root.dataset.worker);
  addProtocol("pmtiles", new Protocol().tile);
  const layer = await (await fetch(root.dataset.layer)).json();
  return areaMap(frame, root.dataset, layer, said, { choose: (index) => choose(said, index, true), point: (index) => say(said, index) });
}

// Which places the fields let through; the server answers the same question for the table.
function within(pair) {
  const field = (name) => document.querySelector(`.explore-form [name="${name}"]`)?.value.trim().replaceAll(",", "") ?? "";
  const limit = (name, none) => (field(name) === "" ? none : Number(field(name)));
  const [x0, x1] = [limit("x_from", -Infinity), limit("x_to", Infinity)];
  const [y0, y1] = [limit("y_from", -Infinity), limit("y_to", Infinity)];
  const district = field("district");
  return pair.codes.map((_, i) => (!district || pair.within[i] === district)
    && pair.xs[i] >= x0 && pair.xs[i] <= x1 && pair.ys[i] >= y0 && pair.ys[i] <= y1);
}

function brushed(said, limits) {
  for (const [name, value] of Object.entries(limits)) document.querySelector(`.explore-form [name="${name}"]`).value = value;
  update(said);
}

function forms(said) {
  const form = document.querySelector(".explore-form");
  form.addEventListener("change", (event) => {
    if (["x", "y"].includes(event.target.name)) return;
    update(said);
  });
}

// Take the choice into the address, redraw, and ask the server for the table.
let asked = 0;
async function update(said) {
  said.inside = within(said.pair);
  redraw(said);
  const address = new URL(location.href);
  for (const field of new FormData(document.querySelector(".explore-form"))) {
    if (field[1]) address.searchParams.set(...field);
    else address.searchParams.delete(field[0]);
  }
  address.searchParams.delete("page");
  history.replaceState(null, "", address);
  const mine = ++asked;
  const reply = await fetch(address).catch(() => null);
  if (!reply || mine !== asked) return;
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  const answer = page.getElementById("explore-answer");
  const box = document.getElementById("explore-answer");
  if (answer) box.replaceChildren(...answer.childNodes);
  else box.querySelector(".answer-line").textContent = page.querySelector("main .note, main .lede")?.textContent ?? "No answer.";
  mark(said);
}

function choose(said, index, write) {
  said.chosen = index;
  redraw(said);
  mark(said);
  if (index < 0) return;
  const { pair } = said;
  const box = document.getElementById("explore-chosen");
  box.querySelector("[data-name]").textContent = pair.names[index];
  box.querySelector("[data-within]").textContent = pair.within[index];
  const facts = [[pair.x.title, pair.x_said[index]], [pair.y.title, pair.y_said[index]]];
  if (pair.care[index]) facts.push(["Read with care", "a hollow dot: its page and the table say why"]);
  box.querySelector("[data-facts]").replaceChildren(...facts.map(([label, text]) => {
    const row = document.createElement("div");
    row.append(Object.assign(document.createElement("dt"), { textContent: label }), Object.assign(document.createElement("dd"), { textContent: text }));
    return row;
  }));
  const link = box.querySelector("[data-open]");
  link.href = `/places/${pair.codes[index]}`;
  link.hidden = false;
  say(said, index);
  if (!write) return;
  const address = new URL(location.href);
  address.searchParams.set("area", pair.codes[index]);
  history.replaceState(null, "", address);
}

function say(said, index) {
  const { pair } = said;
  if (index < 0) status.textContent = "Point at a dot or an area, or drag over dots to choose them.";
  else status.textContent = `${pair.names[index]}, ${pair.within[index]}: ${pair.y.title} ${pair.y_said[index]}; ${pair.x.title} ${pair.x_said[index]}`;
}

function redraw(said) {
  for (const view of said.views) view.draw();
}

function mark(said) {
  const code = said.pair.codes[said.chosen];
  document.querySelectorAll("#explore-answer tr[data-row]").forEach((row) => row.classList.toggle("chosen", row.dataset.row === code));
}

function table(said) {
  const box = document.getElementById("explore-answer");
  box.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-area]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    choose(said, said.places.get(link.dataset.area) ?? -1, true);
  });
  box.addEventListener("keydown", (event) => {
    const link = event.target.closest("a[data-area]");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!link || !step) return;
    const links = [...box.querySelectorAll("a[data-area]")];
    event.preventDefault();
    links[links.indexOf(link) + step]?.focus();
  });
}
