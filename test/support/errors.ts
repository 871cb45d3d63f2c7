import { expect } from "vitest";
import { InputError } from "../../src/errors.ts";

/** What a call throws, or what the promise it answers rejects with. */
export async function errorOf(call: () => unknown): Promise<Error> {
  let result: unknown;
  try {
    result = await call();
  } catch (error) {
    return error as Error;
  }
  throw new Error("expected an error", { cause: result });
}

/** The call is refused with an InputError of exactly this message: `argument: problem`. */
export async function expectInputError(
  call: () => unknown,
  argument: string,
  problem: string,
): Promise<void> {
  const error = await errorOf(call);
  expect(error.message).toBe(`${argument}: ${problem}`);
  expect(error).toBeInstanceOf(InputError);
  expect((error as InputError).argument).toBe(argument);
}
