/** A number as readers like it: about `digits` significant ones, and a real minus sign. */
export function format(value: number, digits = 4): string {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value < 0 ? "−∞" : "∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) return scientific(value, digits);
  return Number(value.toPrecision(digits))
    .toLocaleString("en", { maximumSignificantDigits: digits })
    .replace("-", "−");
}

/** As `format`, but powers of ten as such: 10⁻⁶. */
export function formatPower(value: number): string {
  const exponent = Math.round(Math.log10(value));
  const isPower = Math.abs(value / 10 ** exponent - 1) < 1e-9;
  return isPower && Math.abs(exponent) > 3 ? `10${raise(String(exponent))}` : format(value, 3);
}

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

function scientific(value: number, digits: number): string {
  const [mantissa = "", exponent = ""] = value.toExponential(Math.max(0, digits - 1)).split("e");
  const short = mantissa.includes(".") ? mantissa.replace(/\.?0+$/, "") : mantissa;
  return `${short.replace("-", "−")} × 10${raise(exponent)}`;
}

function raise(exponent: string): string {
  return exponent
    .replace("+", "")
    .replace("-", "⁻")
    .replace(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)] ?? digit);
}

/** The text that gives the same number when it is read again, the sign of −0 with it. */
export function plain(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}
