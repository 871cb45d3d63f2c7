/** Answers by name that are kept: for what takes long and is asked about a few things only. */
export class Cache {
  readonly #answers = new Map<string, unknown>();

  /** The answer of that name, made at its first use; a name always stands for the same kind of answer. */
  of<R>(name: string, make: () => R): R {
    if (!this.#answers.has(name)) this.#answers.set(name, make());
    return this.#answers.get(name) as R;
  }
}
