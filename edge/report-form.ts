// Reads an instance's report: every field checked by hand, so that no report can spoil the batch it is stored in.
import type { AppliedReport, Figures, InstanceMode } from '#lib/contract/edge.ts';
import { MAX_FIGURES } from '#lib/contract/edge.ts';
import { isCount, isFields } from './snapshot-form.ts';

/** What is wrong with a report: a sentence for whoever sent it. */
export class ReportError extends Error {}

const INSTANCE_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/;
const SERVICE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const VERSION = /^[\x21-\x7e]{1,100}$/;
const NAME = /^[a-z][a-z0-9_]{0,63}$/;
const TIME = /^(?:19|20|21)\d{2}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const MODES: readonly InstanceMode[] = ['live', 'holding', 'fallen', 'empty'];
const MAX_FALLEN = 100;
const MAX_EPOCH = 2 ** 31 - 1;
const KNOWN = new Set([
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
]);

/** The id in the address, decoded and checked. Throws ReportError. */
export function readInstanceId(encoded: string): string {
  let id: string;
  try {
    id = decodeURIComponent(encoded);
  } catch {
    throw new ReportError('The instance id in the address is not valid percent-encoding.');
  }
  if (INSTANCE_ID.test(id)) return id;
  throw new ReportError(
    'An instance id is 1 to 100 letters, digits and . _ : - and begins with a letter or digit.',
  );
}

/** The report in a JSON text. Throws ReportError. */
export function readReport(text: string): AppliedReport {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ReportError('The body is not valid JSON.');
  }
  if (!isFields(value)) throw new ReportError('The body must be a JSON object.');
  for (const name of Object.keys(value)) {
    require(KNOWN.has(name), `The field ${JSON.stringify(name.slice(0, 50))} is not known.`);
  }
  const { service, version, startedAt, epoch, revision, mode, fallen, leaving, figures, latch } = value;
  require(matches(
    service,
    SERVICE,
  ), 'service must be 1 to 100 letters, digits and . _ - and begin with a letter or digit.');
  require(version === undefined ||
    matches(version, VERSION), 'version must be 1 to 100 visible ASCII characters without spaces.');
  require(isTime(startedAt), 'startedAt must be a UTC time such as 2026-11-21T02:00:00.000Z.');
  require(isCount(epoch) && epoch <= MAX_EPOCH, 'epoch must be a whole number, 0 or more.');
  require(isCount(revision), 'revision must be a whole number, 0 or more.');
  require(isMode(mode), `mode must be one of ${MODES.join(', ')}.`);
  require(fallen === undefined ||
    isNameList(fallen), `fallen must be a list of at most ${MAX_FALLEN} switch names, each once.`);
  require(leaving === undefined || typeof leaving === 'boolean', 'leaving must be true or false.');
  require(latch === undefined ||
    matches(latch, UUID), 'latch must be the id of the emergency stop that is laid over the values.');
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
  require(isFields(value), 'figures must be an object with counters and gauges.');
  for (const name of Object.keys(value)) {
    require(name === 'counters' || name === 'gauges', 'figures may hold counters and gauges only.');
  }
  const { counters, gauges } = value;
  require(counters === undefined ||
    isNumbers(
      counters,
      isCounter,
    ), `figures.counters must hold at most ${MAX_FIGURES} numbers, 0 or more, by names that end in _total.`);
  require(gauges === undefined ||
    isNumbers(
      gauges,
      isGauge,
    ), `figures.gauges must hold at most ${MAX_FIGURES} finite numbers by names of small letters, digits and _.`);
  return { counters, gauges };
}

function require(condition: boolean, sentence: string): asserts condition {
  if (!condition) throw new ReportError(sentence);
}

function matches(value: unknown, pattern: RegExp): value is string {
  return typeof value === 'string' && pattern.test(value);
}

function isTime(value: unknown): value is string {
  return matches(value, TIME) && !Number.isNaN(Date.parse(value));
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
