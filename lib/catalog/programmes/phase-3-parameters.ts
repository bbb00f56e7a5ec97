// What may be chosen when Phase 3 is planned: the manual's figures are the defaults and the bounds towards risk.
import type { Parameter } from '../programme-types.ts';
import type { MarketSymbol } from '../symbols.ts';

const BOTH: readonly MarketSymbol[] = ['BTC', 'ETH'];

/** At most what the manual names; less is more careful. */
function upTo(stage: string, key: string, label: string, most: string, least = '100'): Parameter {
  return { key, label, stage, type: 'money', default: most, bounds: { min: least, max: most } };
}

function symbols(stage: string, key: string, members: readonly MarketSymbol[]): Parameter {
  return { key, label: 'Symbols', stage, type: 'symbols', default: members, members };
}

export const PHASE_3_PARAMETERS: readonly Parameter[] = [
  {
    ...{ key: 'reserve-floor', label: 'Low reserve', type: 'money', default: '200000' },
    bounds: { min: '200000', max: '500000' },
  },
  symbols('ultra-conservative', 's1-symbols', ['BTC']),
  upTo('ultra-conservative', 's1-threshold', 'BTC threshold', '1000'),
  upTo('ultra-conservative', 's1-exposure', 'Largest net exposure', '50000', '10000'),
  upTo('ultra-conservative', 's1-order', 'Largest order', '1000'),
  symbols('low-risk', 's2-symbols', BOTH),
  upTo('low-risk', 's2-threshold-btc', 'BTC threshold', '5000'),
  upTo('low-risk', 's2-threshold-eth', 'ETH threshold', '1000'),
  upTo('low-risk', 's2-exposure', 'Largest net exposure', '100000', '10000'),
  {
    ...{ key: 's2-reserve', label: 'Reserve that restricts orders', stage: 'low-risk', type: 'money' },
    ...{ default: '400000', bounds: { min: '400000', max: '500000' } },
  },
  symbols('target-config', 's3-symbols', BOTH),
  upTo('target-config', 's3-threshold-btc', 'BTC threshold', '10000'),
  upTo('target-config', 's3-threshold-eth', 'ETH threshold', '10000'),
  upTo('target-config', 's3-exposure', 'Largest net exposure', '500000', '10000'),
  symbols('full-open', 's4-symbols', BOTH),
  upTo('full-open', 's4-normal', 'Threshold of NORMAL_MODE', '10000'),
  upTo('full-open', 's4-betting', 'Threshold of BETTING_MODE', '50000', '10000'),
];
