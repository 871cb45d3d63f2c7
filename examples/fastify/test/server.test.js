import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createApp } from "../app.js";
import { features, readCustomers } from "../customers.js";
import { trainModel } from "../model.js";

let trained;
let app;
const { customers, labels } = readCustomers(new URL("../../data/churn.csv", import.meta.url));

before(async () => {
  trained = await trainModel();
  app = createApp(trained);
});
after(() => app.close());

const score = (payload) => app.inject({ method: "POST", url: "/score", payload });

test("the model is worth serving", () => {
  assert.equal(trained.model.status, "converged");
  assert.ok(trained.heldOut.auc > 0.8, `AUC ${trained.heldOut.auc}`);
});

test("customers get the model's own probabilities", async () => {
  const some = customers.slice(0, 100);
  const answer = await score({ customers: some });
  assert.equal(answer.statusCode, 200);
  const { probabilities } = answer.json();
  const own = some.map((customer) => trained.model.probability(features.map((name) => customer[name])));
  assert.deepEqual(probabilities, own);
  const mean = (label) => {
    const those = probabilities.filter((_, i) => labels[i] === label);
    return those.reduce((sum, p) => sum + p, 0) / those.length;
  };
  assert.ok(mean("yes") > mean("no"));
});

test("the order of a customer's fields makes no difference", async () => {
  const [customer] = customers;
  const reversed = Object.fromEntries(Object.entries(customer).toReversed());
  const [a, b] = await Promise.all([score({ customers: [customer] }), score({ customers: [reversed] })]);
  assert.deepEqual(a.json(), b.json());
});

const [good] = customers;
const { account_length: _, ...incomplete } = good;
const refused = {
  "no body": [undefined, "customers", /an array/],
  "no customers": [{ customers: [] }, "customers", /1 to 10000/],
  "a customer that is no object": [{ customers: [good, 7] }, "customers[1]", /7; expected an object/],
  "a missing field": [
    { customers: [good, incomplete] },
    "X",
    /undefined at row 1, column "account_length"; expected a number/,
  ],
  "text for a number": [{ customers: [{ ...good, total_day_minutes: "12" }] }, "X", /"12" at row 0/],
  "a field that the model doesn't know": [
    { customers: [{ ...good, age: 4 }] },
    "customers[0].age",
    /expected only account_length/,
  ],
};
for (const [what, [payload, argument, message]] of Object.entries(refused)) {
  test(`${what} is answered with 400 and what is wrong`, async () => {
    const answer = await score(payload);
    assert.equal(answer.statusCode, 400);
    assert.equal(answer.json().error, "InputError");
    assert.equal(answer.json().argument, argument);
    assert.match(answer.json().message, message);
  });
}

test("JSON that isn't is answered with 400", async () => {
  const headers = { "content-type": "application/json" };
  const answer = await app.inject({ method: "POST", url: "/score", headers, payload: "{" });
  assert.equal(answer.statusCode, 400);
});

test("the model's card says how good it is", async () => {
  const answer = await app.inject({ url: "/model" });
  assert.deepEqual(answer.json().features, features);
  assert.equal(answer.json().heldOut.rows, 1000);
});
