import { paint } from "./terminal.ts";

/** Says on standard error what is being done. On a terminal the line goes away once it is. */
export async function during<T>(what: string, work: () => T | Promise<T>): Promise<T> {
  const { stderr } = process;
  const begin = performance.now();
  stderr.write(stderr.isTTY ? paint("dim", `${what} …`) : `${what} …`);
  try {
    return await work();
  } finally {
    if (stderr.isTTY) {
      stderr.cursorTo(0);
      stderr.clearLine(1);
    } else stderr.write(` ${((performance.now() - begin) / 1000).toFixed(1)} s\n`);
  }
}
