import { Vector } from "../wasm/vector.ts";
import type { State } from "./state.ts";

/**
 * The latest steps s and changes of the gradient y, which stand for an inverse Hessian H (Nocedal & Wright
 * 2006, section 7.2). H₀ = γ I with γ = sᵀy / yᵀy of the latest pair.
 */
export class CurvaturePairs {
  readonly #history: number;
  readonly #s: Vector;
  readonly #y: Vector;
  readonly #rho: Vector;
  readonly #alpha: Vector;
  readonly #scalars: Record<string, number>;

  constructor(state: State, history: number) {
    this.#history = history;
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
    this.#scalars["pairs.gamma"] = sy / yy;
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
