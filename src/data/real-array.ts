/** Real numbers in a row or a column. */
export type RealArray = readonly number[] | Float64Array | Float32Array;

/** Whether a value is an array, Float64Array or Float32Array, of whatever realm; of an array's items it says nothing. */
export function isRealArray(value: unknown): value is RealArray {
  return Array.isArray(value) || isRealTyped(value);
}

/** Whether a value is a Float64Array or Float32Array, of whatever realm. */
export function isRealTyped(value: unknown): value is Float64Array | Float32Array {
  return ["[object Float64Array]", "[object Float32Array]"].includes(Object.prototype.toString.call(value));
}
