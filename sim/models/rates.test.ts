// Orders per second from totals.
import { expect, it } from 'vitest';
import { closeStep, NO_RATES, perSecond, STEPS } from './rates.ts';

it('is what was counted over the last second', () => {
  let rates = closeStep(NO_RATES, { internal: 100, hl: 90, refused: 0 });
  expect(perSecond(rates)).toEqual([{ internal: 200, hl: 180, refused: 0 }]);
  rates = closeStep(rates, { internal: 100, hl: 300, refused: 5 });
  expect(perSecond(rates).at(-1)).toEqual({ internal: 100, hl: 300, refused: 5 });
  rates = closeStep(rates, { internal: 100, hl: 500, refused: 5 });
  expect(perSecond(rates).at(-1)).toEqual({ internal: 0, hl: 410, refused: 5 });
});

it('keeps a minute and a half', () => {
  let rates = NO_RATES;
  for (let step = 1; step <= STEPS + 20; step += 1)
    rates = closeStep(rates, { internal: step, hl: 0, refused: 0 });
  expect(rates.steps).toHaveLength(STEPS);
  expect(perSecond(rates).at(-1)).toEqual({ internal: 2, hl: 0, refused: 0 });
});
