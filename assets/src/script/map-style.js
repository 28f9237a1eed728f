// The style of the map: no tiles, fonts or pictures from elsewhere.
export function style(tiles, layer) {
  const colours = layer.colours.flatMap((colour, index) => [index, colour]);
  const missing = layer.codes.filter((_, index) => layer.classes[index] < 0);
  const care = layer.codes.filter((_, index) => layer.flags[index] >= 0 && layer.classes[index] >= 0);
  return {
    version: 8,
    sources: {
      areas: { type: "vector", url: `pmtiles://${tiles}`, promoteId: "code" },
      names: { type: "geojson", data: points(layer.labels) },
    },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": "#eef0e8" } },
      {
        id: "fill",
        type: "fill",
        source: "areas",
        "source-layer": "lsoa",
        paint: {
          "fill-color": colours.length ? ["match", ["coalesce", ["feature-state", "c"], -1], ...colours, "#f1ede2"] : "#f1ede2",
          "fill-antialias": true,
          "fill-opacity": faded(1),
        },
      },
      {
        id: "missing",
        type: "fill",
        source: "areas",
        "source-layer": "lsoa",
        filter: among(missing),
        paint: { "fill-pattern": "hatch" },
      },
      {
        id: "care",
        type: "fill",
        source: "areas",
        "source-layer": "lsoa",
        filter: among(care),
        paint: { "fill-pattern": "dots", "fill-opacity": faded(1) },
      },
      line("lsoa-line", "lsoa", "#ffffff", ["interpolate", ["linear"], ["zoom"], 7, 0.1, 10, 0.6, 13, 1.4]),
      line("lad-line", "lad", "#5c6b62", ["interpolate", ["linear"], ["zoom"], 6, 0.6, 11, 1.6]),
      line("pfa-line", "pfa", "#17251d", ["interpolate", ["linear"], ["zoom"], 6, 1.2, 11, 2.6]),
      {
        ...line("chosen", "lsoa", "#17251d", ["case", ["boolean", ["feature-state", "chosen"], false], 4.5, ["boolean", ["feature-state", "hover"], false], 2, 0]),
      },
      { ...line("chosen-inside", "lsoa", "#ffd54a", ["case", ["boolean", ["feature-state", "chosen"], false], 2, 0]) },
      label("lad-name"),
    ],
  };
}

// A match looks a code up at once; a list would be searched for each of 35,672 areas.
function among(codes) {
  return codes.length ? ["match", ["get", "code"], codes, true, false] : ["boolean", false];
}

// A place that is not chosen in the explorer is pale; on the map itself none is.
function faded(opacity) {
  return ["case", ["boolean", ["feature-state", "out"], false], 0.12, opacity];
}

function line(id, layer, colour, width) {
  return {
    id,
    type: "line",
    source: "areas",
    "source-layer": layer,
    layout: { "line-join": "round" },
    paint: { "line-color": colour, "line-width": width },
  };
}

function points(labels) {
  const features = labels.map(([name, longitude, latitude]) => ({
    type: "Feature",
    properties: { name },
    geometry: { type: "Point", coordinates: [longitude, latitude] },
  }));
  return { type: "FeatureCollection", features };
}

function label(id) {
  return {
    id,
    type: "symbol",
    source: "names",
    minzoom: 6.5,
    maxzoom: 12,
    layout: { "text-field": ["get", "name"], "text-font": ["Arial", "sans-serif"], "text-size": 13, "text-max-width": 7, "symbol-placement": "point" },
    paint: { "text-color": "#17251d", "text-halo-color": "#ffffff", "text-halo-width": 1.6 },
  };
}
