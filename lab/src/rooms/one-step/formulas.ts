import type { RuleName } from "./rules.ts";

/** One line of a rule: in symbols, and with its numbers, a column for the two coordinates. */
export interface Line {
  readonly says: string;
  readonly symbols: string;
  readonly numbers: string;
}

const GRADIENT: Line = {
  says: "The gradient here",
  symbols: tex`g = \nabla F(x)`,
  numbers: tex`\nabla F\begin{pmatrix}\slot{xa}\\\slot{xb}\end{pmatrix} = \begin{pmatrix}\slot{ga}\\\slot{gb}\end{pmatrix}`,
};

const VELOCITY: Line = {
  says: "The velocity: some of the old one is kept",
  symbols: tex`v \leftarrow \mu v - \eta g`,
  numbers: tex`\slot{mu}\begin{pmatrix}\slot{ua}\\\slot{ub}\end{pmatrix} - \slot{eta}\begin{pmatrix}\slot{ga}\\\slot{gb}\end{pmatrix} = \begin{pmatrix}\slot{va}\\\slot{vb}\end{pmatrix}`,
};

const MOVE: Line = {
  says: "The step",
  symbols: tex`x \leftarrow x + v`,
  numbers: tex`\begin{pmatrix}\slot{xa}\\\slot{xb}\end{pmatrix} + \begin{pmatrix}\slot{va}\\\slot{vb}\end{pmatrix} = \begin{pmatrix}\slot{ya}\\\slot{yb}\end{pmatrix}`,
};

const RATES: Line = {
  says: "Each coordinate’s effective rate",
  symbols: tex`r = \frac{\eta}{\sqrt{c} + \varepsilon}`,
  numbers: tex`r = \begin{pmatrix}\slot{ra}\\\slot{rb}\end{pmatrix}`,
};

const SCALED_MOVE: Line = {
  says: "The step, entry by entry",
  symbols: tex`x \leftarrow x - r\, g`,
  numbers: tex`\begin{pmatrix}\slot{xa}\\\slot{xb}\end{pmatrix} - \begin{pmatrix}\slot{ra}\\\slot{rb}\end{pmatrix}\!\begin{pmatrix}\slot{ga}\\\slot{gb}\end{pmatrix} = \begin{pmatrix}\slot{ya}\\\slot{yb}\end{pmatrix}`,
};

const MEANS: readonly Line[] = [
  {
    says: "The mean gradient",
    symbols: tex`m \leftarrow \beta_1 m + (1 - \beta_1)\, g`,
    numbers: tex`\slot{keepa}\begin{pmatrix}\slot{na}\\\slot{nb}\end{pmatrix} + \slot{newa}\begin{pmatrix}\slot{ga}\\\slot{gb}\end{pmatrix} = \begin{pmatrix}\slot{ma}\\\slot{mb}\end{pmatrix}`,
  },
  {
    says: "The mean square",
    symbols: tex`c \leftarrow \beta_2 c + (1 - \beta_2)\, g^2`,
    numbers: tex`\slot{keepb}\begin{pmatrix}\slot{da}\\\slot{db}\end{pmatrix} + \slot{newb}\begin{pmatrix}\slot{ga}\\\slot{gb}\end{pmatrix}^{\!2} = \begin{pmatrix}\slot{ca}\\\slot{cb}\end{pmatrix}`,
  },
  {
    says: "Both corrected for the zeros that they start from",
    symbols: tex`\hat m = \frac{m}{1 - \beta_1^t},\quad \hat c = \frac{c}{1 - \beta_2^t}`,
    numbers: tex`\hat m = \frac{m}{\slot{wa}} = \begin{pmatrix}\slot{ha}\\\slot{hb}\end{pmatrix},\; \hat c = \frac{c}{\slot{wb}} = \begin{pmatrix}\slot{ka}\\\slot{kb}\end{pmatrix}`,
  },
  {
    says: "Each coordinate’s effective rate",
    symbols: tex`r = \frac{\eta}{\sqrt{\hat c} + \varepsilon}`,
    numbers: tex`r = \begin{pmatrix}\slot{ra}\\\slot{rb}\end{pmatrix}`,
  },
];

export const FORMULAS: Readonly<Record<RuleName | "nesterov-transformed", readonly Line[]>> = {
  "gradient-descent": [
    GRADIENT,
    {
      says: "The step",
      symbols: tex`x \leftarrow x - \eta g`,
      numbers: tex`\begin{pmatrix}\slot{xa}\\\slot{xb}\end{pmatrix} - \slot{eta}\begin{pmatrix}\slot{ga}\\\slot{gb}\end{pmatrix} = \begin{pmatrix}\slot{ya}\\\slot{yb}\end{pmatrix}`,
    },
  ],
  momentum: [GRADIENT, VELOCITY, MOVE],
  nesterov: [
    {
      says: "The gradient where the velocity leads",
      symbols: tex`g = \nabla F(x + \mu v)`,
      numbers: tex`\nabla F\begin{pmatrix}\slot{pa}\\\slot{pb}\end{pmatrix} = \begin{pmatrix}\slot{ga}\\\slot{gb}\end{pmatrix}`,
    },
    VELOCITY,
    MOVE,
  ],
  "nesterov-transformed": [
    {
      says: "The gradient at y, which is x + μ v",
      symbols: tex`g = \nabla F(y)`,
      numbers: tex`\nabla F\begin{pmatrix}\slot{xa}\\\slot{xb}\end{pmatrix} = \begin{pmatrix}\slot{ga}\\\slot{gb}\end{pmatrix}`,
    },
    { ...VELOCITY, says: "The velocity, the old one being u", symbols: tex`v \leftarrow \mu u - \eta g` },
    {
      says: "The step: the old look ahead taken back, a new one made",
      symbols: tex`y \leftarrow y - \mu u + (1 + \mu)\, v`,
      numbers: tex`\begin{pmatrix}\slot{xa}\\\slot{xb}\end{pmatrix} - \slot{mu}\begin{pmatrix}\slot{ua}\\\slot{ub}\end{pmatrix} + \slot{ahead}\begin{pmatrix}\slot{va}\\\slot{vb}\end{pmatrix} = \begin{pmatrix}\slot{ya}\\\slot{yb}\end{pmatrix}`,
    },
  ],
  adagrad: [
    GRADIENT,
    {
      says: "The sum of all squares so far",
      symbols: tex`c \leftarrow c + g^2`,
      numbers: tex`\begin{pmatrix}\slot{da}\\\slot{db}\end{pmatrix} + \begin{pmatrix}\slot{ga}\\\slot{gb}\end{pmatrix}^{\!2} = \begin{pmatrix}\slot{ca}\\\slot{cb}\end{pmatrix}`,
    },
    RATES,
    SCALED_MOVE,
  ],
  rmsprop: [
    GRADIENT,
    {
      says: "The mean square, old ones fading",
      symbols: tex`c \leftarrow \rho c + (1 - \rho)\, g^2`,
      numbers: tex`\slot{keepb}\begin{pmatrix}\slot{da}\\\slot{db}\end{pmatrix} + \slot{newb}\begin{pmatrix}\slot{ga}\\\slot{gb}\end{pmatrix}^{\!2} = \begin{pmatrix}\slot{ca}\\\slot{cb}\end{pmatrix}`,
    },
    RATES,
    SCALED_MOVE,
  ],
  adam: [
    GRADIENT,
    ...MEANS,
    {
      says: "The step, entry by entry",
      symbols: tex`x \leftarrow x - r\, \hat m`,
      numbers: tex`\begin{pmatrix}\slot{xa}\\\slot{xb}\end{pmatrix} - \begin{pmatrix}\slot{ra}\\\slot{rb}\end{pmatrix}\!\begin{pmatrix}\slot{ha}\\\slot{hb}\end{pmatrix} = \begin{pmatrix}\slot{ya}\\\slot{yb}\end{pmatrix}`,
    },
  ],
  adamw: [
    GRADIENT,
    ...MEANS,
    {
      says: "The step, with the weights shrunk first",
      symbols: tex`x \leftarrow (1 - \eta\lambda)\, x - r\, \hat m`,
      numbers: tex`\slot{shrink}\begin{pmatrix}\slot{xa}\\\slot{xb}\end{pmatrix} - \begin{pmatrix}\slot{ra}\\\slot{rb}\end{pmatrix}\!\begin{pmatrix}\slot{ha}\\\slot{hb}\end{pmatrix} = \begin{pmatrix}\slot{ya}\\\slot{yb}\end{pmatrix}`,
    },
  ],
  rprop: [
    GRADIENT,
    {
      says: "Same sign as before? p is the gradient before",
      symbols: tex`g\, p`,
      numbers: tex`\begin{pmatrix}\slot{ga}\\\slot{gb}\end{pmatrix}\!\begin{pmatrix}\slot{oa}\\\slot{ob}\end{pmatrix} = \begin{pmatrix}\slot{qa}\\\slot{qb}\end{pmatrix}`,
    },
    {
      says: "Longer where the sign stays, shorter where it turns, kept at first",
      symbols: tex`s \leftarrow \eta^+ s \;\text{ or }\; \eta^- s`,
      numbers: tex`\begin{pmatrix}\slot{la}\\\slot{lb}\end{pmatrix} \rightarrow \begin{pmatrix}\slot{ra}\\\slot{rb}\end{pmatrix}`,
    },
    {
      says: "The step; none where the sign turned",
      symbols: tex`x \leftarrow x - s\, \mathrm{sign}(g)`,
      numbers: tex`\begin{pmatrix}\slot{xa}\\\slot{xb}\end{pmatrix} - \begin{pmatrix}\slot{ja}\\\slot{jb}\end{pmatrix} = \begin{pmatrix}\slot{ya}\\\slot{yb}\end{pmatrix}`,
    },
  ],
};
