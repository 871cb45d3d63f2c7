/** Multiplications of one iteration. */
export interface Costs {
  /** M³ / 6: Cholesky's factorisation of the Hessian. */
  readonly factorise: number;
  /** M²: two triangular systems. */
  readonly solve: number;
  /** N M² / 2: the Hessian of a linear model on N rows. */
  readonly hessian: number;
  /** 2 N M: a value and gradient on N rows. */
  readonly gradient: number;
  /** 4 k M: the two loops over k pairs. */
  readonly loops: number;
  /** Of a step, with the objective's part. */
  readonly newton: number;
  readonly lbfgs: number;
}

export interface CostResult {
  readonly view: "cost";
  readonly at: Costs;
}

/** What logit-wasm's methods multiply, by variables M, rows N and pairs k. */
export function costs(M: number, N: number, k: number): Costs {
  const [factorise, solve, hessian, gradient, loops] = [
    (M * M * M) / 6,
    M * M,
    (N * M * M) / 2,
    2 * N * M,
    4 * k * M,
  ];
  return {
    factorise,
    solve,
    hessian,
    gradient,
    loops,
    newton: factorise + solve + hessian + gradient,
    lbfgs: loops + gradient,
  };
}
