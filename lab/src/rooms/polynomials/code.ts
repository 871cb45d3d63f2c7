import { numbers, program, sourceOf } from "../../app/source.ts";
import random from "../../data/random.ts?raw";
import type { Values } from "../../params/schema.ts";
import draw from "./draw.ts?raw";
import { HALF, MIDDLE, NEW_ROWS, NEW_SEED, usualHouses } from "./rows.ts";
import { MOST_DEGREES, type schema } from "./schema.ts";

export function code(values: Values<typeof schema>): string {
  const { degree, ridge, alpha } = values;
  return program(
    `import { LinearRegression, PolynomialFeatures } from "logit-wasm";
import { rootMeanSquaredError } from "logit-wasm/metrics";`,
    sourceOf(random),
    sourceOf(draw),
    values.data === "curve" ? curve(values) : ofHouses(values),
    `async function fit({ x, y }: Rows, degree: number) {
  const powers = new PolynomialFeatures({ degree, includeBias: false });
  const model = new LinearRegression({ alpha: ${ridge ? alpha : 0}, onWarning: () => {} });
  await model.fit(powers.fitTransform(x.map((at) => [at])), y);
  const error = (rows: Rows) =>
    rootMeanSquaredError(rows.y, model.predict(powers.transform(rows.x.map((at) => [at]))));
  return { model, train: error(train), test: error(test) };
}`,
    `const chosen = await fit(train, ${degree});
console.log("train", chosen.train);
console.log("test", chosen.test);
console.log("largest", chosen.model.coef.reduce((most, c) => Math.max(most, Math.abs(c)), 0));
${ridge ? "" : `console.log("rank", chosen.model.rank);\n`}let best = { degree: 0, test: Infinity };
for (let degree = 1; degree <= ${MOST_DEGREES}; degree++) {
  const { test: error } = await fit(train, degree);
  if (error < best.test) best = { degree, test: error };
}
console.log("bestDegree", best.degree);
console.log("bestTest", best.test);`,
  );
}

function curve({ rows, noise, seed }: Values<typeof schema>): string {
  return `const train = drawCurve(${rows}, ${noise}, new Random(${seed}));
const test = drawCurve(${NEW_ROWS}, ${noise}, new Random(${NEW_SEED}));`;
}

function ofHouses({ rows, seed }: Values<typeof schema>): string {
  const { area, price } = usualHouses();
  return `// Houses in Ames, Iowa: square feet, and thousand dollars. De Cock (2011), as in the R package modeldata, MIT.
const area = ${numbers(area)};
const price = ${numbers(price)};
const order = drawOrder(area.length, ${rows}, new Random(${seed}));
const take = (chosen: number[]): Rows => ({
  x: chosen.map((i) => (area[i] - ${MIDDLE}) / ${HALF}),
  y: chosen.map((i) => price[i]),
});
const train = take(order.slice(0, ${rows}));
const test = take(order.slice(${rows}));`;
}
