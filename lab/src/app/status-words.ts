import type { Status } from "logit-wasm/optimize";

const WORDS: Readonly<Record<Status, string>> = {
  converged: "Arrived: the gradient is as small as asked",
  "precision-limit": "Arrived: 64-bit numbers can’t lower it any further",
  "max-iterations": "Still under way when its steps were over",
  "max-evaluations": "Still under way when its evaluations were over",
  "max-seconds": "Still under way when its time was over",
  aborted: "Stopped on request",
  stopped: "Stopped on request",
  "line-search-failed": "Stuck: no step along the direction lowers the cost",
  "gradient-mismatch": "Stopped: value and gradient contradict each other",
  "not-finite": "Left the range of 64-bit numbers",
  diverged: "Diverged: the cost grew beyond a million millions",
  singular: "Stopped: the Hessian has no inverse there",
  infeasible: "Stopped: the constraints contradict each other",
};

/** Why a run ended, in plain words: a sentence without its full stop. */
export function statusWords(status: Status): string {
  return WORDS[status];
}
