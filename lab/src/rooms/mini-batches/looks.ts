import { type Look, lookOf } from "../../charts/looks.ts";

/** The same for each method wherever it shows. */
export const looks: Readonly<Record<"plain" | "averaged" | "saga" | "full", Look>> = {
  plain: lookOf(0),
  averaged: lookOf(1),
  saga: lookOf(2),
  full: lookOf(7),
};
