// The map island: our own outlines from one static file, coloured by the values of one layer.
// The table below the map holds the same areas and is the way without a mouse; both show one choice.
import { Map as MapView, NavigationControl, ScaleControl, addProtocol, setWorkerUrl } from "maplibre-gl";
import { Protocol } from "pmtiles";
import { style } from "./map-style.js";
import { patterns } from "./map-hatch.js";
import { fill } from "./map-panel.js";

const frame = document.getElementById("map");
const status = document.getElementById("map-status");
if (frame) start().catch(fallBack);

async function start() {
  if (!hasWebGL()) throw new Error("no WebGL");
  setWorkerUrl(frame.dataset.worker);
  addProtocol("pmtiles", new Protocol().tile);
  const reply = await fetch(frame.dataset.values);
  if (!reply.ok) throw new Error("no values");
  const layer = await reply.json();
  const places = new Map(layer.codes.map((code, index) => [code, index]));
  const view = new MapView({
    container: frame,
    style: style(new URL(frame.dataset.tiles, location.href).href, layer),
    bounds: JSON.parse(frame.dataset.bounds),
    fitBoundsOptions: { padding: 16 },
    minZoom: 5,
    maxZoom: 14,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    locale: { "Map.Title": `Map of ${layer.title}. The table below holds the same values.` },
    canvasContextAttributes: { preserveDrawingBuffer: true },
  });
  view.touchZoomRotate.disableRotation();
  view.addControl(new NavigationControl({ showCompass: false }), "top-right");
  view.addControl(new ScaleControl({ maxWidth: 100 }), "bottom-right");
  const said = { view, layer, places, chosen: null, hovered: null };
  view.setMissingStyleImageResolver((id) => patterns(view, id));
  view.once("idle", () => ready(said));
  view.on("load", () => {
    colour(said);
    hover(said);
    keys(said);
    if (frame.dataset.area) choose(said, frame.dataset.area, { move: true, write: false });
  });
  addEventListener("popstate", () => {
    const area = new URLSearchParams(location.search).get("area");
    if (area) choose(said, area, { move: true, write: false });
  });
}

function ready(said) {
  frame.dataset.state = "drawn";
  performance.mark("map-drawn");
  if (!said.chosen) status.textContent = "Point at an area, or choose one in the table.";
}

function colour({ view, layer }) {
  layer.codes.forEach((code, index) => {
    view.setFeatureState({ source: "areas", sourceLayer: "lsoa", id: code }, { c: layer.classes[index] });
  });
}

function hover(said) {
  const { view } = said;
  view.on("mousemove", "fill", (event) => {
    const code = event.features[0]?.properties.code;
    if (code === said.hovered) return;
    mark(said, said.hovered, { hover: false });
    said.hovered = code;
    mark(said, code, { hover: true });
    view.getCanvas().style.cursor = "pointer";
    status.textContent = words(said, code);
  });
  view.on("mouseleave", "fill", () => {
    mark(said, said.hovered, { hover: false });
    said.hovered = null;
    view.getCanvas().style.cursor = "";
    if (said.chosen) status.textContent = words(said, said.chosen);
  });
  view.on("click", "fill", (event) => choose(said, event.features[0].properties.code, { move: false, write: true }));
}

function keys(said) {
  const table = document.getElementById("map-table");
  table?.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-area]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    choose(said, link.dataset.area, { move: true, write: true });
  });
  table?.addEventListener("keydown", (event) => {
    const link = event.target.closest("a[data-area]");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!link || !step) return;
    const links = [...table.querySelectorAll("a[data-area]")];
    event.preventDefault();
    links[links.indexOf(link) + step]?.focus();
  });
}

function mark({ view, layer, places }, code, state) {
  if (!code || !places.has(code)) return;
  view.setFeatureState({ source: "areas", sourceLayer: "lsoa", id: code }, state);
}

function choose(said, code, { move, write }) {
  const { view, layer, places } = said;
  const index = places.get(code);
  if (index === undefined) return;
  mark(said, said.chosen, { chosen: false });
  said.chosen = code;
  mark(said, code, { chosen: true });
  if (move) view.easeTo({ center: layer.centres[index], zoom: Math.max(view.getZoom(), 10), duration: quick() ? 0 : 500 });
  status.textContent = words(said, code);
  fill(frame.dataset.place, layer, index);
  document.querySelectorAll("#map-table tr[data-row]").forEach((row) => row.classList.toggle("chosen", row.dataset.row === code));
  if (!write) return;
  const address = new URL(location.href);
  address.searchParams.set("area", code);
  history.pushState(null, "", address);
}

function words({ layer, places }, code) {
  const index = places.get(code);
  if (index === undefined) return "Outside the region.";
  const interval = layer.intervals[index] ? `, ${layer.intervals[index]}` : "";
  const care = layer.flags[index] >= 0 ? `. Read with care: ${layer.care[layer.flags[index]]}` : "";
  return `${layer.names[index]}, ${layer.within[index]}: ${layer.shown[index]}${interval}${care}`;
}

function quick() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function hasWebGL() {
  const canvas = document.createElement("canvas");
  return Boolean(canvas.getContext("webgl2"));
}

function fallBack() {
  frame.dataset.state = "table";
  status.textContent = "The map cannot be drawn in this browser. The table below holds every value.";
}
