import { isPlainObject } from "../options.ts";
import { Dataset } from "./dataset.ts";

/** What y and the options are, of `(dataset, options)` or of `(X, y, options)`. */
export function labelsAndOptions<Y, Options extends object>(
  X: unknown,
  yOrOptions: Y | Options | undefined,
  more: Options | undefined,
): { readonly y: Y | undefined; readonly options: Partial<Options> } {
  const isOptions = X instanceof Dataset && more === undefined && isPlainObject(yOrOptions);
  return isOptions
    ? { y: undefined, options: yOrOptions as Options }
    : { y: yOrOptions as Y | undefined, options: more ?? {} };
}
