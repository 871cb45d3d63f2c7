import Fastify from "fastify";
import { InputError } from "logit-wasm";
import { asColumns, features } from "./customers.js";

const MOST_CUSTOMERS = 10_000;

/**
 * POST /score takes `{ "customers": [{ "account_length": 128, ... }, ...] }` and answers
 * `{ "probabilities": [0.07, ...] }`, how likely each is to leave. GET /model says what the model is.
 */
export function createApp({ model, heldOut }, options = {}) {
  const app = Fastify({ bodyLimit: 8 * 2 ** 20, ...options });

  app.get("/model", () => ({
    features,
    classes: model.classes,
    status: model.status,
    solver: model.solver,
    heldOut,
  }));

  app.post("/score", ({ body }) => {
    const { data } = model.predictProba(asColumns(readBody(body)));
    return { probabilities: Array.from({ length: data.length / 2 }, (_, i) => data[2 * i + 1]) };
  });

  // What the package refuses is the caller's mistake, and its message says what was found where.
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof InputError) {
      return reply.code(400).send({ error: "InputError", argument: error.argument, message: error.message });
    }
    const code = error.statusCode ?? 500;
    if (code >= 500) request.log.error(error);
    return reply.code(code).send({
      error: error.code ?? "Error",
      message: code >= 500 ? "the server failed" : error.message,
    });
  });

  return app;
}

/** The customers of a request; that their values are finite numbers is checked by the model. */
function readBody(body) {
  const customers = body?.customers;
  if (!Array.isArray(customers) || customers.length === 0 || customers.length > MOST_CUSTOMERS) {
    throw new InputError("customers", `expected an array of 1 to ${MOST_CUSTOMERS} customers`);
  }
  customers.forEach((customer, i) => {
    if (typeof customer !== "object" || customer === null || Array.isArray(customer)) {
      throw new InputError(`customers[${i}]`, `${JSON.stringify(customer)}; expected an object`);
    }
    const unknown = Object.keys(customer).find((name) => !features.includes(name));
    if (unknown !== undefined) {
      throw new InputError(`customers[${i}].${unknown}`, `expected only ${features.join(", ")}`);
    }
  });
  return customers;
}
