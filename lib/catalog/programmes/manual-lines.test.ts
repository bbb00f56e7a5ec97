// Line by line: what manuals 1 and 5 say of a canary, each with the place in the catalogue where it stands. A line without a place fails.
import { expect, test } from 'vitest';
import { defaultsOf, withParameters } from '../parameter-text.ts';
import type { Criterion } from '../programme-types.ts';
import { PROGRAMMES } from '../programmes.ts';

function programme(key: string) {
  const found = PROGRAMMES.find((one) => one.key === key);
  if (!found) throw new Error(key);
  return found;
}

/** Every place of a programme by its kind and key, with what it says at the manual's figures. */
function placesOf(key: string): Map<string, string> {
  const { parameters, before, checks, stages, passCriteria, guards } = programme(key);
  const say = (text: string) => withParameters(text, defaultsOf(parameters));
  const places = new Map<string, string>();
  const at = (kind: string, name: string, text: string) => places.set(`${kind} ${name}`, say(text));
  const limit = (target: Extract<Criterion, { kind: 'metric' }>['target']) =>
    typeof target === 'number'
      ? String(target)
      : String(parameters.find((one) => one.key === target.parameter)?.default);
  const criterion = (kind: string, one: Criterion) =>
    at(
      kind,
      one.key,
      one.kind === 'metric' ? `${one.title} ${one.is} ${limit(one.target)} ${one.unit}` : one.title,
    );
  for (const one of parameters) at('parameter', one.key, `${one.label} ${String(one.default)}`);
  for (const one of before.acceptance) criterion('before', one);
  for (const one of checks) criterion('check', one);
  for (const one of passCriteria) criterion('pass', one);
  for (const one of guards)
    at('guard', one.key, `${one.title}: ${one.is} ${limit(one.threshold)} ${one.unit}`);
  for (const stage of stages) {
    at('stage', stage.key, `${stage.title}, ${stage.when}. ${stage.objective}. ${stage.notes.join(' ')}`);
    for (const one of stage.settings) {
      const value =
        'value' in one ? String(one.value) : 'from' in one ? `from ${String(one.from)}` : 'inherit';
      at(stage.key, `${one.switch}${'symbol' in one && one.symbol ? `.${one.symbol}` : ''}`, value);
    }
    for (const one of stage.acceptance) criterion(stage.key, one);
    for (const one of stage.targets?.criteria ?? []) criterion('target', one);
  }
  return places;
}

type Line = readonly [line: string, place: string, says: RegExp];

const PHASE_2: readonly Line[] = [
  ['stage 1', 'stage full-hl', /Days 1 to 3/],
  ['stage 1, routing', 'full-hl routing_mode', /HL_MODE/],
  ['stage 1, hedge engine observes', 'full-hl hedge_execution', /observe/],
  ['stage 1, liquidation observes', 'full-hl liquidation_execution', /observe/],
  ['stage 1, test users and risk', 'stage full-hl', /Test users only\. Risk is minimal/],
  ['stage 1, deviation', 'full-hl hl-deviation', /<= 1 bp/],
  ['stage 1, API latency', 'full-hl api-latency', /P99 < 5 ms/],
  ['stage 1, order to receipt', 'full-hl order-receipt', /P99 < 50 ms/],
  ['stage 1, no failures', 'full-hl failures-full-hl', /= 0/],
  ['stage 1, no data loss', 'full-hl lost-full-hl', /= 0/],
  ['stage 2', 'stage risk-monitoring', /Days 4 to 5/],
  ['stage 2, routing', 'risk-monitoring routing_mode', /HL_MODE/],
  ['stage 2, instructions are logged', 'risk-monitoring hedge_execution', /log/],
  ['stage 2, reconciliation', 'stage risk-monitoring', /calculated agrees with what is observed/],
  ['stage 2, precision', 'risk-monitoring risk-precision', /> 99 %/],
  ['stage 2, logs complete', 'risk-monitoring hedge-logs', /= 0/],
  ['stage 2, no failures', 'risk-monitoring failures-risk', /= 0/],
  ['stage 3', 'stage simulated-hedging', /Days 6 to 7/],
  ['stage 3, routing', 'simulated-hedging routing_mode', /HL_MODE/],
  ['stage 3, instructions for the audit', 'simulated-hedging hedge_execution', /log/],
  ['stage 3, liquidation computes', 'simulated-hedging liquidation_execution', /compute/],
  ['stage 3, threshold logic', 'simulated-hedging hedge-logic', /= 0/],
  ['stage 3, prices', 'simulated-hedging hedge-prices', /<= 5 %/],
  ['stage 3, no missing logs', 'simulated-hedging hedge-logs-kept', /= 0/],
  ['stage 4', 'stage evaluation', /End of day 7/],
  ['pass, deviation', 'pass pass-deviation', /<= 1 bp/],
  ['pass, routing latency', 'pass pass-routing', /P99 < 5 ms/],
  ['pass, 99.5% of the time', 'pass pass-routing-time', />= 99\.5 %/],
  ['pass, API response', 'pass pass-api', /P95 < 100 ms/],
  ['pass, availability', 'pass pass-availability', /> 99\.9 %/],
  ['pass, no data loss', 'pass pass-lost', /= 0/],
  ['pass, precision', 'pass pass-precision', /> 99\.5 %/],
  ['failure', 'guard error-rate', /Errors pass 1%: > 1 %/],
];

const PHASE_3: readonly Line[] = [
  ['stage 1', 'stage ultra-conservative', /Days 1 to 3/],
  ['stage 1, symbols', 'parameter s1-symbols', /BTC$/],
  ['stage 1, others stand by', 'stage ultra-conservative', /ETH and the others stand by: 99%/],
  ['stage 1, threshold', 'parameter s1-threshold', /1000$/],
  ['stage 1, exposure', 'parameter s1-exposure', /50000$/],
  ['stage 1, automatic pause', 'stage ultra-conservative', /\$50,000 of net exposure it pauses/],
  ['stage 1, single order', 'parameter s1-order', /1000$/],
  ['stage 1, reserve trigger', 'ultra-conservative reserve_trigger_mode', /observe/],
  ['stage 1, fill', 'ultra-conservative internal-fill', /P99 < 10 ms/],
  ['stage 1, limit orders', 'ultra-conservative limit-orders', /> 99\.5 %/],
  ['stage 1, liquidation delay', 'ultra-conservative liquidation-delay', /< 1000 ms/],
  ['stage 1, PnL error', 'ultra-conservative pnl-error', /< 0\.01 %/],
  ['stage 2', 'stage low-risk', /Days 4 to 5/],
  ['stage 2, symbols', 'parameter s2-symbols', /BTC,ETH$/],
  ['stage 2, BTC', 'parameter s2-threshold-btc', /5000$/],
  ['stage 2, ETH', 'parameter s2-threshold-eth', /1000$/],
  ['stage 2, exposure', 'parameter s2-exposure', /100000$/],
  ['stage 2, reserve trigger', 'parameter s2-reserve', /400000$/],
  ['stage 2, it restricts', 'low-risk reserve_trigger_mode', /restrict/],
  ['stage 2, symbol conflicts', 'low-risk symbol-conflicts', /= 0/],
  ['stage 2, hedges', 'low-risk hedge-on-time', /> 99 %/],
  ['stage 2, liquidation precision', 'low-risk liquidation-precision', /> 99 %/],
  ['stage 3', 'stage target-config', /Days 6 to 7/],
  ['stage 3, symbols', 'parameter s3-symbols', /BTC,ETH$/],
  ['stage 3, BTC', 'parameter s3-threshold-btc', /10000$/],
  ['stage 3, ETH', 'parameter s3-threshold-eth', /10000$/],
  ['stage 3, exposure', 'parameter s3-exposure', /500000$/],
  ['stage 3, reserve trigger observes', 'target-config reserve_trigger_mode', /observe/],
  ['stage 3, its figure', 'stage target-config', /\$200,000 would pause: it is only written down/],
  ['stage 3, latency under load', 'target-config latency-under-load', /1,000 requests\/s, P99 < 10 ms/],
  ['stage 3, reconciliation', 'target-config reconciliation', /> 99\.9 %/],
  ['stage 3, reserve', 'target-config reserve', /> 500000 usd/],
  ['stage 4', 'stage full-open', /Days 8 to 10/],
  ['stage 4, symbols', 'parameter s4-symbols', /BTC,ETH$/],
  ['stage 4, NORMAL', 'parameter s4-normal', /10000$/],
  ['stage 4, BETTING', 'parameter s4-betting', /50000$/],
  ['stage 4, risk controls', 'full-open reserve_trigger_mode', /enforce/],
  ['stage 4, sign-up', 'full-open signup_enabled', /true/],
  ['stage 4, volume', 'full-open volume', />= 1000000 per day/],
  ['stage 4, liquidations', 'full-open liquidations', />= 50 per day/],
  ['stage 4, user issues', 'full-open user-issues', /No critical user issues/],
  ['pass, detection', 'pass pass-detection', /< 1000 ms/],
  ['pass, PnL against HL', 'pass pass-pnl', /< 0\.1 %/],
  ['pass, reserve', 'pass pass-reserve', /> 500000 usd/],
  ['pass, availability', 'pass pass-availability', /> 99\.95 %/],
  ['pass, user assets', 'pass pass-assets', /<= 0 usd/],
  ['failure, liquidation fails', 'guard liquidation-failure', /> 0/],
  ['failure, wrong liquidation', 'guard wrong-liquidation', /> 0/],
  ['failure, low reserve', 'guard low-reserve', /< 200000 usd/],
];

const MANUAL_5: readonly Line[] = [
  ['demo, 30 minutes', 'before demo-time', />= 30 min/],
  ['demo, acceptance', 'before demo-acceptance', />= 90 %/],
  ['demo, critical errors', 'before demo-critical', /= 0/],
  ['demo, PnL', 'before pnl-accurate', /PnL tracking accurate/],
  ['demo, funding', 'before funding-correct', /Funding calculations correct/],
  ['system, p50', 'before demo-p50', /< 200 ms/],
  ['system, p95', 'before demo-p95', /< 500 ms/],
  ['system, reconnects', 'before demo-reconnects', /30 minutes < 3/],
  ['system, staleness', 'before demo-staleness', /an hour < 3/],
  ['system, memory', 'check memory', /Memory steady/],
  ['risk, kill switch', 'before kill-switch', /Kill switch tested/],
  ['risk, daily loss cap', 'before loss-cap', /\$100/],
  ['risk, position limits', 'before position-limits', /Position limits enforced/],
  ['risk, reduce-only', 'before reduce-only', /Reduce-only/],
  ['risk, quiet window', 'before quiet-window', /quiet window/],
  ['configuration, duration', 'stage canary', /T\+0 to T\+30/],
  ['configuration, symbol', 'parameter symbol', /BTC$/],
  ['configuration, position size', 'parameter size', /0\.0001$/],
  ['configuration, maximum loss', 'parameter max-loss', /50$/],
  ['configuration, mode', 'parameter mode', /CONSERVATIVE$/],
  ['configuration, RSI', 'parameter rsi', /ON$/],
  ['configuration, volatility', 'parameter volatility', /STRICT$/],
  ['configuration, spread', 'parameter spread', /less than 20$/],
  ['configuration, depth', 'parameter depth', /more than 100000$/],
  ['snapshot, order success', 'before demo-success', /> 95 %/],
  ['snapshot, WebSocket uptime', 'before demo-stream', /> 99 %/],
  ['snapshot, error rate', 'before demo-errors', /< 1 %/],
  ['trigger, loss', 'guard loss-limit-broken', /> 50 usd/],
  ['trigger, errors', 'guard canary-errors', /> 5 %/],
  ['trigger, latency', 'guard canary-latency', /> 1000 ms/],
  ['trigger, WebSocket', 'guard stream-down', /> 120 s/],
  ['trigger, unauthorised', 'guard unauthorised', /> 0/],
  ['must have, critical errors', 'canary critical', /= 0/],
  ['must have, loss', 'canary loss', /< 50 usd/],
  ['must have, acceptance', 'canary acceptance', /> 85 %/],
  ['must have, positions closed', 'canary closed', /= 0/],
  ['must have, audit trail', 'canary audit', /Audit trail complete/],
  ['should have, profit', 'target profitable', />= 0 usd/],
  ['should have, acceptance', 'target target-acceptance', /> 95 %/],
  ['should have, disconnects', 'target disconnects', /= 0/],
  ['should have, p95', 'target target-p95', /< 300 ms/],
  ['should have, filters', 'target filters', /filters/],
];

const ALL = [
  ...PHASE_2.map((line) => ['phase-2', ...line] as const),
  ...PHASE_3.map((line) => ['phase-3', ...line] as const),
  ...MANUAL_5.map((line) => ['production-canary', ...line] as const),
];

test.each(ALL)('%s, %s: %s', (key, _line, place, says) => {
  expect(placesOf(key).get(place)).toMatch(says);
});

test.each(['phase-2', 'phase-3', 'production-canary'])(
  '%s: no criterion, guard or parameter stands there without a line of its manual, or a word of ours that is named here',
  (key) => {
    const named = new Set(ALL.filter(([one]) => one === key).map(([, , place]) => place));
    const ours: Readonly<Record<string, readonly string[]>> = {
      // product.md section 6: what is looked at before every gate, and a floor for the reserve that a run may raise.
      'phase-2': [
        'check kill-switch',
        'check rollback-rehearsed',
        'check loss-limit',
        'check no-p0',
        'check memory',
        'parameter error-limit',
      ],
      'phase-3': [
        'check kill-switch',
        'check rollback-rehearsed',
        'check loss-limit',
        'check no-p0',
        'check memory',
        'parameter reserve-floor',
      ],
      'production-canary': [
        ...['before loss-limit', 'check no-p0', 'canary latency-against-demo', 'parameter daily-cap'],
        ...['parameter acceptance', 'parameter stop-errors', 'parameter stop-p95', 'parameter stop-stream'],
      ],
    };
    const settings = new Set(
      programme(key).stages.flatMap((stage) =>
        stage.settings.map(
          (one) => `${stage.key} ${one.switch}${'symbol' in one && one.symbol ? `.${one.symbol}` : ''}`,
        ),
      ),
    );
    const unexplained = [...placesOf(key).keys()].filter(
      (place) => !named.has(place) && !settings.has(place) && !ours[key]?.includes(place),
    );
    expect(unexplained).toEqual([]);
  },
);
