/** Puts the kernels' modules beside the package's JavaScript, for people who place the files themselves. */
import { copyFileSync } from "node:fs";

for (const build of ["baseline", "relaxed", "predict"]) {
  copyFileSync(
    new URL(`../build/${build}.wasm`, import.meta.url),
    new URL(`../dist/${build}.wasm`, import.meta.url),
  );
}
