/** `npm run bench`: kernels beside plain TypeScript and the machine's bandwidth, then whole fits and predictions. */
import { benchEpochs } from "./epochs.ts";
import { benchFits } from "./fits.ts";
import { benchGrowth } from "./growth.ts";
import { benchGram, benchLossAndGradient } from "./kernels.ts";
import { describeMachine, readBandwidth } from "./machine.ts";
import { benchPredictions } from "./predictions.ts";
import { keep } from "./report.ts";

console.log(describeMachine());
const bandwidth = await readBandwidth();
const rate = (bandwidth.bytesPerSecond / 1e9).toFixed(1);
console.log(`read bandwidth of one thread: ${rate} GB/s (${bandwidth.streams} streams)`);
const tables = [
  await benchLossAndGradient(bandwidth),
  await benchGram(),
  await benchFits(),
  await benchPredictions(),
  await benchEpochs(),
  await benchGrowth(),
];
keep("bench", { bandwidth, tables });
