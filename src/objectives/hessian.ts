import { after, type Later } from "../later.ts";
import type { Arena } from "../wasm/arena.ts";
import {
  type Call,
  COUNT,
  divide,
  type Division,
  type Named,
  stripCount,
  type Varying,
} from "../wasm/program.ts";
import { SymmetricMatrix } from "../wasm/matrix.ts";
import type { Vector } from "../wasm/vector.ts";
import type { Workspace } from "../wasm/workspace.ts";
import type { Coordinates } from "./coordinates.ts";
import { curvatureCall, scoresCall } from "./loss-calls.ts";
import type { RowLoss } from "./row-loss.ts";
import {
  accumulate,
  ofRow,
  type Pass,
  type RowSums,
  type SegmentSpace,
  vectorOfEachLane,
} from "./row-sums.ts";

/**
 * How many rows are packed at a time: two packed panels of them (4 KiB) stay in the L1 cache, and 62, not being a
 * multiple of four, keeps panels an odd number of cache lines apart (256 rows: 1.3 to 3 times slower packing).
 */
const PACKED_ROWS = 62;

/** About the bytes of all strips' matrices; where one is so large that only few fit, there are four nevertheless. */
const MATRICES_BYTES = 2 ** 24;
const LEAST_STRIPS = 4;

const B: Named = { name: "b" };

/**
 * The Hessian of the loss in solver coordinates:
 *
 *   H = Σ hᵢ x̃ᵢ x̃ᵢᵀ    x̃ᵢ = [t ∘ (xᵢ − x̄), 1]    hᵢ = ∂²lossᵢ/∂zᵢ² ≥ 0
 *
 * Rows are centred while they are packed for the Gram kernel, so that columns far from zero cost no digits. Each strip
 * adds to a matrix of its own.
 */
export class HessianSum {
  readonly #rows: RowSums;
  readonly #pass: Pass;
  readonly #matrices: SymmetricMatrix[] = [];

  /** @throws {@link MemoryError} if there isn't room for a few matrices beside each segment of rows */
  constructor(rows: RowSums, loss: RowLoss, coordinates: Coordinates, workspace: Workspace) {
    this.#rows = rows;
    const { size, fitIntercept } = coordinates;
    const most = Math.max(LEAST_STRIPS, Math.floor(MATRICES_BYTES / SymmetricMatrix.bytes(size)));
    const divisionOf = ({ segment }: SegmentSpace) => divide(segment.rows, PACKED_ROWS, most);
    const calls = (space: SegmentSpace): Call[] => {
      const { x } = space.segment;
      const { cols, rowBytes } = rows.storage;
      const { center, unit, curvature, panels, gram } = this.#createBuffers(
        space,
        divisionOf(space),
        coordinates,
        workspace,
      );
      const { calls: toCurvatures, at } = curvatureCall(loss, space, curvature);
      const pack = [COUNT, cols, ofRow(x, rowBytes), at, center.pointer, unit.pointer, panels];
      return [
        scoresCall(rows, space, space.w.pointer, B, curvature),
        ...toCurvatures,
        { kernel: rows.kernel("pack"), args: pack },
        ...(fitIntercept ? [{ kernel: "packIntercept", args: [COUNT, cols, at, panels] } as const] : []),
        { kernel: "gram", args: [COUNT, size, panels, gram] },
      ];
    };
    this.#pass = rows.pass(calls, size / 4, divisionOf);
  }

  /** At the scores xᵢ · w + b; `out` is overwritten. */
  evaluate(w: Vector, b: number, out: SymmetricMatrix): Later<void> {
    for (const [space, program] of this.#pass) {
      space.w.copy(w);
      program.set(B.name, b);
    }
    for (const { values } of this.#matrices) values.fill(0);
    return after(this.#rows.run(this.#pass), () => {
      out.values.fill(0);
      for (const { values } of this.#matrices) accumulate(values, out.values);
    });
  }

  #createBuffers(
    { segment: { arena } }: SegmentSpace,
    division: Division,
    { center, unit, size }: Coordinates,
    workspace: Workspace,
  ): Buffers {
    const { lanes } = this.#rows;
    const bytes = SymmetricMatrix.bytes(size);
    const matrices = workspace.space(stripCount(division) * bytes, arena);
    for (let k = 0; k < stripCount(division); k++) {
      this.#matrices.push(new SymmetricMatrix(arena, matrices + k * bytes, size));
    }
    return {
      center: copyTo(arena, center, workspace),
      unit: copyTo(arena, unit, workspace),
      curvature: vectorOfEachLane(lanes, PACKED_ROWS, workspace, arena).at,
      panels: vectorOfEachLane(lanes, PACKED_ROWS * SymmetricMatrix.stride(size), workspace, arena).at,
      gram: { base: matrices, perStrip: bytes },
    };
  }
}

interface Buffers {
  readonly center: Vector;
  readonly unit: Vector;
  readonly curvature: Varying;
  readonly panels: Varying;
  readonly gram: Varying;
}

function copyTo(arena: Arena, vector: Vector, workspace: Workspace): Vector {
  const copy = workspace.vector(vector.length, arena);
  copy.copy(vector);
  return copy;
}
