/** A page of a browser, as the tests use it: what Playwright and Puppeteer have in common. */
export interface Page {
  /** Errors of scripts and of the console, and failed requests, so far. */
  readonly errors: string[];
  /** Addresses of what was asked for so far. */
  readonly requests: string[];
  goto(url: string): Promise<void>;
  /** Runs a function in the page; argument and answer are plain data. */
  evaluate<A, R>(run: (argument: A) => R | Promise<R>, argument: A): Promise<R>;
  click(selector: string): Promise<void>;
  press(key: string): Promise<void>;
  /** Presses at a place of the window, moves to another in some steps, and lets go. */
  drag(from: readonly [number, number], to: readonly [number, number]): Promise<void>;
  resize(width: number, height: number): Promise<void>;
  prefer(
    features: Readonly<Record<"prefers-color-scheme" | "prefers-reduced-motion", string>>,
  ): Promise<void>;
  /** Of the whole page, or of what the window shows. */
  screenshot(path: string, isWhole?: boolean): Promise<void>;
  close(): Promise<void>;
}

export interface Browser {
  readonly name: string;
  newPage(): Promise<Page>;
  close(): Promise<void>;
}

export interface Driver {
  readonly name: string;
  /** Debian's package with it. */
  readonly package: string;
  readonly isInstalled: boolean;
  start(): Promise<Browser>;
}
