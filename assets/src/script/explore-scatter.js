// The scatter on a canvas: the same frame as the still picture that it takes the place of.
const LEFT = 70, RIGHT = 20, TOP = 20, BOTTOM = 60, WIDTH = 720, HEIGHT = 520, NEAR = 9;

export function scatter(said, on) {
  const canvas = document.getElementById("scatter");
  const still = document.getElementById("scatter-still");
  const { pair } = said;
  const [xs, ys] = [pair.xs.map((value) => across(value)), pair.ys.map((value) => up(value))];
  const state = { from: null, to: null, over: -1 };
  still.hidden = true;
  canvas.hidden = false;
  canvas.removeAttribute("aria-hidden");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", still.alt);
  const sharp = Math.min(window.devicePixelRatio || 1, 2);
  canvas.width = WIDTH * sharp;
  canvas.height = HEIGHT * sharp;
  const pen = canvas.getContext("2d");
  pen.scale(sharp, sharp);

  function across(value) { const [low, high] = pair.x.axis; return LEFT + ((value - low) / (high - low)) * (WIDTH - LEFT - RIGHT); }
  function up(value) { const [low, high] = pair.y.axis; return HEIGHT - BOTTOM - ((value - low) / (high - low)) * (HEIGHT - TOP - BOTTOM); }

  function draw() {
    pen.clearRect(0, 0, WIDTH, HEIGHT);
    axes(pen, pair, across, up);
    for (const wanted of [false, true]) pair.codes.forEach((_, index) => said.inside[index] === wanted && dot(index));
    for (const index of [state.over, said.chosen]) if (index >= 0) ring(index, index === said.chosen);
    if (state.from && state.to) {
      pen.fillStyle = "rgba(255, 213, 74, .25)";
      pen.strokeStyle = "#14120a";
      pen.lineWidth = 1;
      const box = [state.from[0], state.from[1], state.to[0] - state.from[0], state.to[1] - state.from[1]];
      pen.fillRect(...box);
      pen.strokeRect(...box);
    }
  }

  function dot(index) {
    pen.beginPath();
    pen.arc(xs[index], ys[index], 3, 0, 2 * Math.PI);
    if (!said.inside[index]) { pen.fillStyle = "#d9d3c4"; pen.fill(); }
    else if (pair.care[index]) { pen.strokeStyle = "#1f4d38"; pen.lineWidth = 1; pen.stroke(); }
    else { pen.fillStyle = "rgba(31, 77, 56, .55)"; pen.fill(); }
  }

  function ring(index, chosen) {
    pen.beginPath();
    pen.arc(xs[index], ys[index], chosen ? 8 : 6, 0, 2 * Math.PI);
    pen.lineWidth = chosen ? 4 : 2;
    pen.strokeStyle = "#17251d";
    pen.stroke();
    if (!chosen) return;
    pen.lineWidth = 2;
    pen.strokeStyle = "#ffd54a";
    pen.stroke();
  }

  function at(event) {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) * WIDTH) / box.width, ((event.clientY - box.top) * HEIGHT) / box.height];
  }

  function nearest([x, y]) {
    let [found, least] = [-1, NEAR * NEAR];
    for (let index = 0; index < xs.length; index += 1) {
      const far = (xs[index] - x) ** 2 + (ys[index] - y) ** 2;
      if (far < least) [found, least] = [index, far];
    }
    return found;
  }

  canvas.addEventListener("pointerdown", (event) => { state.from = at(event); state.to = null; canvas.setPointerCapture(event.pointerId); });
  canvas.addEventListener("pointermove", (event) => {
    if (state.from) { state.to = at(event); draw(); return; }
    const over = nearest(at(event));
    if (over === state.over) return;
    state.over = over;
    draw();
    on.point(over >= 0 ? over : said.chosen);
  });
  canvas.addEventListener("pointerup", (event) => {
    const [from, to] = [state.from, at(event)];
    state.from = state.to = null;
    if (!from) return;
    if (Math.hypot(to[0] - from[0], to[1] - from[1]) < 6) { on.choose(nearest(to)); return; }
    on.brush(limits(pair, from, to));
  });
  canvas.addEventListener("pointercancel", () => { state.from = state.to = null; draw(); });
  return { draw };
}

// The values at the corners of a rectangle, to three or four figures.
function limits(pair, from, to) {
  const value = ([low, high], share) => Number((low + share * (high - low)).toPrecision(4));
  const x = (pixel) => value(pair.x.axis, (pixel - LEFT) / (WIDTH - LEFT - RIGHT));
  const y = (pixel) => value(pair.y.axis, (HEIGHT - BOTTOM - pixel) / (HEIGHT - TOP - BOTTOM));
  const [x0, x1] = [from[0], to[0]].sort((a, b) => a - b);
  const [y0, y1] = [from[1], to[1]].sort((a, b) => b - a);
  return { x_from: x(x0), x_to: x(x1), y_from: y(y0), y_to: y(y1) };
}

function axes(pen, pair, across, up) {
  pen.font = "13px 'Atkinson Hyperlegible Next', sans-serif";
  pen.strokeStyle = "#e4dfd2";
  pen.fillStyle = "#4a5a50";
  pen.lineWidth = 1;
  pen.textAlign = "center";
  for (const step of pair.x.axis[2]) {
    rule(pen, [across(step), TOP], [across(step), HEIGHT - BOTTOM]);
    pen.fillText(number(step), across(step), HEIGHT - BOTTOM + 18);
  }
  pen.textAlign = "right";
  for (const step of pair.y.axis[2]) {
    rule(pen, [LEFT, up(step)], [WIDTH - RIGHT, up(step)]);
    pen.fillText(number(step), LEFT - 8, up(step) + 4);
  }
  pen.fillStyle = "#17251d";
  pen.textAlign = "center";
  pen.fillText(named(pair.x), (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 14);
  pen.save();
  pen.translate(16, (TOP + HEIGHT - BOTTOM) / 2);
  pen.rotate(-Math.PI / 2);
  pen.fillText(named(pair.y), 0, 0);
  pen.restore();
}

function rule(pen, from, to) {
  pen.beginPath();
  pen.moveTo(...from);
  pen.lineTo(...to);
  pen.stroke();
}

function named({ title, unit }) { return unit ? `${title} (${unit})` : title; }
function number(value) { return value.toLocaleString("en-GB", { maximumFractionDigits: 2 }); }
