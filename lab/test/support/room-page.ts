import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "./browser.ts";

/** Numbers that the page shows, by name, with all digits. */
export type Numbers = Readonly<Record<string, number>>;

/** The laboratory in a browser. */
export class RoomPage {
  readonly page: Page;
  readonly url: string;
  #isOpen = false;

  constructor(page: Page, url: string) {
    this.page = page;
    this.url = url;
  }

  /** Opens a room by the end of its address, such as "#/race?seed=2", and waits until it shows its answer. */
  async open(hash: string): Promise<void> {
    if (this.#isOpen) await this.loaded(); // to leave earlier cuts off requests, which count as errors
    this.#isOpen = true;
    await this.page.goto("about:blank"); // so that the page starts anew
    await this.page.goto(`${this.url}${hash}`);
    await this.ready();
  }

  /** Goes on to a room as a link within the page does, which spares loading it; without values in the address, to its defaults. */
  async goTo(hash: string): Promise<void> {
    if (!this.#isOpen) return await this.open(hash);
    await this.page.evaluate(
      (next) =>
        new Promise<void>((done) => {
          scrollTo(0, 0);
          if (location.hash === next) return done();
          addEventListener("hashchange", () => setTimeout(done, 20), { once: true }); // once it is rendered
          location.hash = next;
        }),
      hash,
    );
    await this.ready();
    if (hash.includes("?")) return;
    await this.page.evaluate(
      () => document.querySelector<HTMLElement>('[data-action="reset"]')?.click(), // a room is as it was left
      null,
    );
    await this.ready();
  }

  /** Waits until the answer to the present values is shown. */
  async ready(): Promise<void> {
    await this.until(() => document.querySelector("main")?.dataset["state"] === "ready", "an answer");
    await this.page.evaluate(
      () =>
        new Promise<void>((done) => {
          requestAnimationFrame(() => setTimeout(done));
          setTimeout(done, 1000); // a page that is not seen draws no frames
        }),
      null,
    );
  }

  /** Waits until everything is there that the page will ever need. */
  async loaded(): Promise<void> {
    await this.until(() => document.documentElement.dataset["loaded"] === "all", "all rooms to be loaded");
  }

  async until(condition: () => boolean, what: string, seconds = 30): Promise<void> {
    const end = performance.now() + 1000 * seconds;
    while (!(await this.page.evaluate(condition, null))) {
      if (performance.now() > end) {
        throw new Error(`waited ${seconds} s for ${what}; errors: ${this.page.errors.join("; ") || "none"}`);
      }
      await sleep(20);
    }
  }

  hash(): Promise<string> {
    return this.page.evaluate(() => location.hash, null);
  }

  numbers(): Promise<Numbers> {
    return this.page.evaluate(
      () =>
        Object.fromEntries(
          [...document.querySelectorAll<HTMLElement>("main [data-value]")].map((element) => [
            element.dataset["value"] ?? "",
            element.dataset["number"] === "" ? Number.NaN : Number(element.dataset["number"]),
          ]),
        ),
      null,
    );
  }

  text(selector: string): Promise<string> {
    return this.page.evaluate((where) => document.querySelector(where)?.textContent ?? "", selector);
  }

  /** Types a value into a slider's field. */
  async type(name: string, value: number | string): Promise<void> {
    await this.page.evaluate(
      ([param, text]) => {
        const input = document.querySelector<HTMLInputElement>(`[data-typed="${param}"]`);
        if (!input) throw new Error(`no field of ${param}`);
        input.focus();
        input.value = text;
        input.dispatchEvent(new Event("input", { bubbles: true }));
        input.blur();
      },
      [name, String(value)] as const,
    );
    await this.ready();
  }

  /** Chooses an option of a list, one of a row of buttons, or turns one of several checks or a switch on or off. */
  async choose(name: string, value?: string): Promise<void> {
    await this.page.evaluate(
      ([param, text]) => {
        const control = document.querySelector<HTMLElement>(`[data-param="${param}"]`);
        if (control instanceof HTMLSelectElement) {
          control.value = text ?? "";
          control.dispatchEvent(new Event("change", { bubbles: true }));
        } else if (control instanceof HTMLInputElement) control.click();
        else {
          const input = control?.querySelector<HTMLInputElement>(`input[value="${text}"]`);
          if (!input) throw new Error(`no ${text} in ${param}`);
          input.click();
        }
      },
      [name, value ?? null] as const,
    );
    await this.ready();
  }

  async click(selector: string): Promise<void> {
    await this.page.click(selector);
    await this.ready();
  }

  /** Moves a chart's handle by arrow keys. */
  async nudge(
    handle: string,
    key: "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown",
    times = 1,
  ): Promise<void> {
    await this.page.evaluate(
      (name) => document.querySelector<SVGGElement>(`[data-handle="${name}"]`)?.focus(),
      handle,
    );
    for (let i = 0; i < times; i++) await this.page.press(key);
    await this.ready();
  }

  /** The code that the room offers for its present values. */
  async code(): Promise<string> {
    await this.page.click('[data-action="code"]');
    const code = await this.text("pre[data-code]");
    await this.page.click('[data-action="close"]');
    return code;
  }
}
