import { Formula } from "../../formula/formula.tsx";
import type { Result } from "./model.ts";

const FORMULAS: Readonly<Record<string, string>> = {
  shuffle: tex`\operatorname{cov} \nabla F_B = \frac{S}{\slot{size}} \cdot \frac{\slot{rows} - \slot{size}}{\slot{rows} - 1}`,
  replacement: tex`\operatorname{cov} \nabla F_B = \frac{S}{\slot{size}}`,
};

const WORDS: Readonly<Record<string, string>> = {
  shuffle:
    "S is the covariance of the gradients of single rows, here. No row comes twice in an epoch: all of them have no noise.",
  replacement:
    "S is the covariance of the gradients of single rows, here. Drawn with replacement, even as many as all have noise.",
  sequential:
    "The same batches come in every epoch: this is how far their gradients are apart, not chance. Each pushes the path the same way every time.",
};

/** Where the noise comes from. */
export function NoiseFormula({ sampling, result }: { readonly sampling: string; readonly result: Result }) {
  const formula = FORMULAS[sampling];
  return (
    <div class="note">
      {formula && (
        <Formula
          key={sampling}
          tex={formula}
          slots={{ size: String(result.size), rows: String(result.inputs.rows) }}
          display
        />
      )}
      <p>{WORDS[sampling]}</p>
    </div>
  );
}
