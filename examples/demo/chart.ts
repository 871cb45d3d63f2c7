import type { Effect } from "./coefficients.ts";
import { divergingBar, paint, WIDTH } from "./terminal.ts";

const NUMBER_WIDTH = 10;

/** A table of effects with a bar for each: to the left where it speaks for the first class. */
export function chart(
  effects: readonly Effect[],
  [first, second]: readonly string[],
  indent: string,
): string[] {
  const nameWidth = Math.max(...effects.map(({ name }) => name.length));
  const half = Math.floor((WIDTH - indent.length - nameWidth - 2 * NUMBER_WIDTH - 3) / 2);
  const largest = Math.max(...effects.map(({ perDeviation }) => Math.abs(perDeviation)));

  const line = (name: string, coef: string, perDeviation: string) =>
    `${indent}${name.padEnd(nameWidth)}${coef.padStart(NUMBER_WIDTH)}${perDeviation.padStart(NUMBER_WIDTH)}  `;
  const header = `${line("", "coef", "coef × sd")}${`← ${first}`.padStart(half)} ${second} →`;
  const bars = effects.map(({ name, coef, perDeviation }) => {
    const { left, right } = divergingBar(perDeviation / largest, half);
    const bar = paint("yellow", left) + paint("dim", "│") + paint("cyan", right);
    return line(name, coef.toPrecision(3), perDeviation.toFixed(2)) + bar;
  });
  return [paint("dim", header), ...bars];
}
