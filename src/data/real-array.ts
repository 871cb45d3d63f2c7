/** Real numbers in a row or a column. */
export type RealArray = readonly number[] | Float64Array | Float32Array;

/** Whether a value is an array, Float64Array or Float32Array, of whatever realm; of an array's items it says nothing. */
export function isRealArray(value: unknown): value is RealArray {
  return Array.isArray(value) || isRealTyped(value);
}

/** Whether a value is a Float64Array or Float32Array, of whatever realm. */
export function isRealTyped(value: unknown): value is Float64Array | Float32Array {
  const name = typeName(value);
  return name === "Float64Array" || name === "Float32Array";
}

/** Whether a value is a Float64Array, of whatever realm. */
export function isFloat64Array(value: unknown): value is Float64Array {
  return typeName(value) === "Float64Array";
}

/** The name of a typed array's type; undefined for anything else. `Object.prototype.toString` would make a string. */
function typeName(value: unknown): string | undefined {
  return ArrayBuffer.isView(value) ? (value as Partial<Float64Array>)[Symbol.toStringTag] : undefined;
}
