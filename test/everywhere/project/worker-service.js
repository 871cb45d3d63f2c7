/** A Cloudflare Worker that answers each request with what the package did. */
import { report } from "./report.js";

export default {
  async fetch() {
    return Response.json(await report());
  },
};
