/** The name of a column in words: "charDollar" becomes "char dollar", "mean_radius" "mean radius". */
export function readable(name: string): string {
  return name
    .replaceAll("_", " ")
    .replace(/([a-z])([A-Z0-9])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);
}

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** The name of a product of columns, such as "x1^2 x0" of the columns a and b: "b² · a". */
export function productName(product: string, names: readonly string[]): string {
  return product
    .split(" ")
    .map((factor) => {
      const [column = "", power] = factor.split("^");
      const name = names[Number(column.slice(1))] ?? column;
      return power === undefined ? name : `${name}${SUPERSCRIPTS[Number(power)] ?? ""}`;
    })
    .join(" · ");
}
