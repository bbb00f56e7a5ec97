// Reads an instance's report: every field checked by hand, so that no report can spoil the batch it is stored in.
import type { AppliedReport, Figures, InstanceMode } from '#lib/contract/edge.ts';
import { MAX_FIGURES } from '#lib/contract/edge.ts';
import { isCount, isFields, isTime, isUuid, matches, need, readFields } from '#lib/door/form.ts';

const SERVICE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const VERSION = /^[\x21-\x7e]{1,100}$/;
const NAME = /^[a-z][a-z0-9_]{0,63}$/;
const MODES: readonly InstanceMode[] = ['live', 'holding', 'fallen', 'empty'];
const MAX_FALLEN = 100;
const MAX_EPOCH = 2 ** 31 - 1;
const FIELDS = [
  'service',
  'version',
  'startedAt',
  'epoch',
  'revision',
  'mode',
  'fallen',
  'leaving',
  'figures',
  'latch',
];

/** The report in a JSON text. Throws FormError. */
export function readReport(text: string): AppliedReport {
  const { service, version, startedAt, epoch, revision, mode, fallen, leaving, figures, latch } = readFields(
    text,
    FIELDS,
  );
  need(
    matches(service, SERVICE),
    'service must be 1 to 100 letters, digits and . _ - and begin with a letter or digit.',
  );
  need(
    version === undefined || matches(version, VERSION),
    'version must be 1 to 100 visible ASCII characters without spaces.',
  );
  need(isTime(startedAt), 'startedAt must be a UTC time such as 2026-11-21T02:00:00.000Z.');
  need(isCount(epoch) && epoch <= MAX_EPOCH, 'epoch must be a whole number, 0 or more.');
  need(isCount(revision), 'revision must be a whole number, 0 or more.');
  need(isMode(mode), `mode must be one of ${MODES.join(', ')}.`);
  need(
    fallen === undefined || isNameList(fallen),
    `fallen must be a list of at most ${MAX_FALLEN} switch names, each once.`,
  );
  need(leaving === undefined || typeof leaving === 'boolean', 'leaving must be true or false.');
  need(
    latch === undefined || isUuid(latch),
    'latch must be the id of the emergency stop that is laid over the values.',
  );
  return {
    service,
    version,
    // Written anew: what JavaScript reads as a time the database might not.
    startedAt: new Date(startedAt).toISOString(),
    epoch,
    revision,
    mode,
    fallen,
    leaving,
    figures: readFigures(figures),
    ...(latch === undefined ? {} : { latch }),
  };
}

function readFigures(value: unknown): Figures | undefined {
  if (value === undefined) return undefined;
  need(isFields(value), 'figures must be an object with counters and gauges.');
  for (const name of Object.keys(value)) {
    need(name === 'counters' || name === 'gauges', 'figures may hold counters and gauges only.');
  }
  const { counters, gauges } = value;
  need(
    counters === undefined || isNumbers(counters, isCounter),
    `figures.counters must hold at most ${MAX_FIGURES} numbers, 0 or more, by names that end in _total.`,
  );
  need(
    gauges === undefined || isNumbers(gauges, isGauge),
    `figures.gauges must hold at most ${MAX_FIGURES} finite numbers by names of small letters, digits and _.`,
  );
  return { counters, gauges };
}

function isMode(value: unknown): value is InstanceMode {
  return MODES.some((mode) => mode === value);
}

function isNameList(value: unknown): value is string[] {
  if (!Array.isArray(value) || value.length > MAX_FALLEN) return false;
  return new Set(value).size === value.length && value.every((name) => matches(name, NAME));
}

function isNumbers(
  value: unknown,
  fits: (name: string, number: number) => boolean,
): value is Record<string, number> {
  if (!isFields(value)) return false;
  const entries = Object.entries(value);
  return (
    entries.length <= MAX_FIGURES && entries.every(([name, n]) => typeof n === 'number' && fits(name, n))
  );
}

function isCounter(name: string, value: number): boolean {
  return NAME.test(name) && name.endsWith('_total') && value >= 0 && Number.isFinite(value);
}

function isGauge(name: string, value: number): boolean {
  return NAME.test(name) && Number.isFinite(value);
}
