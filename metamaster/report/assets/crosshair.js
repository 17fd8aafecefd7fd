"use strict";
(() => {
  const minus = (text) => text.replace("-", "\u2212");
  const clock = (v) => `${Math.floor(v / 60)}:${String(v % 60).padStart(2, "0")}`;
  const places = { s: (v) => clock(Math.round(v)) };
  places.Hz = (v) => (v >= 1000 ? `${Number((v / 1000).toPrecision(3))} kHz` : `${Number(v.toPrecision(3))} Hz`);
  const write = (value, unit) => (places[unit] ? places[unit](value) : minus(`${value.toFixed(1)} ${unit}`));

  const scale = (text) => {
    const [low, high, start, end, kind, unit] = text.split(" ");
    const [a, b] = kind === "log" ? [Math.log(low), Math.log(high)] : [Number(low), Number(high)];
    const back = (pixel) => {
      const value = a + ((pixel - start) / (end - start)) * (b - a);
      return kind === "log" ? Math.exp(value) : value;
    };
    return { back, unit, left: Math.min(start, end), right: Math.max(start, end) };
  };

  // The curve's height where it passes x; nothing where it has a gap.
  const height = (d, x) => {
    for (const stretch of d.split("M").slice(1)) {
      const points = stretch.split("L").map((pair) => pair.split(" ").map(Number));
      for (let i = 1; i < points.length; i += 1) {
        const [[x0, y0], [x1, y1]] = [points[i - 1], points[i]];
        if (x >= x0 && x <= x1) return x1 > x0 ? y0 + ((x - x0) / (x1 - x0)) * (y1 - y0) : y0;
      }
    }
    return null;
  };

  const panelsOf = (svg) =>
    [...svg.querySelectorAll(".panel")].map((group) => ({
      x: scale(group.dataset.x),
      y: scale(group.dataset.y),
      lines: [...group.querySelectorAll("[data-name]")].map((path) => [path.dataset.name, path.getAttribute("d")]),
    }));

  for (const svg of document.querySelectorAll("figure > svg")) {
    const panels = panelsOf(svg).filter((panel) => panel.lines.length);
    if (!panels.length) continue;
    // A browser would show the title as a tooltip over the reading: keep it for those who listen.
    svg.setAttribute("aria-label", `${svg.querySelector("title").textContent}. ${svg.querySelector("desc").textContent}`);
    svg.removeAttribute("aria-labelledby");
    svg.querySelector("title").remove();
    const cross = document.createElementNS(svg.namespaceURI, "path");
    cross.setAttribute("class", "cross");
    const reading = document.createElement("div");
    reading.className = "reading";
    reading.setAttribute("aria-hidden", "true");
    const hide = () => { cross.remove(); reading.remove(); };

    svg.addEventListener("pointermove", (event) => {
      const box = svg.getBoundingClientRect();
      const zoom = svg.viewBox.baseVal.width / box.width;
      const [x, y] = [(event.clientX - box.left) * zoom, (event.clientY - box.top) * zoom];
      const reach = (panel) => x >= panel.x.left && x <= panel.x.right;
      const beside = panels.filter(reach);
      const under = beside.find((panel) => y >= panel.y.left - 20 && y <= panel.y.right + 20) || beside[0];
      const hit = beside.filter((panel) => panel.x.left === (under && under.x.left));
      const rows = hit.flatMap((panel) =>
        panel.lines.map(([name, d]) => [name, height(d, x), panel.y]).filter((row) => row[1] !== null));
      if (!rows.length) return hide();
      cross.setAttribute("d", hit.map((panel) => `M${x} ${panel.y.left}V${panel.y.right}`).join(""));
      svg.append(cross);
      reading.textContent = [write(hit[0].x.back(x), hit[0].x.unit)]
        .concat(rows.map(([name, at, axis]) => `${name}  ${write(axis.back(at), axis.unit)}`)).join("\n");
      const figure = svg.parentElement.getBoundingClientRect();
      svg.parentElement.append(reading);
      const left = event.clientX - figure.left + 14;
      const fits = left + reading.offsetWidth < figure.width - 4;
      reading.style.left = `${fits ? left : left - reading.offsetWidth - 28}px`;
      reading.style.top = `${event.clientY - figure.top + 14}px`;
    });
    svg.addEventListener("pointerleave", hide);
  }
})();
