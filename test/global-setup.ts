import { buildKernels } from "../scripts/build-kernels.ts";

/** The kernels are compiled once, before any test file loads them. */
export default buildKernels;
