// The map of the explorer: coloured by the upright layer, pale where a place is not chosen.
import { Map as MapView, NavigationControl } from "maplibre-gl";
import { style } from "./map-style.js";
import { patterns } from "./map-hatch.js";

export function areaMap(frame, data, layer, said, on) {
  const view = new MapView({
    container: frame,
    style: style(new URL(data.tiles, location.href).href, layer),
    bounds: JSON.parse(data.bounds),
    fitBoundsOptions: { padding: 12 },
    minZoom: 5,
    maxZoom: 14,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    locale: { "Map.Title": `Map of ${layer.title}. The table below holds the chosen places.` },
    canvasContextAttributes: { preserveDrawingBuffer: true },
  });
  view.touchZoomRotate.disableRotation();
  view.addControl(new NavigationControl({ showCompass: false }), "top-right");
  view.setMissingStyleImageResolver((id) => patterns(view, id));
  const last = { inside: [], chosen: -1 };
  const state = (code, value) => view.setFeatureState({ source: "areas", sourceLayer: "lsoa", id: code }, value);

  function draw() {
    if (!view.isStyleLoaded() && !frame.dataset.loaded) return;
    said.pair.codes.forEach((code, index) => {
      if (last.inside[index] !== said.inside[index]) state(code, { out: !said.inside[index] });
    });
    last.inside = [...said.inside];
    if (last.chosen === said.chosen) return;
    if (last.chosen >= 0) state(said.pair.codes[last.chosen], { chosen: false });
    if (said.chosen >= 0) state(said.pair.codes[said.chosen], { chosen: true });
    last.chosen = said.chosen;
  }

  return new Promise((done) => {
    view.on("load", () => {
      frame.dataset.loaded = "yes";
      layer.codes.forEach((code, index) => {
        state(code, { c: layer.classes[index], out: !said.places.has(code) });
      });
      view.on("mousemove", "fill", (event) => {
        view.getCanvas().style.cursor = "pointer";
        on.point(said.places.get(event.features[0]?.properties.code) ?? -1);
      });
      view.on("mouseleave", "fill", () => { view.getCanvas().style.cursor = ""; });
      view.on("click", "fill", (event) => on.choose(said.places.get(event.features[0].properties.code) ?? -1));
      view.once("idle", () => { frame.dataset.state = "drawn"; });
      document.getElementById("explore-status").textContent = "Point at a dot or an area, or drag over dots to choose them.";
      done({ draw });
    });
  });
}
