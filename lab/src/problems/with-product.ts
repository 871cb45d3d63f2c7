/** The same function of two variables, with the product of its Hessian and a vector beside the Hessian itself. */
export function withProduct<F extends { hessian(x: Float64Array, into: Float64Array): void }>(f: F) {
  const h = new Float64Array(4);
  return {
    ...f,
    hessianProduct(x: Float64Array, v: Float64Array, into: Float64Array) {
      f.hessian(x, h);
      into[0] = h[0] * v[0] + h[1] * v[1];
      into[1] = h[2] * v[0] + h[3] * v[1];
    },
  };
}
