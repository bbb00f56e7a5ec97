// The addresses of the intake, where machines report alerts and heartbeats; written by hand, compared by a test.
import {
  ALERTMANAGER_PATH,
  ALERTS_PATH,
  ALERTS_SCOPE,
  HEARTBEAT_PATH,
  MOST_ALERTS,
  MOST_ALERTS_BYTES,
  MOST_DELIVERY_BYTES,
} from '#lib/contract/intake.ts';
import type { Operation, PathItem, Server } from '#lib/contract/open-api.ts';
import { accessBy, json } from './edge-operation.ts';
import { refusals } from './refusals.ts';
import { schemaRef } from './schemas.ts';

const INTAKE_SERVERS: readonly Server[] = [
  {
    url: '{intake}',
    description: 'An intake: a process of its own that stores what machines report',
    variables: { intake: { default: 'http://localhost:3003', description: 'Where the intake listens' } },
  },
];

const ACCESS = accessBy(ALERTS_SCOPE);
const STORED = { '200': json('It is stored, and committed.', schemaRef('StoredAnswer')) };
const ALERT = {
  ...{ status: 'firing', fingerprint: 'hl-ws', startsAt: '2026-03-19T03:07:40Z' },
  labels: { alertname: 'HlDisconnected', bulkhead_alert: 'hl-disconnected' },
  annotations: { summary: 'HL is disconnected' },
};

const FROM_ALERTMANAGER: Operation = {
  operationId: 'intake-alertmanager',
  tags: ['intake'],
  summary: 'Deliver from Alertmanager',
  description: `The webhook of Alertmanager, version 4 (ops/alertmanager). Up to ${MOST_DELIVERY_BYTES / 1_000_000} MB are stored word for word, whatever they are: an alert that makes no sense is shown as rejected and loses none of the others. The label bulkhead_alert names an alert of the catalogue; one with the label bulkhead_heartbeat, or the name Watchdog, says that its pipeline is alive. 503 is sent again by Alertmanager.`,
  ...ACCESS,
  requestBody: {
    required: true,
    content: {
      'application/json': {
        schema: { type: 'object' },
        example: { version: '4', receiver: 'bulkhead', alerts: [ALERT] },
      },
    },
  },
  responses: { ...STORED, ...refusals('delivery') },
};

const ALERTS: Operation = {
  operationId: 'intake-alerts',
  tags: ['intake'],
  summary: 'Report alerts without Alertmanager',
  description: `Alerts in Alertmanager's words, checked here: at most ${MOST_ALERTS.toLocaleString('en-US')} and ${MOST_ALERTS_BYTES / 1_000_000} MB at once, all of them or none. Report an alert again as often as you like: it is one firing for each fingerprint and startsAt, until it is reported resolved. Send it again after 503.`,
  ...ACCESS,
  requestBody: {
    required: true,
    content: { 'application/json': { schema: schemaRef('ReportedAlerts'), example: { alerts: [ALERT] } } },
  },
  responses: { ...STORED, ...refusals('delivery') },
};

const HEARTBEAT: Operation = {
  operationId: 'intake-heartbeat',
  tags: ['intake'],
  summary: 'Say that a pipeline is alive',
  description: 'A pipeline that spoke once and is silent for two minutes raises an alert of its own.',
  ...ACCESS,
  requestBody: {
    required: true,
    content: {
      'application/json': {
        schema: schemaRef('ReportedHeartbeat'),
        example: { heartbeat: 'nightly checks' },
      },
    },
  },
  responses: { ...STORED, ...refusals('delivery') },
};

export function intakePaths(): Record<string, PathItem> {
  const ofIntake = (post: Operation): PathItem => ({ servers: INTAKE_SERVERS, post });
  return {
    [ALERTMANAGER_PATH]: ofIntake(FROM_ALERTMANAGER),
    [ALERTS_PATH]: ofIntake(ALERTS),
    [HEARTBEAT_PATH]: ofIntake(HEARTBEAT),
  };
}
