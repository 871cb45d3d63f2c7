/** An argument that can't be used: the message names it, what was found, where, and what is expected. */
export class InputError extends Error {
  override name = "InputError";
  /** The argument or option at fault, for example `"X"` or `"options.C"`. */
  readonly argument: string;

  constructor(argument: string, problem: string) {
    super(`${argument}: ${problem}`);
    this.argument = argument;
  }
}

/** A model that was asked for what only a fitted one has. */
export class NotFittedError extends Error {
  override name = "NotFittedError";
}

/** A data set or vector whose memory was given back already. */
export class DisposedError extends Error {
  override name = "DisposedError";
}

/** A worker thread that ended by itself, its cause being why. The computation is lost; the next one starts new threads. */
export class ThreadError extends Error {
  override name = "ThreadError";
}

/** Something that this JavaScript runtime doesn't have or doesn't permit. */
export class UnsupportedError extends Error {
  override name = "UnsupportedError";
}
