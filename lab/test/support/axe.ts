import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "./browser.ts";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Axe {
  run(): Promise<{
    violations: { id: string; help: string; nodes: { target: unknown[]; failureSummary: string }[] }[];
  }>;
}

/** What axe-core finds wrong with the page as it is, a line each. The page's policy holds for the page, not for this. */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(source as never, null);
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: Axe };
    return (await axe.run()).violations.map(({ id, help, nodes }) => ({
      id,
      help,
      where: nodes.slice(0, 3).map(({ target, failureSummary }) => `${target.join(" ")}: ${failureSummary}`),
    }));
  }, null);
  return found.map(({ id, help, where }) => `${id}: ${help} (${where.join("; ")})`);
}
