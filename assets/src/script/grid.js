// Arrow keys in a table that is marked as a grid: one stop for Tab, the arrows move inside.
const MOVES = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };

export function gridKeys() {
  document.querySelectorAll("table[data-grid]").forEach((table) => {
    const rows = [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("[data-cell]")]);
    rows.flat().forEach((cell, index) => (cell.tabIndex = index ? -1 : 0));
    table.addEventListener("keydown", (event) => {
      const row = rows.findIndex((cells) => cells.includes(event.target));
      if (row < 0) return;
      const next = target(rows, row, rows[row].indexOf(event.target), event);
      if (!next) return;
      event.preventDefault();
      rows.flat().forEach((cell) => (cell.tabIndex = -1));
      next.tabIndex = 0;
      next.focus();
      next.scrollIntoView({ block: "nearest", inline: "nearest" });
    });
  });
}

function target(rows, row, column, event) {
  if (event.key === "Home") return rows[event.ctrlKey ? 0 : row][0];
  if (event.key === "End") return rows[event.ctrlKey ? rows.length - 1 : row].at(-1);
  const move = MOVES[event.key];
  return move && rows[row + move[0]]?.[column + move[1]];
}
