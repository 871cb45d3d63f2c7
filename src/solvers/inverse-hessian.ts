import { Vector } from "../wasm/vector.ts";
import type { State } from "./state.ts";

/**
 * An estimate H of the inverse Hessian, from steps s and changes of the gradient y (Nocedal & Wright 2006, section
 * 6.1). Its upper triangle lies row after row in one vector of the state.
 */
export class InverseHessian {
  readonly #rows: Vector[] = [];
  readonly #s: Vector;
  readonly #y: Vector;
  readonly #hy: Vector;
  readonly #scalars: Record<string, number>;
  readonly #scaled: boolean;

  constructor(state: State, scaled: boolean) {
    const { size } = state;
    const all = state.vector("inverse-hessian", (size * (size + 1)) / 2);
    for (let i = 0, offset = 0; i < size; offset += size - i, i++) {
      this.#rows.push(new Vector(all.arena, all.pointer + offset * 8, size - i));
    }
    this.#s = state.vector("inverse-hessian.s");
    this.#y = state.vector("inverse-hessian.y");
    this.#hy = state.vector("inverse-hessian.hy");
    this.#scalars = state.scalars;
    this.#scaled = scaled;
    if (!("inverse-hessian.pairs" in this.#scalars)) this.clear();
  }

  /** How many pairs have gone into H since it was I. */
  get pairs(): number {
    return this.#scalars["inverse-hessian.pairs"];
  }

  /** H = I */
  clear(): void {
    this.#scalars["inverse-hessian.pairs"] = 0;
    this.#become(1);
  }

  /** p = −H g */
  direction(gradient: Vector, p: Vector): void {
    this.#multiply(gradient, p);
    p.scale(-1);
  }

  /**
   * H ← (I − ρ s yᵀ) H (I − ρ y sᵀ) + ρ s sᵀ with s = t p, y = after − before and ρ = 1 / sᵀy (N&W 6.17), unless
   * sᵀy is not safely positive. Written out that is
   *
   *   H + s wᵀ + w sᵀ     w = ½ ρ (1 + ρ yᵀHy) s − ρ H y
   */
  update(t: number, p: Vector, before: Vector, after: Vector): void {
    const s = this.#s;
    const y = this.#y;
    const hy = this.#hy;
    s.copy(p);
    s.scale(t);
    y.copy(after);
    y.add(-1, before);
    const sy = s.dot(y);
    const yy = y.dot(y);
    if (!(sy > Number.EPSILON * yy)) return;
    if (this.#scaled && this.pairs === 0) this.#become(sy / yy); // N&W 6.20
    this.#multiply(y, hy);
    const w = hy;
    const half = (1 + y.dot(hy) / sy) / (2 * sy);
    w.scale(-1 / sy);
    w.add(half, s);
    this.#rows.forEach((row, i) => {
      row.add(s.values[i], tail(w, i));
      row.add(w.values[i], tail(s, i));
    });
    this.#scalars["inverse-hessian.pairs"] += 1;
  }

  /** H = γ I */
  #become(gamma: number): void {
    for (const { values } of this.#rows) {
      values.fill(0);
      values[0] = gamma;
    }
  }

  /** out = H v */
  #multiply(v: Vector, out: Vector): void {
    out.values.fill(0);
    this.#rows.forEach((row, i) => {
      const value = v.values[i];
      const before = out.values[i];
      tail(out, i).add(value, row);
      out.values[i] = before + row.dot(tail(v, i));
    });
  }
}

/** The entries from `start` on, in place. */
function tail(vector: Vector, start: number): Vector {
  return new Vector(vector.arena, vector.pointer + start * 8, vector.length - start);
}
