// The patterns for what is not known (lines) and what is read with care (dots), drawn here because no picture is loaded.
export function hatch() {
  const size = 12;
  const pen = paper(size);
  pen.fillStyle = "#f1ede2";
  pen.fillRect(0, 0, size, size);
  pen.strokeStyle = "#a59f8f";
  pen.lineWidth = 2;
  for (const shift of [-size, 0, size]) {
    pen.beginPath();
    pen.moveTo(shift, size);
    pen.lineTo(shift + size, 0);
    pen.stroke();
  }
  return pen.getImageData(0, 0, size, size);
}

export function dots() {
  const size = 8;
  const pen = paper(size);
  for (const [colour, radius] of [["#ffffff", 2], ["#17251d", 1.3]]) {
    pen.fillStyle = colour;
    pen.beginPath();
    pen.arc(size / 2, size / 2, radius, 0, 2 * Math.PI);
    pen.fill();
  }
  return pen.getImageData(0, 0, size, size);
}

function paper(size) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  return canvas.getContext("2d");
}

export async function patterns(view, id) {
  const made = { hatch, dots }[id];
  if (made && !view.hasImage(id)) view.addImage(id, made());
}
