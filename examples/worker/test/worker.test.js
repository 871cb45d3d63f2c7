/** Runs the bundle in workerd, the runtime of Cloudflare's Workers, and sends it simulated transactions. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, statSync } from "node:fs";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { LogisticRegression } from "logit-wasm";
import workerd from "workerd";
import { toRow } from "../src/features.js";
import { FRAUD_RATE, transactions } from "../src/stream.js";

const here = (path) => new URL(path, import.meta.url);
const { model: json, threshold } = JSON.parse(readFileSync(here("../src/model.json"), "utf8"));

let runtime;
let url;

before(async () => {
  const config = here("../workerd.capnp").pathname;
  // A free port instead of the one in the file; workerd says on descriptor 3 which it got.
  const args = ["serve", config, "--socket-addr=http=127.0.0.1:0", "--control-fd=3"];
  runtime = spawn(workerd.default ?? workerd, args, { stdio: ["ignore", "inherit", "inherit", "pipe"] });
  const [line] = await once(runtime.stdio[3], "data");
  const { port } = JSON.parse(String(line).split("\n")[0]);
  url = `http://127.0.0.1:${port}/`;
});
after(() => runtime.kill());

const post = (body) => fetch(url, { method: "POST", body: JSON.stringify(body) });

test("the model and the Worker have a few kB", () => {
  const { size } = statSync(here("../src/model.json"));
  assert.ok(size < 4000, `model.json has ${size} bytes`);
  const zipped = gzipSync(readFileSync(here("../dist/worker.js"))).length;
  console.log(`  model.json ${size} bytes, worker.js ${zipped} bytes gzipped`);
  assert.ok(zipped < 10_000);
});

test("the stream is one in 500 fraud, and the seed decides it", () => {
  const labels = Array.from(transactions(100_000, 7), ({ label }) => label);
  const rate = labels.filter((label) => label === "fraud").length / labels.length;
  assert.ok(Math.abs(rate - FRAUD_RATE) < 4 * Math.sqrt(FRAUD_RATE / labels.length), `${rate}`);
  assert.deepEqual([...transactions(50, 7)], [...transactions(50, 7)]);
  assert.notDeepEqual([...transactions(50, 7)], [...transactions(50, 8)]);
});

test("workerd scores to the bit what Node scores", async () => {
  const model = LogisticRegression.fromJSON(json);
  const stream = Array.from(transactions(1000, 3), ({ transaction }) => transaction);
  const answer = await post(stream);
  assert.equal(answer.status, 200);
  const scores = await answer.json();
  stream.forEach((transaction, i) => {
    assert.equal(scores[i].pFraud, 1 - model.probability(toRow(transaction)));
  });
});

test("most frauds are sent to review, few honest ones", async () => {
  const sent = { fraud: [], honest: [] };
  for (const { transaction, label } of transactions(100_000, 4)) {
    if (label === "fraud" || sent.honest.length < 2000) sent[label].push(transaction);
  }
  const reviewed = { fraud: 0, honest: 0 };
  for (const label of ["fraud", "honest"]) {
    for (let from = 0; from < sent[label].length; from += 1000) {
      const scores = await (await post(sent[label].slice(from, from + 1000))).json();
      reviewed[label] += scores.filter(({ decision }) => decision === "review").length;
    }
  }
  assert.ok(reviewed.fraud > 0.7 * sent.fraud.length, `${reviewed.fraud} of ${sent.fraud.length} frauds`);
  assert.ok(
    reviewed.honest < 0.02 * sent.honest.length,
    `${reviewed.honest} of ${sent.honest.length} honest`,
  );
});

test("one transaction is answered by one score", async () => {
  const [{ transaction }] = transactions(1, 5);
  const { pFraud, decision } = await (await post(transaction)).json();
  assert.equal(decision, pFraud >= threshold ? "review" : "pass");
});

test("what isn't a transaction is answered with what is wrong", async () => {
  const [{ transaction }] = transactions(1, 5);
  const refused = [
    [{ ...transaction, amount: "12" }, /^amount is "12"; expected a number/],
    [{ ...transaction, hour: undefined }, /^hour is undefined/],
    [{ ...transaction, chipRead: 1 }, /^chipRead is 1; expected true or false/],
    [null, /an object/],
  ];
  for (const [body, message] of refused) {
    const answer = await post(body);
    assert.equal(answer.status, 400);
    assert.match((await answer.json()).error, message);
  }
  const second = await post([transaction, 3]);
  assert.deepEqual([second.status, (await second.json()).index], [400, 1]);
  assert.equal((await fetch(url, { method: "POST", body: "{" })).status, 400);
  assert.equal((await fetch(url)).status, 405);
  assert.equal((await post(Array.from({ length: 1001 }, () => transaction))).status, 413);
});
