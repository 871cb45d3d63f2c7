// Runs in the page: `uPlot` and `charts` are there already.
/* global uPlot, charts */
const COLOURS = "#1b6ca8 #d1495b #2e933c #e08e0b #6a4c93 #0f9d9d #8d5524 #c2379a #5c6b00 #333333".split(" ");

const powerLabel = (value) => {
  const exponent = Math.round(Math.log10(value));
  return exponent >= -2 && exponent <= 3 ? String(10 ** exponent) : `1e${exponent}`;
};

// Powers of ten alone, and of many only every second, third, ...
const powersBetween = (_, __, low, high) => {
  const from = Math.ceil(Math.log10(low) - 1e-9);
  const to = Math.floor(Math.log10(high) + 1e-9);
  const every = Math.ceil((to - from + 1) / 12);
  const splits = [];
  for (let exponent = to; exponent >= from; exponent -= every) splits.unshift(10 ** exponent);
  return splits;
};

const line = ({ label, style }, i) => ({
  label,
  stroke: style === "guide" ? "#999" : COLOURS[i % COLOURS.length] + (style === "faint" ? "55" : ""),
  width: style === "faint" ? 1 : 2,
  ...(style === "guide" && { dash: [6, 5] }),
  spanGaps: true,
  points: { show: false },
});

// Whole powers of ten around the data.
const decades = (_, low, high) => [10 ** Math.floor(Math.log10(low)), 10 ** Math.ceil(Math.log10(high))];

for (const { title, note, x, y, linearX, series } of charts) {
  const figure = document.createElement("figure");
  const heading = Object.assign(document.createElement("h2"), { textContent: title });
  const caption = Object.assign(document.createElement("figcaption"), { textContent: note });
  figure.append(heading, caption);
  document.querySelector("main").append(figure);

  const tables = series.map(({ points }) => [points.map(([at]) => at), points.map(([, value]) => value)]);
  const logarithmic = { distr: 3, range: decades };
  const powers = {
    splits: powersBetween,
    filter: (_, splits) => splits,
    values: (_, splits) => splits.map(powerLabel),
  };
  const options = {
    width: figure.clientWidth,
    height: 380,
    scales: { x: linearX ? { time: false } : { time: false, distr: 3 }, y: logarithmic },
    axes: [
      { label: x, ...(!linearX && powers) },
      { label: y, size: 64, ...powers },
    ],
    legend: { live: false },
    series: [{ label: x }, ...series.map(line)],
  };
  figure.append(new uPlot(options, uPlot.join(tables)).root);
}
