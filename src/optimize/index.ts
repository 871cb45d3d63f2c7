export type { UserCurved, UserDense, UserFiniteSum, UserObjective } from "../objectives/user-objective.ts";
export { augmentedLagrangian, type AugmentedLagrangianOptions } from "../solvers/augmented-lagrangian.ts";
export { averaged, type AveragedOptions } from "../solvers/averaged.ts";
export { backtracking, type BacktrackingOptions } from "../solvers/backtracking.ts";
export { bfgs, type BfgsOptions } from "../solvers/bfgs.ts";
export type { Bound } from "../solvers/bounds.ts";
export type { Constraint } from "../solvers/constraints.ts";
export type { Evaluations } from "../solvers/count-evaluations.ts";
export { gradientDescent, type GradientDescentOptions } from "../solvers/gradient-descent.ts";
export { lbfgs, type LbfgsOptions } from "../solvers/lbfgs.ts";
export { newton, type NewtonOptions } from "../solvers/newton.ts";
export { newtonCG, type NewtonCgOptions } from "../solvers/newton-cg.ts";
export { type MiniBatch, miniBatch, type MiniBatchOptions } from "../solvers/mini-batch.ts";
export { adagrad, type AdagradOptions } from "../solvers/rules/adagrad.ts";
export { adam, type AdamOptions } from "../solvers/rules/adam.ts";
export { adamw, type AdamwOptions } from "../solvers/rules/adamw.ts";
export { momentum, type MomentumOptions } from "../solvers/rules/momentum.ts";
export { nesterov, type NesterovOptions } from "../solvers/rules/nesterov.ts";
export { rmsprop, type RmspropOptions } from "../solvers/rules/rmsprop.ts";
export { rprop, type RpropOptions } from "../solvers/rules/rprop.ts";
export { annealed } from "../solvers/schedules/annealed.ts";
export { constant } from "../solvers/schedules/constant.ts";
export { cosineDecay, type CosineDecayOptions } from "../solvers/schedules/cosine-decay.ts";
export { exponentialDecay, type ExponentialDecayOptions } from "../solvers/schedules/exponential-decay.ts";
export { inverseTimeDecay, type InverseTimeDecayOptions } from "../solvers/schedules/inverse-time-decay.ts";
export type { PerOption, Schedule } from "../solvers/schedules/schedule.ts";
export { stepDecay, type StepDecayOptions } from "../solvers/schedules/step-decay.ts";
export { warmup } from "../solvers/schedules/warmup.ts";
export type { RuleMethod, UpdateRule } from "../solvers/update-rule.ts";
export { lbfgsb, type LbfgsbOptions } from "../solvers/lbfgsb.ts";
export { saga, type SagaOptions } from "../solvers/saga.ts";
export { strongWolfe, type StrongWolfeOptions } from "../solvers/strong-wolfe.ts";
export type { Criterion, Status } from "../solvers/watch.ts";
export {
  checkGradient,
  type CheckGradientOptions,
  type CheckGradientResult,
  type DerivativeCheck,
  type EntryCheck,
} from "./check-gradient.ts";
export {
  findRoot,
  type FindRootOptions,
  type RootResult,
  type RootStatus,
  type RootStep,
} from "./find-root.ts";
export { iterate, minimize, minimizeAsync, type ObjectiveFor } from "./minimize.ts";
export type { Checkpoint, MinimizeOptions, StepInfo } from "./options.ts";
export { type CheckpointNumbers, readCheckpoint } from "./read-checkpoint.ts";
export { numericGradient } from "./numeric-gradient.ts";
export type { MinimizeResult, TraceRow } from "./result.ts";
export type { DatasetObjective, DenseDatasetObjective } from "./dataset-objective.ts";
export { logisticObjective, type LogisticObjectiveOptions } from "./logistic-objective.ts";
export { squaredErrorObjective, type SquaredErrorObjectiveOptions } from "./squared-error-objective.ts";
