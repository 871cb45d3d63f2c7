import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { text } from "node:stream/consumers";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
};

export const ISOLATED = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

/** A folder on the web, where pages post what they have to report. */
export interface Site {
  readonly origin: string;
  /** The next report, or an error once the patience has come to an end. */
  report<T>(patienceMs?: number): Promise<T>;
  close(): void;
}

export async function serve(folder: string, headers: Readonly<Record<string, string>> = {}): Promise<Site> {
  let received: (body: string) => void;
  const answers = new Map<string, number>();
  const server = createServer((request, response) => {
    void answer(request).then(({ status, body = "", type = "text/plain" }) => {
      answers.set(request.url as string, status);
      response.writeHead(status, { ...headers, "content-type": type }).end(body);
    });
  });
  const answer = async (request: IncomingMessage) => {
    if (request.method === "POST") {
      received(await text(request));
      return { status: 204 };
    }
    const { pathname } = new URL(request.url as string, "http://localhost");
    try {
      return { status: 200, body: await readFile(join(folder, pathname)), type: TYPES[extname(pathname)] };
    } catch {
      return { status: 404 };
    }
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    report: (patienceMs = 60_000) =>
      new Promise((resolve, reject) => {
        const requests = () => JSON.stringify([...answers]);
        const timer = setTimeout(() => reject(new Error(`no report; requests: ${requests()}`)), patienceMs);
        received = (body) => {
          clearTimeout(timer);
          resolve(JSON.parse(body));
        };
      }),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
