/**
 * POST a transaction, answered `{ "pFraud": 0.83, "decision": "review" }`; an array of them is answered by an array.
 * `logit-wasm/predict` scores rows in plain JavaScript: the Worker compiles no WebAssembly.
 */
import { loadModel } from "logit-wasm/predict";
import { problemWith, toRow } from "./features.js";
import { model as json, threshold } from "./model.json";

const MOST_TRANSACTIONS = 1000;

const model = loadModel(json);

export default {
  async fetch(request) {
    if (request.method !== "POST") return answer(405, { error: "POST a transaction, or an array of them" });
    let body;
    try {
      body = await request.json();
    } catch {
      return answer(400, { error: "the body isn't JSON" });
    }
    const list = Array.isArray(body) ? body : [body];
    if (list.length > MOST_TRANSACTIONS)
      return answer(413, { error: `at most ${MOST_TRANSACTIONS} at once` });
    for (const [index, transaction] of list.entries()) {
      const error = problemWith(transaction);
      if (error !== undefined) return answer(400, { error, index });
    }
    const scores = list.map(score);
    return answer(200, Array.isArray(body) ? scores : scores[0]);
  },
};

/** The classes are "fraud" and "honest", of which `probability` answers the second's. */
function score(transaction) {
  const pFraud = 1 - model.probability(toRow(transaction));
  return { pFraud, decision: pFraud >= threshold ? "review" : "pass" };
}

function answer(status, value) {
  return Response.json(value, { status });
}
