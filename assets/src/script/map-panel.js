// What is said of the chosen place: at once what the map holds, then the rest as the server says it.
export async function fill(address, layer, index) {
  const box = document.getElementById("chosen-area");
  const code = layer.codes[index];
  box.dataset.code = code;
  put(box, {
    name: layer.names[index],
    within: layer.within[index],
    value: layer.shown[index],
    interval: layer.intervals[index],
    flag: layer.flags[index] >= 0 ? `Read with care: ${layer.care[layer.flags[index]]}` : "",
    note: "",
    missing: "",
  });
  details(box, []);
  const link = box.querySelector("[data-open]");
  link.href = `/places/${code}`;
  link.hidden = false;
  if (!address) return;
  const reply = await fetch(address + code).catch(() => null);
  if (!reply?.ok || box.dataset.code !== code) return;
  const said = await reply.json();
  put(box, { note: said.note, missing: said.missing });
  details(box, said.details);
}

function put(box, words) {
  for (const [name, text] of Object.entries(words)) {
    const line = box.querySelector(`[data-${name}]`);
    line.textContent = text;
    if (!["name", "within", "value"].includes(name)) line.hidden = !text;
  }
}

function details(box, pairs) {
  const list = box.querySelector("[data-details]");
  list.hidden = !pairs.length;
  list.replaceChildren(...pairs.map(([label, text]) => {
    const row = document.createElement("div");
    row.append(Object.assign(document.createElement("dt"), { textContent: label }));
    row.append(Object.assign(document.createElement("dd"), { textContent: text }));
    return row;
  }));
}
