/** Styles that a picture needs to look the same outside of the page. */
const STYLES = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "stroke-opacity",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
  "paint-order",
  "display",
];

const SVG = "http://www.w3.org/2000/svg";
const GAP = 16;

/** Saves all charts that are on the page as one picture, under one another. */
export async function downloadPicture(name: string, format: "svg" | "png"): Promise<void> {
  const svg = pictureOf([...document.querySelectorAll<HTMLElement>("main figure.plot")]);
  const text = new XMLSerializer().serializeToString(svg);
  const blob = new Blob([text], { type: "image/svg+xml" });
  save(`${name}.${format}`, format === "svg" ? blob : await rasterised(blob, svg));
}

/** One SVG of the charts with their titles, all styles written out. */
function pictureOf(figures: readonly HTMLElement[]): SVGSVGElement {
  const picture = document.createElementNS(SVG, "svg");
  const page = getComputedStyle(document.body);
  let top = GAP;
  let width = 0;
  for (const figure of figures) {
    const svg = figure.querySelector("svg");
    if (!svg) continue;
    const title = picture.appendChild(document.createElementNS(SVG, "text"));
    title.textContent = figure.querySelector("figcaption")?.textContent ?? "";
    set(title, {
      x: GAP,
      y: top + 14,
      fill: page.color,
      "font-family": page.fontFamily,
      "font-size": 14,
      "font-weight": 600,
    });
    const group = picture.appendChild(document.createElementNS(SVG, "g"));
    set(group, { transform: `translate(${GAP} ${top + 24})` });
    const copy = svg.cloneNode(true) as SVGSVGElement;
    writeStyles(svg, copy);
    // What comes later on the page lies above: canvases before the marks are under them, those after over them.
    for (const part of figure.querySelectorAll("canvas, svg")) {
      if (part instanceof HTMLCanvasElement) group.append(imageOf(part, svg));
      else if (part === svg) group.append(copy);
    }
    width = Math.max(width, svg.clientWidth);
    top += 24 + svg.clientHeight + GAP;
  }
  const size = { width: width + 2 * GAP, height: top };
  set(picture, { ...size, viewBox: `0 0 ${size.width} ${size.height}` });
  const ground = document.createElementNS(SVG, "rect");
  set(ground, { ...size, fill: page.backgroundColor });
  picture.prepend(ground);
  return picture;
}

function imageOf(canvas: HTMLCanvasElement, svg: SVGSVGElement): SVGImageElement {
  const image = document.createElementNS(SVG, "image");
  const at = canvas.getBoundingClientRect();
  const from = svg.getBoundingClientRect();
  set(image, {
    x: at.x - from.x,
    y: at.y - from.y,
    width: at.width,
    height: at.height,
    href: canvas.toDataURL(),
  });
  return image;
}

function writeStyles(from: Element, to: Element): void {
  const style = getComputedStyle(from);
  for (const name of STYLES) to.setAttribute(name, style.getPropertyValue(name));
  to.removeAttribute("style");
  to.removeAttribute("class");
  for (let i = 0; i < from.children.length; i++) {
    const [original, copy] = [from.children[i], to.children[i]];
    if (original && copy) writeStyles(original, copy);
  }
}

/** The same at twice the pixels. */
async function rasterised(blob: Blob, { width, height }: SVGSVGElement): Promise<Blob> {
  const url = URL.createObjectURL(blob);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = 2 * width.baseVal.value;
    canvas.height = 2 * height.baseVal.value;
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob((png) => (png ? resolve(png) : reject(new Error("the browser made no picture"))));
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}

function save(name: string, blob: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function set(element: Element, attributes: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}
