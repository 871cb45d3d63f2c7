/** `npm run bench`: kernels beside plain TypeScript and the machine's bandwidth, then whole fits. */
import { benchEpochs } from "./epochs.ts";
import { benchFits } from "./fits.ts";
import { benchGram, benchLossAndGradient } from "./kernels.ts";
import { describeMachine, multiplyAddPeak, readBandwidth } from "./machine.ts";

console.log(describeMachine());
const bandwidth = await readBandwidth();
const rate = (bandwidth.bytesPerSecond / 1e9).toFixed(1);
console.log(`read bandwidth of one thread: ${rate} GB/s (${bandwidth.streams} streams)`);
const peak = await multiplyAddPeak();
console.log(`multiplying and adding in registers, 128 bits of f64: ${(peak / 1e9).toFixed(1)} GFLOP/s`);
await benchLossAndGradient(bandwidth);
await benchGram(peak);
await benchFits();
await benchEpochs();
