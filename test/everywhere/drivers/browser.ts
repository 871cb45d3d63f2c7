import { existsSync } from "node:fs";

/** A browser with one page. */
export interface Browser {
  open(url: string): Promise<void>;
  close(): Promise<void>;
}

export interface Driver {
  readonly name: string;
  /** Debian's packages with its programs. */
  readonly packages: string;
  /** Whether the programs are there. */
  readonly isInstalled: boolean;
  start(): Promise<Browser>;
}

/** The first of these files that exists, or undefined. */
export function firstExisting(...paths: readonly string[]): string | undefined {
  return paths.find((path) => existsSync(path));
}
