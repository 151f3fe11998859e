// How many standard errors reach to each side of a mean, so that 95 of 100 such intervals hold what is to be known.

const known = new Map<number, number>();

/** The 0.975 quantile of Student's t distribution with so many degrees of freedom. */
export function quantile(freedom: number): number {
  const before = known.get(freedom);
  if (before !== undefined) return before;
  let low = 0;
  let high = 13;
  while (high - low > 1e-9) {
    const middle = (low + high) / 2;
    if (within(middle, freedom) < 0.95) low = middle;
    else high = middle;
  }
  known.set(freedom, low);
  return low;
}

/** The probability between -t and t, by the finite sums for whole degrees of freedom (Abramowitz and Stegun, 26.7.3-4). */
function within(t: number, freedom: number): number {
  const angle = Math.atan(t / Math.sqrt(freedom));
  const cosine = Math.cos(angle);
  const odd = freedom % 2 === 1;
  let term = odd ? cosine : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let power = odd ? 3 : 2; power <= freedom - 2; power += 2) {
    term *= (cosine * cosine * (power - 1)) / power;
    sum += term;
  }
  return odd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
}
