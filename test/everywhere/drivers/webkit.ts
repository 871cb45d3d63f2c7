import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import type { Readable } from "node:stream";
import { type Driver, firstExisting } from "./browser.ts";

const driver = firstExisting("/usr/bin/WebKitWebDriver");
const xvfb = firstExisting("/usr/bin/Xvfb");
const libraries = existsSync("/usr/lib") ? readdirSync("/usr/lib") : [];
const miniBrowser = firstExisting(...libraries.map((name) => `/usr/lib/${name}/webkit2gtk-4.1/MiniBrowser`));

/** WebKit as Debian builds it, the nearest thing to Safari: a window on a display in memory, by the WebDriver protocol. */
export const webkit: Driver = {
  name: "WebKit",
  packages: "webkit2gtk-driver xvfb",
  isInstalled: [driver, xvfb, miniBrowser].every((path) => path !== undefined),

  async start() {
    const screen = spawn(xvfb as string, ["-displayfd", "3"], {
      stdio: ["ignore", "ignore", "ignore", "pipe"],
    });
    const [display] = await once(screen.stdio[3] as Readable, "data");
    const port = 20_000 + (process.pid % 20_000);
    const server = spawn(driver as string, [`--port=${port}`], {
      stdio: "ignore",
      env: {
        ...process.env,
        DISPLAY: `:${String(display).trim()}`,
        JSC_useSharedArrayBuffer: "true", // as Safari has it on isolated pages
        WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1", // its sandbox needs rights that containers don't give
      },
    });
    const end = () => Promise.all([server, screen].map(ended));
    const command = (method: string, path: string, body?: object) =>
      send(`http://127.0.0.1:${port}/session${path}`, method, body);
    const capabilities = {
      alwaysMatch: { "webkitgtk:browserOptions": { binary: miniBrowser, args: ["--automation"] } },
    };
    try {
      const { sessionId } = await patiently(() => command("POST", "", { capabilities }));
      return {
        open: async (url) => void (await command("POST", `/${sessionId}/url`, { url })),
        close: async () => {
          await command("DELETE", `/${sessionId}`);
          await end();
        },
      };
    } catch (error) {
      await end();
      throw error;
    }
  },
};

async function send(url: string, method: string, body?: object): Promise<{ sessionId: string }> {
  const response = await fetch(url, { method, ...(body && { body: JSON.stringify(body) }) });
  const { value } = (await response.json()) as { value: { sessionId: string } };
  if (!response.ok) throw new Error(`WebDriver: ${JSON.stringify(value)}`);
  return value;
}

/** Until the driver listens. */
async function patiently<T>(action: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof TypeError) || tries === 100) throw error; // fetch could not connect
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

async function ended(child: ChildProcess): Promise<void> {
  child.kill();
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}
