import { expect, type TestContext } from "vitest";
import { here } from "./project.ts";

export interface ColdStart {
  readonly import: number;
  readonly compile: number;
  readonly prediction: number;
}

/** What `project/report.js` answers. */
export interface Report {
  readonly error?: { readonly name: string; readonly message: string; readonly stack?: string };
  readonly cold: ColdStart;
  readonly threads: { readonly count: number; readonly workers: number; readonly reason: string };
  readonly same: unknown;
}

declare module "vitest" {
  interface TaskMeta {
    coldStart?: ColdStart;
  }
}

export const TWO_THREADS = { count: 2, workers: 1, reason: "as many as were asked for" };

export function oneThread(reason: unknown): Report["threads"] {
  return { count: 1, workers: 0, reason: reason as string };
}

/** The same numbers and messages as everywhere, to the last bit; and of threads what is expected here. */
export async function expectConformance(
  { task }: TestContext,
  report: Report,
  threads: Report["threads"],
): Promise<void> {
  expect(report.error).toBeUndefined();
  await expect(`${JSON.stringify(report.same, undefined, 1)}\n`).toMatchFileSnapshot(here("expected.json"));
  expect(report.threads).toEqual(threads);
  task.meta.coldStart = report.cold;
}
