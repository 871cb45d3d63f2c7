/** Trains on churn.csv, then serves: `npm start`, then see README.md for a request. */
import { createApp } from "./app.js";
import { trainModel } from "./model.js";

const { PORT = "3000", HOST = "127.0.0.1" } = process.env;

const trained = await trainModel();
const app = createApp(trained, { logger: true });
app.log.info({ ...trained.heldOut, status: trained.model.status }, "trained");
await app.listen({ port: Number(PORT), host: HOST });
