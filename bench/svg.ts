/** Charts as SVG: for a README, which runs no scripts. */
import { scaleLinear, scaleLog } from "d3-scale";
import { line } from "d3-shape";
import type { Chart } from "./rates/charts.ts";

const WIDTH = 760;
const HEIGHT = 440;
const LEGEND = 250;
const MARGIN = { top: 58, right: LEGEND, bottom: 48, left: 64 };
const COLOURS = "#1b6ca8 #d1495b #2e933c #e08e0b #6a4c93 #0f9d9d #8d5524 #c2379a #5c6b00 #333333".split(" ");

/** A chart with both axes logarithmic, unless it says otherwise, its series beside it by name. */
export function svg({ title, note, x, y, linearX, series }: Chart): string {
  const points = series.flatMap((one) => one.points);
  const right = WIDTH - MARGIN.right;
  const bottom = HEIGHT - MARGIN.bottom;
  const horizontal = (linearX ? scaleLinear() : scaleLog())
    .domain(extent(points.map(([at]) => at)))
    .range([MARGIN.left, right])
    .nice();
  const vertical = scaleLog()
    .domain(extent(points.map(([, value]) => value)))
    .range([bottom, MARGIN.top])
    .nice();
  const path = line<readonly [number, number]>(
    ([at]) => horizontal(at),
    ([, value]) => vertical(value),
  ).digits(1);

  const columns = ticks(horizontal.ticks(), linearX).map(({ at, label }) => {
    const place = horizontal(at).toFixed(1);
    return (
      `<path class="grid" d="M${place},${MARGIN.top}V${bottom}"/>` +
      `<text x="${place}" y="${bottom + 18}" text-anchor="middle">${label}</text>`
    );
  });
  const lines = ticks(vertical.ticks()).map(({ at, label }) => {
    const place = vertical(at).toFixed(1);
    return (
      `<path class="grid" d="M${MARGIN.left},${place}H${right}"/>` +
      `<text x="${MARGIN.left - 8}" y="${place}" dy="0.35em" text-anchor="end">${label}</text>`
    );
  });
  const curves = series.map(({ label, style, points: own }, i) => {
    const colour = style === "guide" ? "#999" : COLOURS[i % COLOURS.length];
    const stroke = `stroke="${colour}"${style === "guide" ? ' stroke-dasharray="6 5"' : ""}`;
    const dots = style === undefined && own.length <= 40 ? own : [];
    const at = MARGIN.top + 10 + 20 * i;
    return [
      `<path fill="none" stroke-width="2" ${stroke} d="${path(own)}"/>`,
      ...dots.map(
        ([a, b]) =>
          `<circle r="2.5" fill="${colour}" cx="${horizontal(a).toFixed(1)}" cy="${vertical(b).toFixed(1)}"/>`,
      ),
      `<path stroke-width="2" ${stroke} d="M${right + 14},${at}h22"/>`,
      `<text x="${right + 42}" y="${at}" dy="0.35em">${escaped(label)}</text>`,
    ].join("");
  });

  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img">
<title>${escaped(title)}</title>
<style>text{font:12px system-ui,sans-serif;fill:#333}.title{font-size:15px;font-weight:600}.grid{stroke:#e4e4e4}</style>
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>
<text class="title" x="${MARGIN.left}" y="22">${escaped(title)}</text>
<text x="${MARGIN.left}" y="42">${escaped(note)}</text>
${[...columns, ...lines].join("\n")}
<text x="${(MARGIN.left + right) / 2}" y="${HEIGHT - 10}" text-anchor="middle">${escaped(x)}</text>
<text transform="translate(16 ${(MARGIN.top + bottom) / 2}) rotate(-90)" text-anchor="middle">${escaped(y)}</text>
${curves.join("\n")}
</svg>
`;
}

function extent(values: readonly number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}

/** On a logarithmic axis powers of ten alone, and of many only every second, third, ... */
function ticks(all: readonly number[], linear = false): { at: number; label: string }[] {
  if (linear) return all.map((at) => ({ at, label: `${at}` }));
  const powers = all.filter((at) => Math.abs(Math.log10(at) - Math.round(Math.log10(at))) < 1e-9);
  const every = Math.ceil(powers.length / 10);
  return powers
    .filter((_, i) => (powers.length - 1 - i) % every === 0)
    .map((at) => {
      const exponent = Math.round(Math.log10(at));
      const plain = exponent >= -3 && exponent <= 4;
      return { at, label: plain ? `${Number(at.toPrecision(1))}` : `1e${exponent}` };
    });
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
