/** The methods by name that `"auto"` never picks. */
export { bfgs } from "../solvers/bfgs.ts";
export { gradientDescent } from "../solvers/gradient-descent.ts";
export { adagrad } from "../solvers/rules/adagrad.ts";
export { adam } from "../solvers/rules/adam.ts";
export { adamw } from "../solvers/rules/adamw.ts";
export { momentum } from "../solvers/rules/momentum.ts";
export { nesterov } from "../solvers/rules/nesterov.ts";
export { rmsprop } from "../solvers/rules/rmsprop.ts";
export { rprop } from "../solvers/rules/rprop.ts";
export { saga } from "../solvers/saga.ts";
