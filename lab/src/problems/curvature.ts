/** Largest and least curvature of a function of two variables, and the fixed steps that follow from them. */
export interface Curvature {
  /** L: the largest eigenvalue of the Hessian. */
  readonly largest: number;
  /** μ: the least. */
  readonly least: number;
  /** 1 / L: safe. */
  readonly safe: number;
  /** 2 / (L + μ): the best fixed one. */
  readonly best: number;
  /** 2 / L: from there on steps diverge. */
  readonly limit: number;
}

/** L = (a + c) / 2 + √(((a − c) / 2)² + b²) and μ = (a c − b²) / L are the eigenvalues of a Hessian [a b; b c]. */
export function curvatureOf([a = 0, b = 0, , c = 0]: Float64Array): Curvature {
  const half = (a - c) / 2;
  const largest = (a + c) / 2 + Math.sqrt(half * half + b * b);
  const least = (a * c - b * b) / largest;
  return { largest, least, safe: 1 / largest, best: 2 / (largest + least), limit: 2 / largest };
}
