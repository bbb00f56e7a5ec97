// Numbers on the command line.
import { InvalidArgumentError } from 'commander';

/** For commander: a whole number within bounds. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(
      most === Number.MAX_SAFE_INTEGER
        ? 'It is a whole number.'
        : `It is a whole number from ${least} to ${most}.`,
    );
  };
}
