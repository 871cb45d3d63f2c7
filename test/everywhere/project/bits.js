/** Numbers as the 16 hexadecimal digits of their bits, so that what is equal is equal to the last one. */
export function bits(values) {
  const view = new DataView(new ArrayBuffer(8));
  return Array.from(values, (value) => {
    view.setFloat64(0, value);
    return view.getBigUint64(0).toString(16).padStart(16, "0");
  });
}
