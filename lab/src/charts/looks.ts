import {
  symbol,
  symbolCircle,
  symbolCross,
  symbolDiamond,
  symbolSquare,
  symbolStar,
  symbolTriangle,
  symbolWye,
  type SymbolType,
} from "d3-shape";

export type Shape = "circle" | "square" | "triangle" | "diamond" | "cross" | "star" | "wye" | "down";

/** How one of several alike is told from the others: by colour, by shape, and by dashes. */
export interface Look {
  /** A custom property of `tokens.css`, which light and dark give a value of their own. */
  readonly color: string;
  readonly shape: Shape;
  readonly dash: string;
}

/** Eight looks, told apart by those who see few colours as well: after Okabe and Ito (2008). */
export const looks: readonly Look[] = [
  { color: "var(--series-1)", shape: "circle", dash: "" },
  { color: "var(--series-2)", shape: "square", dash: "7 3" },
  { color: "var(--series-3)", shape: "triangle", dash: "2 3" },
  { color: "var(--series-4)", shape: "diamond", dash: "9 3 2 3" },
  { color: "var(--series-5)", shape: "cross", dash: "12 4" },
  { color: "var(--series-6)", shape: "star", dash: "4 2" },
  { color: "var(--series-7)", shape: "wye", dash: "1 2" },
  { color: "var(--series-8)", shape: "down", dash: "9 2 2 2 2 2" },
];

/** The look of number i. */
export function lookOf(i: number): Look {
  return looks[i % looks.length] as Look;
}

const down: SymbolType = {
  draw(context, size) {
    const y = -Math.sqrt(size / (Math.sqrt(3) * 3));
    context.moveTo(0, -y * 2);
    context.lineTo(-Math.sqrt(3) * y, y);
    context.lineTo(Math.sqrt(3) * y, y);
    context.closePath();
  },
};

const TYPES: Readonly<Record<Shape, SymbolType>> = {
  circle: symbolCircle,
  square: symbolSquare,
  triangle: symbolTriangle,
  diamond: symbolDiamond,
  cross: symbolCross,
  star: symbolStar,
  wye: symbolWye,
  down,
};

/** The outline of a shape about (0, 0), of an area in square pixels. */
export function symbolPath(shape: Shape, area = 64): string {
  return symbol(TYPES[shape], area)() ?? "";
}
