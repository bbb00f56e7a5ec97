// Checks what systems without Alertmanager send: whoever writes it themselves is told at once what is wrong.
import { MOST_ALERTS, MOST_LABELS } from '#lib/contract/intake.ts';
import { type Fields, isFields, matches, need, only, readFields } from '#lib/door/form.ts';

const ALERT_FIELDS = ['status', 'fingerprint', 'startsAt', 'endsAt', 'labels', 'annotations', 'generatorURL'];
const FINGERPRINT = /^[\x21-\x7e]{1,200}$/;
const MOMENT = /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;
/** Nothing that cannot be seen. */
const NAME = /^[^\p{C}\u2028\u2029]{1,200}$/u;

function isMoment(value: unknown): value is string {
  if (!matches(value, MOMENT)) return false;
  const year = new Date(value).getUTCFullYear();
  return year >= 2000 && year < 2100;
}

function needTexts(value: unknown, which: string): asserts value is Record<string, string> {
  need(isFields(value), `${which} must be an object of texts.`);
  const texts = Object.values(value);
  need(texts.length <= MOST_LABELS, `${which} may have ${MOST_LABELS} entries.`);
  need(
    texts.every((text) => typeof text === 'string'),
    `${which} must hold texts only.`,
  );
}

function needAlert(value: unknown, place: string): void {
  need(isFields(value), `${place} must be an object.`);
  only(value, ALERT_FIELDS, place);
  const { status, fingerprint, startsAt, endsAt, labels, annotations = {}, generatorURL } = value;
  need(
    status === 'firing' || status === 'resolved',
    `The status of ${place} must be "firing" or "resolved".`,
  );
  need(
    matches(fingerprint, FINGERPRINT),
    `The fingerprint of ${place} must be 1 to 200 plain characters without spaces.`,
  );
  need(isMoment(startsAt), `The startsAt of ${place} must be a moment such as 2026-01-31T09:30:00Z.`);
  if (status === 'resolved')
    need(isMoment(endsAt), `${place} is resolved: endsAt must be a moment such as 2026-01-31T09:35:00Z.`);
  needTexts(labels, `The labels of ${place}`);
  needTexts(annotations, `The annotations of ${place}`);
  need(
    isName(labels, 'alertname') || isName(annotations, 'summary'),
    `${place} needs a name: the label alertname, or the annotation summary.`,
  );
  need(!Object.hasOwn(labels, 'bulkhead_heartbeat'), `${place} is a heartbeat: send it to /v1/heartbeat.`);
  need(
    generatorURL === undefined || typeof generatorURL === 'string',
    `The generatorURL of ${place} must be a text.`,
  );
}

function isName(texts: Readonly<Record<string, string>>, name: string): boolean {
  return Object.hasOwn(texts, name) && texts[name]?.trim() !== '';
}

/** Throws FormError. Answers where the alerts come from. */
export function readAlerts(text: string): { source: 'api' | 'push' } {
  const body: Fields = readFields(text, ['alerts', 'drill', 'push']);
  const { alerts, drill = false, push = false } = body;
  need(Array.isArray(alerts), 'The body needs a list "alerts".');
  need(
    alerts.length >= 1 && alerts.length <= MOST_ALERTS,
    `The list "alerts" must have 1 to ${MOST_ALERTS.toLocaleString('en-US')} entries.`,
  );
  need(typeof drill === 'boolean', 'The field "drill" must be true or false.');
  need(typeof push === 'boolean', 'The field "push" must be true or false.');
  for (const [index, alert] of alerts.entries()) needAlert(alert, `alerts[${index}]`);
  return { source: push ? 'push' : 'api' };
}

/** Throws FormError. */
export function readHeartbeat(text: string): void {
  const { heartbeat } = readFields(text, ['heartbeat']);
  need(
    matches(heartbeat, NAME) && heartbeat.trim() !== '',
    'The field "heartbeat" must be the name of the pipeline: 1 to 200 visible characters.',
  );
}
