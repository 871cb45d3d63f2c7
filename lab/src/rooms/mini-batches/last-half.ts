/** The points of a path, two numbers each, from its middle on. */
export function lastHalf(path: Float64Array): Float64Array {
  return path.subarray(2 * Math.floor(path.length / 4));
}
