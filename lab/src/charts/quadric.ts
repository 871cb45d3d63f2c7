import type { Points } from "./marks.tsx";

/** The symmetric matrix [a b; b c]. */
export type Symmetric = readonly [a: number, b: number, c: number];

/** Its eigenvalues, the larger one first, and the unit eigenvector of that; the other one is at a right angle. */
export interface PrincipalAxes {
  readonly largest: number;
  readonly least: number;
  readonly direction: readonly [number, number];
}

/** λ = (a + c) / 2 ± √(((a − c) / 2)² + b²) */
export function principalAxes([a, b, c]: Symmetric): PrincipalAxes {
  const half = (a - c) / 2;
  const spread = Math.sqrt(half * half + b * b);
  const middle = (a + c) / 2;
  const largest = middle + spread;
  const least = middle - spread;
  // Of the two ways to write it, the one without cancellation.
  const [u, v] = half >= 0 ? [half + spread, b] : [b, spread - half];
  const length = Math.hypot(u, v);
  return { largest, least, direction: length > 0 ? [u / length, v / length] : [1, 0] };
}

const CORNERS = 128;

/** Where an eigenvalue is this part of the other one, it counts as none. */
const FLAT = 1e-9;

/**
 * The points x with ½ (x − m)ᵀ A (x − m) = level: an ellipse; two branches of a hyperbola, `reach` long, where A has
 * eigenvalues of both signs; two parallel lines where one is nearly 0. Nothing where there are no such points.
 */
export function levelCurves(
  A: Symmetric,
  [m1, m2]: readonly [number, number],
  level: number,
  reach: number,
): readonly Points[] {
  const { largest, least, direction } = principalAxes(A);
  if (largest <= 0) {
    return least < 0 ? levelCurves([-A[0], -A[1], -A[2]], [m1, m2], -level, reach) : [];
  }
  const [ux, uy] = direction;
  const at = (u: number, v: number) => [m1 + u * ux - v * uy, m2 + u * uy + v * ux] as const;
  const along = (point: (part: number) => readonly [number, number]): Points =>
    Array.from({ length: CORNERS + 1 }, (_, i) => point((2 * i) / CORNERS - 1));
  if (level === 0) return [];

  if (Math.abs(least) <= FLAT * largest) {
    if (level < 0) return [];
    const u = Math.sqrt((2 * level) / largest);
    return [u, -u].map((side) => along((part) => at(side, part * reach)));
  }
  if (least > 0) {
    if (level < 0) return [];
    const [u, v] = [Math.sqrt((2 * level) / largest), Math.sqrt((2 * level) / least)];
    return [along((part) => at(u * Math.cos(Math.PI * part), v * Math.sin(Math.PI * part)))];
  }
  const [u, v] = [Math.sqrt((2 * Math.abs(level)) / largest), Math.sqrt((2 * Math.abs(level)) / -least)];
  const end = Math.asinh(reach / Math.min(u, v));
  return [1, -1].map((side) =>
    along((part) => {
      const [far, near] = [side * Math.cosh(end * part), Math.sinh(end * part)];
      return level > 0 ? at(u * far, v * near) : at(u * near, v * far);
    }),
  );
}
