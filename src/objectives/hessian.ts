import { after, type Later } from "../later.ts";
import type { BaseKernelName } from "../data/storage.ts";
import type { Arena } from "../wasm/arena.ts";
import { SymmetricMatrix } from "../wasm/matrix.ts";
import {
  type Call,
  COUNT,
  divide,
  type Division,
  type Named,
  stripCount,
  type Varying,
} from "../wasm/program.ts";
import type { Vector } from "../wasm/vector.ts";
import type { Workspace } from "../wasm/workspace.ts";
import type { Coordinates } from "./coordinates.ts";
import { curvatureCall, scoresCalls } from "./loss-calls.ts";
import { panelsBytes } from "./packings.ts";
import type { RowLoss } from "./row-loss.ts";
import {
  ofRow,
  type Pass,
  type RowSums,
  type SegmentSpace,
  spaceOfEachLane,
  vectorOfEachLane,
} from "./row-sums.ts";

/**
 * About the bytes of all strips' matrices. Where one is so large that only few fit, there are four strips nevertheless, for
 * threads to share, but only as many matrices as threads: so many strips at a time are added up.
 */
const MATRICES_BYTES = 2 ** 24;
const LEAST_STRIPS = 4;

const B: Named = { name: "b" };

/** What the passes of a segment work on. */
interface Buffers {
  readonly division: Division;
  readonly center: Vector;
  readonly unit: Vector;
  readonly curvature: Varying;
  readonly panels: Varying;
  /** Of the strips that are under way at a time. */
  readonly matrices: readonly SymmetricMatrix[];
}

/** Passes over some strips of a segment each, in their order. */
type Parts = readonly Pass[];

/**
 * The Hessian of the loss in solver coordinates:
 *
 *   H = Σ hᵢ x̃ᵢ x̃ᵢᵀ    x̃ᵢ = [t ∘ (xᵢ − x̄), 1]    hᵢ = ∂²lossᵢ/∂zᵢ² ≥ 0
 *
 * Rows are centred while they are packed for the Gram kernel, so that columns far from zero cost no digits; where only
 * non-zeros are stored, it is the sum that is centred. Each strip adds to a matrix of its own.
 */
export class HessianSum {
  readonly #rows: RowSums;
  readonly #loss: RowLoss;
  readonly #size: number;
  readonly #coordinates: Coordinates;
  readonly #buffers: ReadonlyMap<SegmentSpace, Buffers>;
  readonly #exact: Parts;
  readonly #approximate: Parts;

  /** @throws {@link MemoryError} if there isn't room for a few matrices beside each segment of rows */
  constructor(rows: RowSums, loss: RowLoss, coordinates: Coordinates, workspace: Workspace) {
    this.#rows = rows;
    this.#loss = loss;
    this.#size = coordinates.size;
    this.#coordinates = coordinates;
    this.#buffers = new Map(
      rows.spaces.map((space) => [space, createBuffers(space, rows.lanes, coordinates, workspace)]),
    );
    this.#exact = this.#parts("hessian", this.#size / 4);
    this.#approximate = this.#parts("hessianSingle", this.#size / 8);
  }

  /** At the scores xᵢ · w + b; `out` is overwritten. */
  evaluate(w: Vector, b: number, out: SymmetricMatrix): Later<void> {
    return this.#sum(w, b, out, this.#exact);
  }

  /**
   * As `evaluate`, in half the time: rows are centred and scaled in f64, then rounded to f32, and multiplied and added
   * up in f32 over one packing of them. Each entry is off by about 1e-7 √(Hᵢᵢ Hⱼⱼ); numbers that f32 can't hold make
   * infinite entries, or none.
   */
  approximate(w: Vector, b: number, out: SymmetricMatrix): Later<void> {
    return this.#sum(w, b, out, this.#approximate);
  }

  #parts(kernel: BaseKernelName, cost: number): Parts {
    const rows = this.#rows;
    const { cols, rowBytes } = rows.storage;
    const stride = SymmetricMatrix.stride(this.#size);
    const calls = (space: SegmentSpace, { center, unit, curvature, panels, matrices }: Buffers): Call[] => {
      const x = ofRow(space.segment.x, rowBytes);
      const { calls: toCurvatures, at } = curvatureCall(this.#loss, space, curvature);
      const h = { base: matrices[0].pointer, perStrip: SymmetricMatrix.bytes(this.#size) };
      const args = [COUNT, cols, this.#size, stride, x, at, center.pointer, unit.pointer, panels, h];
      return [
        ...scoresCalls(rows, space, space.w.pointer, B, curvature),
        ...toCurvatures,
        { kernel: rows.kernel(kernel), args },
      ];
    };
    return [...this.#buffers].flatMap(([space, buffers]) => {
      const { division, matrices } = buffers;
      const most = matrices.length * division.stripRows;
      return Array.from({ length: Math.ceil(division.rows / most) }, (_, k) => {
        const part = { ...division, rows: Math.min(most, division.rows - k * most) };
        return rows.partialPass(space, calls(space, buffers), cost, part, k * most);
      });
    });
  }

  #sum(w: Vector, b: number, out: SymmetricMatrix, parts: Parts): Later<void> {
    for (const { w: copy } of this.#rows.spaces) copy.copy(w);
    out.values.fill(0);
    this.#rows.count();
    let done: Later<void> = undefined;
    for (const part of parts) done = after(done, () => this.#add(part, b, out));
    return after(done, () => {
      if (!this.#rows.storage.centresHessian) centre(out, this.#coordinates);
    });
  }

  /** out += the sums of some strips. */
  #add(part: Pass, b: number, out: SymmetricMatrix): Later<void> {
    for (const [space, program] of part) {
      program.set(B.name, b);
      for (const { values } of (this.#buffers.get(space) as Buffers).matrices) values.fill(0);
    }
    return after(this.#rows.evaluate(part), () => {
      for (const [space, { results }] of part) {
        // As many strips as the part has: the last may have fewer.
        const { matrices } = this.#buffers.get(space) as Buffers;
        for (const matrix of matrices.slice(0, results.length)) out.add(matrix);
      }
    });
  }
}

/**
 * From Σ hᵢ [xᵢ, 1] [xᵢ, 1]ᵀ, the last row and column of which are s and W, to H, on the upper triangle:
 *
 *   Hⱼₖ = tⱼ tₖ (Sⱼₖ − x̄ⱼ sₖ − sⱼ x̄ₖ + W x̄ⱼ x̄ₖ)    Hⱼ_d = tⱼ (sⱼ − x̄ⱼ W)
 */
function centre(h: SymmetricMatrix, { center, unit, fitIntercept }: Coordinates): void {
  const { values, stride } = h;
  const [c, t] = [center.values, unit.values];
  const d = t.length;
  for (let j = 0; j < d; j++) {
    const row = j * stride;
    const [sj, total] = fitIntercept ? [values[row + d], values[d * stride + d]] : [0, 0];
    const rest = sj - c[j] * total;
    for (let k = j; k < d; k++) {
      const sk = fitIntercept ? values[k * stride + d] : 0;
      // The last column is s still for k >= j, as rows are done one after the other.
      values[row + k] = t[j] * t[k] * (values[row + k] - c[j] * sk - c[k] * rest);
    }
    if (fitIntercept) values[row + d] = t[j] * rest;
  }
}

function createBuffers(
  { segment: { arena, rows, blocks } }: SegmentSpace,
  lanes: number,
  { center, unit, size }: Coordinates,
  workspace: Workspace,
): Buffers {
  const bytes = SymmetricMatrix.bytes(size);
  const blockRows = blocks[0].rows;
  const division = divide(rows, blockRows, Math.max(LEAST_STRIPS, Math.floor(MATRICES_BYTES / bytes)));
  const strips = stripCount(division);
  const held = strips * bytes <= MATRICES_BYTES ? strips : Math.min(strips, lanes);
  const matrices = workspace.space(held * bytes, arena);
  return {
    division,
    center: copyTo(arena, center, workspace),
    unit: copyTo(arena, unit, workspace),
    curvature: vectorOfEachLane(lanes, blockRows, workspace, arena).at,
    panels: spaceOfEachLane(lanes, panelsBytes(size), workspace, arena),
    matrices: Array.from({ length: held }, (_, k) => new SymmetricMatrix(arena, matrices + k * bytes, size)),
  };
}

function copyTo(arena: Arena, vector: Vector, workspace: Workspace): Vector {
  const copy = workspace.vector(vector.length, arena);
  copy.copy(vector);
  return copy;
}
