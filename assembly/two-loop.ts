// The L-BFGS direction by the two-loop recursion: Nocedal & Wright (2006), algorithm 7.4.
//
//   from the newest pair to the oldest:  αᵢ = ρᵢ sᵢ · q,  q −= αᵢ yᵢ
//   q *= γ
//   from the oldest pair to the newest:  β = ρᵢ yᵢ · q,  q += (αᵢ − β) sᵢ
//
// It is linear, so q starts at −gradient and ends as the direction.

import { axpy, dot, scale } from "./vector";

export function lbfgsDirection(
  n: i32,
  history: i32,
  count: i32,
  newest: i32,
  gamma: f64,
  s: usize,
  y: usize,
  rho: usize,
  gradient: usize,
  alpha: usize,
  direction: usize,
): void {
  const rowBytes = (<usize>n) << 3;
  memory.copy(direction, gradient, rowBytes);
  scale(n, -1, direction);
  for (let age = 0; age < count; age++) {
    const i = <usize>ringRow(history, newest, age);
    const a = load<f64>(rho + (i << 3)) * dot(n, s + i * rowBytes, direction);
    store<f64>(alpha + (i << 3), a);
    axpy(n, -a, y + i * rowBytes, direction);
  }
  scale(n, gamma, direction);
  for (let age = count - 1; age >= 0; age--) {
    const i = <usize>ringRow(history, newest, age);
    const b = load<f64>(rho + (i << 3)) * dot(n, y + i * rowBytes, direction);
    axpy(n, load<f64>(alpha + (i << 3)) - b, s + i * rowBytes, direction);
  }
}

/** Where the pair lies that came `age` pairs before the newest. */
// @ts-ignore: decorator
@inline
function ringRow(history: i32, newest: i32, age: i32): i32 {
  return newest < age ? newest - age + history : newest - age;
}
