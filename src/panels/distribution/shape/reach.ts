// Whether numbers can be placed on an axis at all: near the largest number that a computer has, differences and sums are more than any number.
import { NumericDistribution } from '../../../frames/samples';

/** Room above it for what is reckoned with values: bins times their number, squares of shares of an axis. */
const largest = 1e300;

export function isBeyondReach({ bins }: NumericDistribution): boolean {
  return bins.some(({ from, to }) => !(Math.abs(from) <= largest && Math.abs(to) <= largest));
}
