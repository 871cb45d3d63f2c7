/** What a class is called. The labels of one target are all of one type. */
export type Label = number | string | boolean;

/** Numbers by value, strings by UTF-16 code units, false before true. */
export function compareLabels(a: Label, b: Label): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
