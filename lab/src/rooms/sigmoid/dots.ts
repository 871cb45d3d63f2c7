import { Random } from "../../data/random.ts";
import type { Frame } from "../../charts/plot.tsx";
import type { People } from "./people.ts";

/** A person in the picture. */
export interface Dot {
  readonly height: number;
  readonly isMan: boolean;
  /** How far from the row's own line, 0 to 1. */
  readonly offset: number;
}

/** A dot for each person; the more people are of about the same height, the farther their dots are spread. */
export function dotsOf({ height, isMan, count }: People): readonly Dot[] {
  const random = new Random(1);
  const total = count.reduce((sum, n) => sum + n, 0);
  const inch = (i: number) => `${Math.round(height[i] ?? 0)} ${isMan[i]}`;
  const crowds = new Map<string, number>();
  for (const [i, n] of count.entries()) crowds.set(inch(i), (crowds.get(inch(i)) ?? 0) + n);
  const most = Math.max(...crowds.values());
  return height.flatMap((inches, i) =>
    Array.from({ length: count[i] ?? 0 }, () => {
      const spread = total < 50 ? 0 : (crowds.get(inch(i)) ?? 0) / most;
      return { height: inches, isMan: isMan[i] === 1, offset: spread * random.uniform() };
    }),
  );
}

/** How much of a unit of y the dots of a class take. */
const BAND = 0.4;

/** Discs for men, squares for women; a cross for whom the sigmoid takes for the other. */
export function drawDots(
  context: CanvasRenderingContext2D,
  colorOf: (name: string) => string,
  frame: Frame,
  dots: readonly Dot[],
  saysMan: (height: number) => boolean,
): void {
  const isFew = dots.length < 50;
  const r = isFew ? 5 : frame.width < 500 ? 1.6 : 2.4;
  const colors = {
    man: colorOf("var(--series-6)"),
    woman: colorOf("var(--series-4)"),
    wrong: colorOf("var(--bad)"),
  };
  context.lineWidth = isFew ? 2 : 1.2;
  context.globalAlpha = isFew ? 0.9 : 0.75;
  for (const { height, isMan, offset } of dots) {
    const x = frame.x(height);
    const y = frame.y(isMan ? 1.04 + BAND * offset : -0.04 - BAND * offset);
    context.beginPath();
    if (saysMan(height) !== isMan) {
      context.strokeStyle = colors.wrong;
      context.moveTo(x - r, y - r);
      context.lineTo(x + r, y + r);
      context.moveTo(x - r, y + r);
      context.lineTo(x + r, y - r);
      context.stroke();
      continue;
    }
    context.fillStyle = isMan ? colors.man : colors.woman;
    if (isMan) context.arc(x, y, r, 0, 7);
    else context.rect(x - 0.9 * r, y - 0.9 * r, 1.8 * r, 1.8 * r);
    context.fill();
  }
  context.globalAlpha = 1;
}
