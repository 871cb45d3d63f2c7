import type { BaseKernelName } from "../data/storage.ts";
import { after, type Later } from "../later.ts";
import { inFours, softmaxPanels } from "../wasm/kernels.ts";
import { SymmetricMatrix } from "../wasm/matrix.ts";
import { type Call, COUNT, divide, stripCount } from "../wasm/program.ts";
import type { Workspace } from "../wasm/workspace.ts";
import type { ClassVariables } from "./class-basis.ts";
import {
  accumulate,
  ofRow,
  type Pass,
  type SegmentSpace,
  spaceOfEachLane,
  vectorOfEachLane,
} from "./row-sums.ts";
import type { ClassSpace, SoftmaxSums } from "./softmax-sums.ts";

/** About the bytes of all strips' matrices; where those of one are so large that only few fit, there are four. */
const MATRICES_BYTES = 2 ** 24;
const LEAST_STRIPS = 4;

/**
 * The Hessian of the softmax loss by θ, from the matrices Gₖₗ = Σ sᵢ pₖᵢ pₗᵢ x̃ᵢ x̃ᵢᵀ of all pairs of classes
 * (assembly/softmax-hessian.ts), as {@link ClassVariables} says what they weigh. Each strip adds to matrices of its own.
 */
export class SoftmaxHessian {
  readonly #sums: SoftmaxSums;
  readonly #basis: ClassVariables;
  /** Of each segment, what its strips have added up. */
  readonly #strips = new Map<SegmentSpace, Float64Array[]>();
  readonly #exact: Pass;
  readonly #approximate: Pass;
  readonly #uniform: Pass;
  readonly #pairs: Float64Array;

  /** @throws {@link MemoryError} if there isn't room for a few matrices of each pair of classes */
  constructor(sums: SoftmaxSums, basis: ClassVariables, workspace: Workspace) {
    this.#sums = sums;
    this.#basis = basis;
    const { classes, size } = sums;
    const bytes = ((classes * (classes - 1)) / 2) * SymmetricMatrix.bytes(size);
    this.#pairs = new Float64Array(bytes / 8);
    const prepared = new Map(
      sums.rows.spaces.map((space) => [space, this.#prepare(space, bytes, workspace)] as const),
    );
    const pass = (kernel: BaseKernelName, cost: number, among = classes) =>
      sums.rows.pass(
        (space) => prepared.get(space)!.calls(kernel, among),
        (cost * size * among * among) / 4,
        (space) => prepared.get(space)!.division,
      );
    this.#exact = pass("softmaxHessian", 1);
    this.#approximate = pass("softmaxHessianSingle", 0.5);
    this.#uniform = pass("softmaxHessianSingle", 0.5, 2);
  }

  /** At the coefficients w; `out` is overwritten. */
  evaluate(w: Float64Array, out: SymmetricMatrix): Later<void> {
    return this.#sum(w, out, this.#exact);
  }

  /** As `evaluate`, with products and sums of f32 (see {@link HessianSum}). */
  approximate(w: Float64Array, out: SymmetricMatrix): Later<void> {
    return this.#sum(w, out, this.#isUniformAt(w) ? this.#uniform : this.#approximate);
  }

  /** Whether all classes are as likely in each row: then one pair stands for all. */
  #isUniformAt(w: Float64Array): boolean {
    return (
      w.every((value) => value === 0) && this.#sums.rows.spaces.every(({ offset }) => offset.length === 0)
    );
  }

  #prepare(space: SegmentSpace, bytes: number, workspace: Workspace) {
    const { rows, classes, size } = this.#sums;
    const { cols, rowBytes } = rows.storage;
    const { segment, target } = space;
    const { arena, blocks } = segment;
    const blockRows = blocks[0].rows;
    const strips = Math.max(LEAST_STRIPS, Math.floor(MATRICES_BYTES / bytes));
    const division = divide(segment.rows, blockRows, strips);
    const matrices = workspace.space(stripCount(division) * bytes, arena);
    this.#strips.set(
      space,
      Array.from({ length: stripCount(division) }, (_, k) => arena.f64(matrices + k * bytes, bytes / 8)),
    );
    const { center, unit } = this.#sums.spaces.get(space) as ClassSpace;
    const p = vectorOfEachLane(rows.lanes, blockRows * classes, workspace, arena).at;
    const gradient = vectorOfEachLane(rows.lanes, inFours(classes) * inFours(size), workspace, arena).at;
    const panels = spaceOfEachLane(rows.lanes, softmaxPanels(size), workspace, arena);
    const calls = (kernel: BaseKernelName, among: number): Call[] => {
      const shape = [COUNT, cols, size, among, SymmetricMatrix.stride(size)];
      const of = [ofRow(segment.x, rowBytes), ofRow(target.pointer, 8), p, 8 * blockRows];
      const g = { base: matrices, perStrip: bytes };
      return [
        this.#sums.gradientCall(space, gradient, { p: { at: p, bytes: 8 * blockRows } }),
        {
          kernel: rows.kernel(kernel),
          args: [...shape, ...of, center.pointer, unit.pointer, panels, g],
        },
      ];
    };
    return { division, calls };
  }

  #sum(w: Float64Array, out: SymmetricMatrix, pass: Pass): Later<void> {
    this.#sums.setCoefficients(w);
    for (const strips of this.#strips.values()) for (const values of strips) values.fill(0);
    return after(this.#sums.rows.run(pass), () => {
      const [first, ...others] = [...this.#strips.values()].flat();
      this.#pairs.set(first);
      for (const values of others) accumulate(values, this.#pairs);
      if (pass === this.#uniform) this.#repeat();
      this.#assemble(out);
    });
  }

  /** The first pair's matrix for each pair. */
  #repeat(): void {
    const length = SymmetricMatrix.bytes(this.#sums.size) / 8;
    for (let at = length; at < this.#pairs.length; at += length) this.#pairs.copyWithin(at, 0, length);
  }

  /**
   * With L the last class and T = Σₖ Gₖ_L, the blocks of θ are, for a ≠ b,
   *
   *   Hₐᵦ = −Gₐᵦ − γ (Gₐ_L + Gᵦ_L) + γ² T    Hₐₐ = Σₗ Gₐₗ − 2 γ Gₐ_L + γ² T
   *
   * where γ = 0 if L has a row too.
   */
  #assemble(out: SymmetricMatrix): void {
    const { classes, size } = this.#sums;
    const stride = SymmetricMatrix.stride(size);
    const length = SymmetricMatrix.bytes(size) / 8;
    const last = classes - 1;
    const { gamma, rows } = this.#basis;
    const g = (k: number, l: number): Float64Array => {
      const [low, high] = k < l ? [k, l] : [l, k];
      const index = low * classes - (low * (low + 1)) / 2 + high - low - 1;
      return this.#pairs.subarray(index * length, (index + 1) * length);
    };
    const shared = new Float64Array(length);
    if (gamma !== 0) for (let k = 0; k < last; k++) accumulate(g(k, last), shared);
    const block = new Float64Array(length);
    for (let a = 0; a < rows; a++) {
      for (let b = a; b < rows; b++) {
        if (a === b) {
          block.fill(0);
          for (let l = 0; l < classes; l++) if (l !== a) accumulate(g(a, l), block);
        }
        const own = a === b ? block : g(a, b);
        const sign = a === b ? 1 : -1;
        // Where γ is 0 every class has a row, and the last no pair with itself.
        const [ofA, ofB] = gamma === 0 ? [shared, shared] : [g(a, last), g(b, last)];
        for (let i = 0; i < size; i++) {
          const from = i * stride;
          for (let j = from + i; j < from + size; j++) {
            block[j] = gamma * (gamma * shared[j] - ofA[j] - ofB[j]) + sign * own[j];
          }
        }
        for (let i = 0; i < size; i++) {
          const at = (a * size + i) * out.stride + b * size;
          for (let j = 0; j < i; j++) out.values[at + j] = block[j * stride + i];
          for (let j = i; j < size; j++) out.values[at + j] = block[i * stride + j];
        }
      }
    }
  }
}
