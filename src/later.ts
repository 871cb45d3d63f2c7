/** An answer that may have to be waited for. */
export type Later<T> = T | PromiseLike<T>;

/** What follows from an answer: at once where it is there, else once it has come. */
export function after<A, B>(answer: Later<A>, next: (answer: A) => Later<B>): Later<B> {
  return isPromise(answer) ? answer.then(next) : next(answer);
}

export function isPromise<T>(answer: Later<T>): answer is PromiseLike<T> {
  return typeof (answer as PromiseLike<T> | undefined)?.then === "function";
}
