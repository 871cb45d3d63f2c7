import { expect, test } from "vitest";
import { column } from "../../src/data/csv.ts";
import { planeMaps } from "../../src/data/plane-maps.ts";
import { planeData, type PlaneName } from "../../src/data/plane.ts";
import { tumours } from "../../src/data/tumours.ts";

test("the two measures are columns of the whole table", () => {
  const { rows, labels } = planeData("tumours");
  const columns = ["mean_radius", "mean_texture"].map((name) => column(tumours, tumours.names.indexOf(name)));
  expect(rows).toEqual(Array.from({ length: tumours.rows }, (_, i) => columns.map((numbers) => numbers[i])));
  expect(labels).toEqual(tumours.labels.map((label) => Number(label === "malignant")));
});

test.each<PlaneName>(["heights", "tumours"])("%s sorted by class are the same rows", (name) => {
  const plain = planeData(name);
  const sorted = planeData(name, true);
  expect(plain.rows.length).toBe(planeMaps[name].rows);
  expect(sorted.labels).toEqual(plain.labels.toSorted());
  const texts = ({ rows, labels }: typeof plain) => rows.map((row, i) => `${row} ${labels[i]}`).toSorted();
  expect(texts(sorted)).toEqual(texts(plain));
});
