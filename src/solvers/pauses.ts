/** So many multiplications, of what lies in memory, are a matter of a millisecond or two. */
export const PIECE: number = 2 ** 20;

/** Tells a computation between two iterates, however many parts it has, where to pause if it is long. */
export class Pauses {
  #done = 0;

  /** Counts what was done where there is no room for a pause. */
  add(multiplications: number): void {
    this.#done += multiplications;
  }

  /** Whether so many multiplications more make a piece with those before: then it is time for a `PAUSE`. */
  after(multiplications = 0): boolean {
    this.#done += multiplications;
    if (this.#done < PIECE) return false;
    this.#done = 0;
    return true;
  }
}
