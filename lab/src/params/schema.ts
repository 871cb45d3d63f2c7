/** What a room can be set to, by name: it makes the controls, the address, and the defaults. */
export type Schema = Readonly<Record<string, Param>>;

/** A number on a slider that also takes typed values. */
export interface NumberParam {
  readonly kind: "number";
  readonly label: string;
  /** Said after the value, such as "%" or "in". */
  readonly unit?: string;
  readonly min: number;
  readonly max: number;
  /** What arrow keys move by: in tenfolds where the scale is "log". Default: a hundredth of the range. */
  readonly step?: number;
  /** Default "linear". */
  readonly scale?: "linear" | "log";
  /** Whether only whole numbers are taken. Default false. */
  readonly whole?: boolean;
  readonly default: number;
}

/** One of a few. */
export interface ChoiceParam<T extends string = string> {
  readonly kind: "choice";
  readonly label: string;
  readonly options: readonly Option<T>[];
  readonly default: T;
}

/** Any of a few, in the order of the options. */
export interface ManyParam<T extends string = string> {
  readonly kind: "many";
  readonly label: string;
  readonly options: readonly Option<T>[];
  readonly default: readonly T[];
  /** The least and the most of them. Default 0, all. */
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** Yes or no. */
export interface SwitchParam {
  readonly kind: "switch";
  readonly label: string;
  readonly default: boolean;
}

/** A list of numbers that is set in a picture, such as a point or a curve drawn by hand. It gets no control of its own. */
export interface NumbersParam {
  readonly kind: "numbers";
  readonly label: string;
  readonly default: readonly number[];
  /** How many there may be. Default: as many as in the default. */
  readonly length?: { readonly min: number; readonly max: number };
  readonly min?: number;
  readonly max?: number;
}

/** Text of the reader's own, such as a file: it is never written to the address, so that no link holds it. */
export interface PrivateParam {
  readonly kind: "private";
  readonly label: string;
  readonly default: string;
}

export type Param = NumberParam | ChoiceParam | ManyParam | SwitchParam | NumbersParam | PrivateParam;

export interface Option<T extends string = string> {
  readonly value: T;
  readonly label: string;
}

/** The values of a schema. */
export type Values<S extends Schema> = { readonly [K in keyof S]: ValueOf<S[K]> };

export type ValueOf<P> =
  P extends ChoiceParam<infer T>
    ? T
    : P extends ManyParam<infer T>
      ? readonly T[]
      : P extends NumberParam
        ? number
        : P extends SwitchParam
          ? boolean
          : P extends NumbersParam
            ? readonly number[]
            : P extends PrivateParam
              ? string
              : never;

/** Any value of a parameter. */
export type Value = number | string | boolean | readonly string[] | readonly number[];

export function defaultsOf<S extends Schema>(schema: S): Values<S> {
  return Object.fromEntries(
    Object.entries(schema).map(([name, param]) => [name, param.default]),
  ) as unknown as Values<S>;
}

/** An option for each pair of value and label. */
export function options<const T extends string>(labels: Readonly<Record<T, string>>): readonly Option<T>[] {
  return Object.entries(labels).map(([value, label]) => ({ value: value as T, label: label as string }));
}

export function isSame(a: Value, b: Value): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return Object.is(a, b);
  return a.length === b.length && a.every((item, i) => Object.is(item, b[i]));
}
