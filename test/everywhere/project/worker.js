import { report } from "./report.js";

report().then((result) => postMessage(result));
