import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "./browser.ts";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Axe {
  run(options: { rules: Record<string, { enabled: boolean }> }): Promise<{
    violations: { id: string; help: string; nodes: { target: unknown[]; failureSummary: string }[] }[];
  }>;
}

/**
 * What axe-core finds wrong with the page as it is, a line each. The page's policy holds for the page, not for this.
 * Contrast is the same in each browser, and takes Firefox half a minute where there are many marks: Chromium looks at it.
 */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(source as never, null);
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: Axe };
    const contrast = { enabled: !navigator.userAgent.includes("Firefox") };
    const { violations: all } = await axe.run({ rules: { "color-contrast": contrast } });
    return all.map(({ id, help, nodes }) => ({
      id,
      help,
      where: nodes.slice(0, 3).map(({ target, failureSummary }) => `${target.join(" ")}: ${failureSummary}`),
    }));
  }, null);
  return found.map(({ id, help, where }) => `${id}: ${help} (${where.join("; ")})`);
}
