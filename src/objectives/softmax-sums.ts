import { after, type Later } from "../later.ts";
import { inFours, softmaxScratch } from "../wasm/kernels.ts";
import {
  type Argument,
  type Call,
  COUNT,
  divide,
  type Division,
  type KernelName,
  type Varying,
} from "../wasm/program.ts";
import type { Vector } from "../wasm/vector.ts";
import type { Workspace } from "../wasm/workspace.ts";
import type { Coordinates } from "./coordinates.ts";
import {
  ofRow,
  type Pass,
  type RowSums,
  type SegmentSpace,
  spaceOfEachLane,
  type Strips,
  vectorOfEachStrip,
} from "./row-sums.ts";

/** About the bytes of all strips' sums; where one is so large that only few fit, there are four nevertheless. */
const SUMS_BYTES = 2 ** 24;
const LEAST_STRIPS = 4;

/** What an exponential costs, in multiplications. */
const EXP_COST = 10;

/** What a pass in single precision costs of one in double: 0.51 to 0.55 of five classes or more, 0.63 to 0.73 of three. */
const SINGLE_COST = 0.55;

type GradientKernel = "softmaxGradient" | "softmaxGradientSingle";
type ProductKernel = "softmaxProduct" | "softmaxProductSingle";

/** What the passes over a segment need, in its arena. */
export interface ClassSpace {
  readonly division: Division;
  readonly center: Vector;
  readonly unit: Vector;
  /** Coefficients in panels of four classes. */
  readonly panels: Vector;
  readonly scratch: Varying;
  /** What the strips have added up: a row for each class, padded to multiples of four. */
  readonly sums: Strips;
}

/** Where rows and what lies beside them are. */
interface Places {
  readonly x: Argument;
  readonly weight: Argument;
  readonly y: Argument;
  /** 0 where nothing is added to the scores. */
  readonly offset: Argument;
}

/** Where probabilities are, class by class. */
interface Probabilities {
  readonly at: Argument;
  readonly bytes: number;
}

/** How a gradient's kernel is called: by default in double precision, on the rows of the segment, keeping nothing. */
interface GradientParts {
  readonly kernel?: GradientKernel;
  readonly p?: Probabilities;
  readonly places?: Places;
}

/** Passes that keep the probabilities, and that multiply with the Hessian there. */
interface Curvature {
  readonly keeping: Pass;
  readonly product: Pass;
}

const NOWHERE: Probabilities = { at: 0, bytes: 0 };

/**
 * Sums over rows of K classes, in standardised columns x̃ (see assembly/softmax-gradient.ts). The target of the rows is
 * their weight, their y the number of their class.
 */
export class SoftmaxSums {
  readonly rows: RowSums;
  readonly classes: number;
  /** How many coefficients a class has. */
  readonly size: number;
  readonly spaces: ReadonlyMap<SegmentSpace, ClassSpace>;
  readonly #gradient: Pass;
  readonly #workspace: Workspace;
  #curvature: Curvature | undefined;
  #single: Pass | undefined;
  #singleCurvature: Curvature | undefined;

  /** @throws {@link MemoryError} if there isn't room for a few vectors of all classes' coefficients */
  constructor(rows: RowSums, classes: number, { center, unit, size }: Coordinates, workspace: Workspace) {
    this.rows = rows;
    this.classes = classes;
    this.size = size;
    this.#workspace = workspace;
    const padded = inFours(classes) * inFours(size);
    this.spaces = new Map(
      rows.spaces.map((space) => {
        const { arena } = space.segment;
        const strips = Math.max(LEAST_STRIPS, Math.floor(SUMS_BYTES / (8 * padded)));
        const division = divide(space.division.rows, space.division.stepRows, strips);
        const known: ClassSpace = {
          division,
          center: workspace.copy(center.values, arena),
          unit: workspace.copy(unit.values, arena),
          panels: workspace.vector(inFours(classes) * size, arena),
          scratch: spaceOfEachLane(rows.lanes, softmaxScratch(size, classes), workspace, arena),
          sums: vectorOfEachStrip(division, padded, workspace, arena),
        };
        return [space, known];
      }),
    );
    this.#gradient = this.#pass((space) => this.gradientCall(space, this.#summed(space)));
  }

  /** Σ lossᵢ at the coefficients w, a row for each class; `out` gets its derivative. One pass. */
  gradient(w: Float64Array, out: Float64Array): Later<number> {
    return this.#sum(w, out, this.#curvature?.keeping ?? this.#gradient);
  }

  /** Has `gradient` keep the probabilities from here on. @throws {@link MemoryError} if there isn't room for them */
  keep(): void {
    this.#curvature ??= this.#keeping("softmaxGradient", "softmaxProduct", 8);
  }

  /** The product of the Hessian of Σ lossᵢ with v, where `gradient` was asked for last. One pass. */
  product(v: Float64Array, out: Float64Array): Later<unknown> {
    return this.#sum(v, out, (this.#curvature as Curvature).product);
  }

  /** Whether there are the same sums in single precision: of rows that are dense, and have no offsets to be lost in it. */
  get hasSingle(): boolean {
    const { storage, spaces } = this.rows;
    return !storage.layout.startsWith("Sparse") && spaces.every(({ offset }) => offset.length === 0);
  }

  /** As `gradient`, in single precision. */
  gradientSingly(w: Float64Array, out: Float64Array): Later<number> {
    this.#single ??= this.#pass(
      (space) => this.gradientCall(space, this.#summed(space), { kernel: "softmaxGradientSingle" }),
      SINGLE_COST,
    );
    return this.#sum(w, out, this.#single);
  }

  /** Keeps the probabilities at w for `productSingly`. One pass. @throws {@link MemoryError} if there isn't room for them */
  keepSingly(w: Float64Array, out: Float64Array): Later<number> {
    this.#singleCurvature ??= this.#keeping("softmaxGradientSingle", "softmaxProductSingle", 4);
    return this.#sum(w, out, this.#singleCurvature.keeping);
  }

  /** As `product`, in single precision, at the w of `keepSingly`. */
  productSingly(v: Float64Array, out: Float64Array): Later<unknown> {
    return this.#sum(v, out, (this.#singleCurvature as Curvature).product);
  }

  #keeping(gradient: GradientKernel, product: ProductKernel, size: number): Curvature {
    const kept = new Map<SegmentSpace, Probabilities>();
    for (const space of this.rows.spaces) {
      const { arena, rows } = space.segment;
      const at = this.#workspace.space(size * rows * this.classes, arena);
      kept.set(space, { at: ofRow(at, size), bytes: size * rows });
    }
    const of = (space: SegmentSpace) => kept.get(space) as Probabilities;
    const cost = gradient === "softmaxGradient" ? 1 : SINGLE_COST;
    return {
      keeping: this.#pass(
        (space) => this.gradientCall(space, this.#summed(space), { kernel: gradient, p: of(space) }),
        cost,
      ),
      product: this.#pass((space) => this.#productCall(space, product, of(space)), cost),
    };
  }

  /** Lays coefficients out for the kernels. */
  setCoefficients(w: Float64Array): void {
    const { classes, size } = this;
    for (const { panels } of this.spaces.values()) {
      const { values } = panels;
      for (let k = 0; k < classes; k++) {
        let at = (k >> 2) * 4 * size + (k & 3);
        for (let j = 0; j < size; j++, at += 4) values[at] = w[k * size + j];
      }
    }
  }

  gradientCall(
    space: SegmentSpace,
    out: Argument,
    {
      kernel = "softmaxGradient",
      p: { at, bytes } = NOWHERE,
      places: { x, weight, y, offset } = this.#places(space),
    }: GradientParts = {},
  ): Call {
    const { center, unit, panels, scratch } = this.spaces.get(space) as ClassSpace;
    const { cols } = this.rows.storage;
    const known = [COUNT, cols, this.size, this.classes, x, weight, y, offset, center.pointer, unit.pointer];
    return {
      kernel: this.#kernel(kernel),
      args: [...known, panels.pointer, at, bytes, scratch, out],
      sums: true,
    };
  }

  #kernel(base: GradientKernel | ProductKernel): KernelName {
    return `${base}${this.rows.storage.layout}` as KernelName;
  }

  /** Adds what rows padded to multiples of four say to all classes' rows. */
  addTo(out: Float64Array, padded: Float64Array): void {
    const { classes, size } = this;
    const width = inFours(size);
    for (let k = 0; k < classes; k++) {
      for (let j = 0; j < size; j++) out[k * size + j] += padded[k * width + j];
    }
  }

  #productCall(space: SegmentSpace, kernel: ProductKernel, { at, bytes }: Probabilities): Call {
    const { center, unit, panels, scratch } = this.spaces.get(space) as ClassSpace;
    const { x, weight } = this.#places(space);
    const { cols } = this.rows.storage;
    const known = [COUNT, cols, this.size, this.classes, x, weight, center.pointer, unit.pointer];
    return {
      kernel: this.#kernel(kernel),
      args: [...known, panels.pointer, at, bytes, scratch, this.#summed(space)],
    };
  }

  #places({ segment, target, y, offset }: SegmentSpace): Places {
    return {
      x: ofRow(segment.x, this.rows.storage.rowBytes),
      weight: ofRow(target.pointer, 8),
      y: ofRow(y.pointer, 8),
      offset: offset.length > 0 ? ofRow(offset.pointer, 8 * this.classes) : 0,
    };
  }

  #summed(space: SegmentSpace): Argument {
    return (this.spaces.get(space) as ClassSpace).sums.at;
  }

  #pass(call: (space: SegmentSpace) => Call, part = 1): Pass {
    const cost = 2 * this.classes + (EXP_COST * this.classes) / this.size;
    return this.rows.pass(
      (space) => [call(space)],
      part * cost,
      (space) => (this.spaces.get(space) as ClassSpace).division,
    );
  }

  #sum(w: Float64Array, out: Float64Array, pass: Pass): Later<number> {
    this.setCoefficients(w);
    for (const { sums } of this.spaces.values()) for (const { values } of sums.vectors) values.fill(0);
    return after(this.rows.run(pass), () => {
      out.fill(0);
      let total = 0;
      for (const [space, { results }] of pass) {
        (this.spaces.get(space) as ClassSpace).sums.vectors.forEach(({ values }, strip) => {
          this.addTo(out, values);
          total += results[strip];
        });
      }
      return total;
    });
  }
}
