import { Vector } from "../wasm/vector.ts";
import type { State } from "./state.ts";

/**
 * The latest steps s and changes of the gradient y, which stand for an inverse Hessian H (Nocedal & Wright
 * 2006, section 7.2). H₀ = γ I with γ = sᵀy / yᵀy of the latest pair, or 1 where it
 * is not to be scaled.
 */
export class CurvaturePairs {
  readonly #history: number;
  readonly #s: Vector;
  readonly #y: Vector;
  readonly #rho: Vector;
  readonly #alpha: Vector;
  readonly #scalars: Record<string, number>;
  readonly #scaled: boolean;
  readonly #size: number;

  constructor(state: State, history: number, scaled = true) {
    this.#scaled = scaled;
    this.#history = history;
    this.#size = state.size;
    this.#s = state.vector("pairs.s", history * state.size);
    this.#y = state.vector("pairs.y", history * state.size);
    this.#rho = state.vector("pairs.rho", history);
    this.#alpha = state.vector("pairs.alpha", history);
    this.#scalars = state.scalars;
    this.#scalars["pairs.count"] ??= 0;
    this.#scalars["pairs.newest"] ??= 0;
    this.#scalars["pairs.gamma"] ??= 1;
  }

  get count(): number {
    return this.#scalars["pairs.count"];
  }

  /** σ = 1 / γ, of B₀ = σ I. */
  get sigma(): number {
    return 1 / this.#scalars["pairs.gamma"];
  }

  /** From the oldest to the latest. */
  get all(): { readonly s: Vector; readonly y: Vector }[] {
    const { "pairs.newest": newest } = this.#scalars;
    return Array.from({ length: this.count }, (_, k) => {
      const slot = (newest + 1 + k - this.count + this.#history) % this.#history;
      return { s: row(this.#s, slot, this.#size), y: row(this.#y, slot, this.#size) };
    });
  }

  /** p = −H g */
  direction(gradient: Vector, p: Vector): void {
    const { "pairs.count": count, "pairs.newest": newest, "pairs.gamma": gamma } = this.#scalars;
    gradient.arena.kernels.lbfgsDirection(
      gradient.length,
      this.#history,
      count,
      newest,
      gamma,
      this.#s.pointer,
      this.#y.pointer,
      this.#rho.pointer,
      gradient.pointer,
      this.#alpha.pointer,
      p.pointer,
    );
  }

  /** p = −H g with H₀ = B⁻¹, where `solve` does q ← B⁻¹ q. */
  directionWithin(solve: (q: Vector) => void, gradient: Vector, p: Vector): void {
    this.inward(gradient, p);
    solve(p);
    this.outward(p);
  }

  /** The first half of `directionWithin`: the q that is to be solved for. */
  inward(gradient: Vector, q: Vector): void {
    const { values: rho } = this.#rho;
    const { values: alpha } = this.#alpha;
    q.copy(gradient);
    for (let age = 0; age < this.count; age++) {
      const slot = this.#slotOf(age);
      alpha[slot] = rho[slot] * row(this.#s, slot, q.length).dot(q);
      q.add(-alpha[slot], row(this.#y, slot, q.length));
    }
  }

  /** The second half: from B⁻¹ q to p. */
  outward(p: Vector): void {
    const { values: rho } = this.#rho;
    const { values: alpha } = this.#alpha;
    for (let age = this.count - 1; age >= 0; age--) {
      const slot = this.#slotOf(age);
      const beta = rho[slot] * row(this.#y, slot, p.length).dot(p);
      p.add(alpha[slot] - beta, row(this.#s, slot, p.length));
    }
    p.scale(-1);
  }

  #slotOf(age: number): number {
    return (this.#scalars["pairs.newest"] - age + this.#history) % this.#history;
  }

  /**
   * p = −(B_FF)⁻¹ g on the variables whose mask `free` is 1, and 0 on the others: the two loops over the pairs' free
   * parts, without those whose curvature is not safely positive there. Answers how many there were.
   */
  restrictedDirection(gradient: Vector, free: Vector, scratch: Vector, p: Vector): number {
    const used: { s: Vector; y: Vector; rho: number; alpha: number }[] = []; // from the newest on
    let gamma = 1;
    for (let k = 0; k < this.count; k++) {
      const slot = (this.#scalars["pairs.newest"] - k + this.#history) % this.#history;
      const s = row(this.#s, slot, p.length);
      const y = row(this.#y, slot, p.length);
      scratch.product(y, free);
      const sy = scratch.dot(s);
      const yy = scratch.dot(y);
      if (!(sy > Number.EPSILON * yy)) continue;
      if (used.length === 0) gamma = sy / yy;
      used.push({ s, y, rho: 1 / sy, alpha: 0 });
    }
    p.product(gradient, free);
    for (const pair of used) {
      pair.alpha = pair.rho * pair.s.dot(p);
      p.add(-pair.alpha, pair.y);
      p.product(p, free);
    }
    p.scale(-gamma);
    for (const { s, y, rho, alpha } of used.toReversed()) {
      p.add(-alpha - rho * y.dot(p), s);
      p.product(p, free);
    }
    return used.length;
  }

  /** Keeps s = t p and y = after − before, unless sᵀy is not safely positive. */
  push(t: number, p: Vector, before: Vector, after: Vector): void {
    const slot = (this.#scalars["pairs.newest"] + 1) % this.#history;
    const s = row(this.#s, slot, p.length);
    const y = row(this.#y, slot, p.length);
    s.copy(p);
    s.scale(t);
    y.copy(after);
    y.add(-1, before);
    const sy = s.dot(y);
    const yy = y.dot(y);
    if (!(sy > Number.EPSILON * yy)) {
      // The slot's own pair is overwritten: it was the oldest, if it was one at all.
      this.#scalars["pairs.count"] = Math.min(this.count, this.#history - 1);
      return;
    }
    this.#rho.values[slot] = 1 / sy;
    if (this.#scaled) this.#scalars["pairs.gamma"] = sy / yy;
    this.#scalars["pairs.newest"] = slot;
    this.#scalars["pairs.count"] = Math.min(this.count + 1, this.#history);
  }

  /** Forgets everything: H = I. */
  clear(): void {
    this.#scalars["pairs.count"] = 0;
    this.#scalars["pairs.gamma"] = 1;
  }
}

function row(matrix: Vector, index: number, length: number): Vector {
  return new Vector(matrix.arena, matrix.pointer + index * length * 8, length);
}
