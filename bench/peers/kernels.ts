import { prepare } from "../prepared.ts";
import { duration, printTable } from "../table.ts";
import { alternate, timed } from "../timing.ts";
import type { Verdict } from "../verdict.ts";
import { dataSet, type DataSetName } from "./data-sets.ts";
import type { Session } from "./session.ts";
import { hessianTargets, targets } from "./targets.ts";

/** Loss and gradient beside LinearModelLoss.loss_gradient, which LogisticRegression minimises. */
export async function lossAndGradients(session: Session, verdict: Verdict): Promise<void> {
  const rows: string[][] = [];
  for (const [name, { lossAndGradient }] of session.chosen(targets)) {
    if (lossAndGradient === undefined) continue;
    const data = dataSet(name, session.seed);
    await session.peer.load(data);
    const f64 = await prepare(data, "f64", session.threads);
    const f32 = await prepare(data, "f32", session.threads);
    const at = f64.objective.coefficients(f64.theta);
    const value = await f64.objective.valueAndGradient(f64.theta, f64.gradient);
    const theirs = (await session.peer.lossGradient(data, at)).value;
    if (!(Math.abs(value - theirs) <= 1e-12 * value)) {
      throw new Error(`${name}: our loss is ${value}, theirs ${theirs}; expected the same function`);
    }
    const times = await alternate(
      {
        ours: timed(() => f64.objective.valueAndGradient(f64.theta, f64.gradient)),
        theirs: async () => (await session.peer.lossGradient(data, at)).ms,
        f32: timed(() => f32.objective.valueAndGradient(f32.theta, f32.gradient)),
      },
      session.rounds,
    );
    f64.dispose();
    f32.dispose();
    await session.peer.unload(data);
    const ratio = verdict.atLeast(`${name}, loss and gradient`, times.theirs / times.ours, lossAndGradient);
    const inF32 = (times.theirs / times.f32).toPrecision(3);
    rows.push([name, duration(times.theirs), duration(times.ours), ratio, duration(times.f32), inF32]);
  }
  const head = ["data", "scikit-learn", "ours, f64", "ratio (target)", "ours, f32", "ratio"];
  if (rows.length > 0) printTable("Loss and gradient", head, rows);
}

/** The Hessian as Newton's method goes by it, beside NumPy's product, which leaves out scores, weights and the intercept. */
export async function hessians(session: Session, verdict: Verdict): Promise<void> {
  const rows: string[][] = [];
  for (const [name, target] of session.chosen<number>(hessianTargets)) {
    const data = dataSet(name as DataSetName, session.seed);
    await session.peer.load(data);
    const { objective, theta, hessian, dispose } = await prepare(data, "f64", session.threads);
    const out = hessian();
    const times = await alternate(
      {
        ours: timed(() => objective.approximateHessian(theta, out)),
        theirs: () => session.peer.hessian(data),
      },
      session.rounds,
    );
    dispose();
    await session.peer.unload(data);
    const ratio = verdict.atLeast(`${name}, Hessian`, times.theirs / times.ours, target);
    rows.push([name, duration(times.theirs), duration(times.ours), ratio]);
  }
  const title = "Hessian, scores and weights included, beside X.T @ (s[:, None] * X)";
  if (rows.length > 0) printTable(title, ["data", "NumPy", "ours", "ratio (target)"], rows);
}
