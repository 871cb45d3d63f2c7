import type { Grid } from "../../charts/contours.tsx";
import type { Values } from "../../params/schema.ts";
import type { Job } from "../../worker/protocol.ts";
import { pointOn, yOf } from "../../problems/maps.ts";
import { grounds, isOfData } from "./grounds.ts";
import { averagingFrom } from "./averaging.ts";
import { isRule, type MethodName, takesRate } from "./methods.ts";
import { obstacle } from "./obstacle.ts";
import { BATCH_RATES, RATES } from "./rates.ts";
import { arrival, bestRate, compareRuns, raced, racedInBatches, type Run, scoutedInBatches } from "./runs.ts";
import { racedBySaga, scoutedBySaga } from "./saga-run.ts";
import type { schema } from "./schema.ts";
import { ruleOf, type World, worldOf } from "./world.ts";

/** One that races. */
export interface Racer {
  readonly method: MethodName;
  /** Undefined where there is an obstacle. */
  readonly run: Run | undefined;
  /** Why the method can't run here. */
  readonly obstacle: string | undefined;
  /** Its learning rate, if it takes one. */
  readonly rate: number | undefined;
  /** Whether it sees part of the rows at a time: a batch of all has no noise. */
  readonly isInBatches: boolean;
  /** Gradients until it stayed within a millionth of the descent; Infinity if it didn't. */
  readonly arrival: number;
}

export interface Result {
  /** The same for the same race: what the animation starts anew by. */
  readonly key: string;
  /** In the order in which they finish, the best first. */
  readonly racers: readonly Racer[];
  /** How many racers have looked for their best step, while some still do. */
  readonly searched?: number;
  readonly floor: number;
  readonly startValue: number;
  /** Cost and gradient at the place that was asked for. */
  readonly probe: { readonly value: number; readonly gradient: readonly [number, number] };
  /** Of a cost of data, which only the worker can evaluate. */
  readonly map: GradientMap | undefined;
}

/** The cost and its gradient on a grid. */
export interface GradientMap extends Grid {
  readonly da: Float64Array;
  readonly db: Float64Array;
}

export async function compute(values: Values<typeof schema>, { show, signal }: Job<Result>): Promise<Result> {
  const world = worldOf(values.ground);
  try {
    const ground = grounds[values.ground];
    const start = pointOn(ground, values.start, ground.start);
    const frame = {
      floor: world.floor,
      startValue: world.value(start),
      probe: probeOf(world, pointOn(ground, values.probe, ground.probe)),
      map: isOfData(values.ground) ? mapOf(world, ground.x, yOf(ground)) : undefined,
    };
    const racers: Racer[] = [];
    for (const method of values.methods) {
      if (values.fair === "best") {
        show({ ...frame, key: "", racers: [], searched: racers.length });
        await new Promise((turn) => setTimeout(turn)); // so that newer values can be heard of
        signal.throwIfAborted();
      }
      racers.push(await racerOf(world, method, values, start, signal));
    }
    racers.sort((a, b) =>
      a.run && b.run ? compareRuns(a.run, b.run, world.floor) : a.run ? -1 : b.run ? 1 : 0,
    );
    return { ...frame, key: JSON.stringify({ ...values, probe: [] }), racers };
  } finally {
    world.dispose();
  }
}

async function racerOf(
  world: World,
  method: MethodName,
  { ground, fair, rate, momentum, budget, batches, batch, seed }: Values<typeof schema>,
  start: readonly number[],
  signal: AbortSignal,
): Promise<Racer> {
  const { sum, floor } = world;
  const isInBatches = sum !== undefined && (method === "saga" || (batches && isRule(method)));
  const from = averagingFrom(budget, isInBatches ? Math.ceil(sum.terms / batch) : undefined);
  /** A run in batches, by one of two ways to record it. */
  const inBatches = (learningRate: number, bySaga: typeof racedBySaga, byRule: typeof racedInBatches) => {
    if (method === "saga") return sum && bySaga(budget, sum, start, learningRate, batch, seed);
    if (!isInBatches || !isRule(method)) return undefined;
    return byRule(budget, sum, start, ruleOf(method, { learningRate, momentum, from }), batch, seed);
  };
  const runAt = (learningRate: number): Run | undefined => {
    if (isInBatches || method === "saga") return inBatches(learningRate, racedBySaga, racedInBatches);
    const begin = world.runner(method, { learningRate, momentum, from }, start);
    return begin && raced(budget, begin);
  };
  const scoutAt = (learningRate: number) =>
    (isInBatches ? inBatches(learningRate, scoutedBySaga, scoutedInBatches) : runAt(learningRate)) as Run;
  const done = (run: Run | undefined, used?: number): Racer => ({
    method,
    run,
    obstacle: obstacle(method, ground),
    rate: used,
    isInBatches: isInBatches && batch < sum.terms,
    arrival: run ? arrival(run, floor) : Infinity,
  });
  if (obstacle(method, ground)) return done(undefined);
  if (!takesRate(method)) return done(runAt(rate));
  if (fair === "equal") return done(runAt(rate), rate);
  const rates = isInBatches ? BATCH_RATES : RATES;
  const runs = await runsAt(rates, scoutAt, signal);
  const best = bestRate(floor, rates, (learningRate) => runs.get(learningRate) as Run);
  return done(runAt(best), best);
}

/** How long, in milliseconds, runs may go on until newer values are listened for. */
const PATIENCE = 100;

/** A run at each rate. On batches of a few rows one may take seconds, which is longer than newer values should wait. */
async function runsAt(
  rates: readonly number[],
  run: (rate: number) => Run,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, Run>> {
  const runs = new Map<number, Run>();
  let heard = performance.now();
  for (const rate of rates) {
    runs.set(rate, run(rate));
    if (performance.now() - heard < PATIENCE) continue;
    await new Promise((turn) => setTimeout(turn));
    signal.throwIfAborted();
    heard = performance.now();
  }
  return runs;
}

function probeOf(world: World, at: readonly [number, number]): Result["probe"] {
  const gradient = new Float64Array(2);
  world.gradient(at, gradient);
  return { value: world.value(at), gradient: [gradient[0] ?? 0, gradient[1] ?? 0] };
}

function mapOf(world: World, x: readonly [number, number], y: readonly [number, number]): GradientMap {
  const [cols, rows] = [80, 60];
  const [values, da, db] = [0, 1, 2].map(() => new Float64Array(cols * rows)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const gradient = new Float64Array(2);
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < cols; i++) {
      const at = [x[0] + ((x[1] - x[0]) * i) / (cols - 1), y[0] + ((y[1] - y[0]) * j) / (rows - 1)];
      values[i + cols * j] = world.value(at);
      world.gradient(at, gradient);
      da[i + cols * j] = gradient[0] ?? 0;
      db[i + cols * j] = gradient[1] ?? 0;
    }
  }
  return { values, da, db, cols, rows, x, y };
}
