import type { Status } from "logit-wasm/optimize";

const WORDS: Readonly<Record<Status, string>> = {
  converged: "arrived: the gradient is as small as asked",
  "precision-limit": "arrived: 64-bit numbers can’t lower it any further",
  "max-iterations": "still under way when its steps were over",
  "max-evaluations": "still under way when its evaluations were over",
  "max-seconds": "still under way when its time was over",
  aborted: "stopped on request",
  stopped: "stopped on request",
  "line-search-failed": "stuck: no step along the direction lowers the cost",
  "gradient-mismatch": "stopped: value and gradient contradict each other",
  "not-finite": "left the range of 64-bit numbers",
  diverged: "diverged: the cost grew beyond a million millions",
  singular: "stopped: the Hessian has no inverse there",
  infeasible: "stopped: the constraints contradict each other",
};

/** Why a run ended, in plain words. */
export function statusWords(status: Status): string {
  return WORDS[status];
}
