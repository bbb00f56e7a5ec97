// The console's addresses with a door of their own: files to take away, and the manual's admin addresses; compared with the routes on disk by a test.
import { EVIDENCE_TYPES } from '#lib/catalog/canary-runs.ts';
import { exportAudit } from '#lib/commands/audit/export-audit.ts';
import { applyConfig } from '#lib/commands/changes/apply-config.ts';
import { emergencyStop } from '#lib/commands/venue/emergency-stop.ts';
import { exportWithdrawals } from '#lib/commands/withdrawals/export-withdrawals.ts';
import type { JsonSchema, Operation, Parameter, PathItem } from '#lib/contract/open-api.ts';
import type { AnyCommand } from '#lib/write/command.ts';
import { accessOf, commandOperation, queryParameters } from './console-paths.ts';
import { type HeaderName, headersRef } from './headers.ts';
import { type RefusalKind, refusals } from './refusals.ts';
import { inputSchema } from './schemas.ts';

interface FileDoor {
  operationId: string;
  summary: string;
  description: string;
  action: AnyCommand['name'];
  /** Media types of the file. */
  types: readonly string[];
  parameters?: readonly Parameter[];
  headers?: readonly HeaderName[];
  refused: RefusalKind;
}

function fileOperation(door: FileDoor): Operation {
  const { operationId, summary, description, parameters, headers = [], refused } = door;
  const content = Object.fromEntries(door.types.map((type) => [type, { schema: { type: 'string' } }]));
  return {
    ...{ operationId, tags: ['reads'], summary, description },
    ...accessOf(door.action),
    ...(parameters ? { parameters } : {}),
    responses: {
      '200': { description: 'The file.', headers: headersRef(...headers), content },
      ...refusals(refused),
    },
  };
}

const LIMITED = ['RateLimit', 'RateLimit-Policy'] as const;

const CONFIG = fileOperation({
  operationId: 'config',
  summary: 'Take the configuration away as a file',
  description:
    'Every switch as YAML, with the symbols that have values of their own: what apply-config takes.',
  action: 'read-switches',
  types: ['application/yaml'],
  headers: LIMITED,
  refused: 'read',
});

const RUN_MARKDOWN = fileOperation({
  operationId: 'run-markdown',
  summary: 'Take a run away as Markdown',
  description: 'The run of a procedure as it is now: its steps with their times, and the notes.',
  action: 'read-run',
  types: ['text/markdown'],
  parameters: [
    {
      ...{ name: 'id', in: 'path', required: true, description: 'The id as it was shown.' },
      ...{ schema: { type: 'string', format: 'uuid' }, example: '3f0c1f6e-8f0d-4f4e-9a53-0d6a1c3b7e21' },
    },
  ],
  headers: LIMITED,
  refused: 'read',
});

const POST_MORTEM_MARKDOWN = fileOperation({
  operationId: 'post-mortem-markdown',
  summary: 'Take a post-mortem away as Markdown',
  description:
    'The text as it is or would be signed, who signed it, and the sha256 of everything above its sign-off.',
  action: 'read-incident',
  types: ['text/markdown'],
  parameters: [
    {
      ...{ name: 'id', in: 'path', required: true, description: 'The id of the incident as it was shown.' },
      ...{ schema: { type: 'string', format: 'uuid' }, example: '3f0c1f6e-8f0d-4f4e-9a53-0d6a1c3b7e21' },
    },
  ],
  headers: LIMITED,
  refused: 'read',
});

const SIGNOFF_BUNDLE = fileOperation({
  operationId: 'signoff-bundle',
  summary: 'Take a decided form away as a bundle',
  description:
    'The frozen text, its hash, the signatures with their proofs, the seal of the worker, and the pieces of the audit log about it up to signed checkpoints: what `bulkhead signoff verify` checks offline.',
  action: 'read-signoff',
  types: ['application/json'],
  parameters: [
    {
      ...{ name: 'form', in: 'path', required: true, description: 'The form: run and gate.' },
      ...{ schema: { type: 'string', pattern: '^CN-[1-9][0-9]*-[0-9]+$' }, example: 'CN-3-2' },
    },
  ],
  headers: LIMITED,
  refused: 'read',
});

const EVIDENCE_FILE = fileOperation({
  operationId: 'evidence-file',
  summary: 'Take a file of evidence away',
  description:
    'What was attached to a check of a canary, byte for byte; its SHA-256 stands in the audit log and in the signed form.',
  action: 'read-canary',
  types: [...new Set(Object.values(EVIDENCE_TYPES))],
  parameters: [
    {
      ...{ name: 'evidence', in: 'path', required: true, description: 'The id as canary shows it.' },
      ...{ schema: { type: 'string', format: 'uuid' }, example: '3f0c1f6e-8f0d-4f4e-9a53-0d6a1c3b7e21' },
    },
  ],
  headers: LIMITED,
  refused: 'read',
});

const AUDIT_EXPORT = fileOperation({
  operationId: 'export-audit',
  summary: 'Export the audit log',
  description:
    'On record before its first byte goes out. ndjson is the chain itself and can be verified without Bulkhead; it takes from and to only. lines and csv take the filters of the log.',
  action: 'export-audit',
  types: ['application/x-ndjson', 'text/csv', 'text/plain'],
  parameters: queryParameters(exportAudit.input),
  headers: ['Bulkhead-Export-Entries', 'Bulkhead-Export-Range'],
  refused: 'export',
});

const WITHDRAWALS_EXPORT = fileOperation({
  operationId: 'export-withdrawals',
  summary: 'Export withdrawals',
  description:
    'CSV (RFC 4180, UTF-8) of the requests that the filters name, each as it stands when it is written: amounts exact, dollars to the cent, times UTC. On record before its first byte goes out, with how many they are and their sum; the headers say the same, and a file with other requests or another sum breaks off.',
  action: 'export-withdrawals',
  types: ['text/csv'],
  parameters: queryParameters(exportWithdrawals.input),
  headers: ['Bulkhead-Export-Entries', 'Bulkhead-Export-Usd'],
  refused: 'export',
});

const CHECKPOINTS = fileOperation({
  operationId: 'audit-checkpoints',
  summary: 'Take the checkpoints of the audit log away',
  description: 'The signed marks of the chain, one JSON object a line, for checking an export elsewhere.',
  action: 'read-audit',
  types: ['application/x-ndjson'],
  refused: 'file',
});

const PUBLIC_KEY = fileOperation({
  operationId: 'audit-public-key',
  summary: 'Take the public key of the audit log away',
  description: 'Ed25519, PEM: what checkpoints are verified with. It comes from a file of the console.',
  action: 'read-audit',
  types: ['application/x-pem-file'],
  refused: 'file',
});

interface AdminDoor {
  operationId: string;
  summary: string;
  description: string;
  /** Fields of the command's input that the door fills in. */
  without: readonly string[];
  parameters?: readonly Parameter[];
  example: Readonly<Record<string, unknown>>;
}

/** A command at an address of the manual: the body may be left out. */
function adminOperation(command: AnyCommand, door: AdminDoor): Operation {
  const operation = commandOperation(command);
  const { properties = {}, ...schema } = inputSchema(command.input) as JsonSchema & {
    properties?: Record<string, JsonSchema>;
  };
  const kept = Object.entries(properties).filter(([name]) => !door.without.includes(name));
  const { operationId, summary, description, example } = door;
  return {
    ...operation,
    ...{ operationId, summary, description },
    parameters: [...(door.parameters ?? []), ...(operation.parameters ?? [])],
    requestBody: {
      required: false,
      content: {
        'application/json': {
          schema: { ...schema, required: [], properties: Object.fromEntries(kept) },
          example,
        },
      },
    },
  };
}

const RELOAD = adminOperation(applyConfig, {
  operationId: 'admin-reload-config',
  summary: 'Apply the configuration file of the server',
  description:
    'Reads the file that BULKHEAD_CONFIG_FILE names and applies it as apply-config does: all of it or nothing, by the same rules and approvals.',
  without: ['yaml'],
  parameters: [
    {
      ...{ name: 'dryRun', in: 'query', required: false },
      description: 'true answers the difference and changes nothing.',
      schema: { type: 'boolean' },
    },
  ],
  example: { reason: 'Release 42' },
});

const STOP = adminOperation(emergencyStop, {
  operationId: 'admin-emergency-stop',
  summary: 'Stop the venue',
  description: 'The command emergency-stop at the address of the manual. It needs no word of confirmation.',
  without: ['confirm'],
  example: { reason: 'Capital at risk' },
});

/** PagerDuty proves itself by its signature, not by a credential of ours. */
const PAGERDUTY: Operation = {
  operationId: 'pagerduty-webhook',
  tags: ['commands'],
  summary: 'Take what PagerDuty sends back',
  description:
    'A webhook of PagerDuty (v3): an acknowledgement of an incident of ours confirms the firing here. Checked by its signature, stored, answered, then taken.',
  security: [],
  parameters: [
    {
      ...{
        name: 'channel',
        in: 'path',
        required: true,
        description: 'Id of the channel, as notifications lists it.',
      },
      ...{ schema: { type: 'string', format: 'uuid' }, example: '3f0c1f6e-8f0d-4f4e-9a53-0d6a1c3b7e21' },
    },
    {
      ...{ name: 'X-PagerDuty-Signature', in: 'header', required: true },
      description:
        'v1= and the HMAC-SHA256 of the body under the secret of the subscription; several with commas.',
      ...{ schema: { type: 'string' }, example: `v1=${'0'.repeat(64)}` },
    },
  ],
  requestBody: {
    required: true,
    content: {
      'application/json': {
        schema: { type: 'object', required: ['event'], properties: { event: { type: 'object' } } },
        example: {
          event: { event_type: 'incident.acknowledged', data: { incident_key: 'bulkhead-firing-...' } },
        },
      },
    },
  },
  responses: { '202': { description: 'Stored; it is taken at once.' }, ...refusals('signed') },
};

export function doorPaths(): Record<string, PathItem> {
  return {
    '/api/v1/config': { get: CONFIG },
    '/api/v1/runs/{id}/markdown': { get: RUN_MARKDOWN },
    '/api/v1/incidents/{id}/markdown': { get: POST_MORTEM_MARKDOWN },
    '/api/v1/forms/{form}/bundle': { get: SIGNOFF_BUNDLE },
    '/api/v1/evidence/{evidence}/file': { get: EVIDENCE_FILE },
    '/api/v1/audit-export': { get: AUDIT_EXPORT },
    '/api/v1/withdrawals-export': { get: WITHDRAWALS_EXPORT },
    '/api/v1/audit-checkpoints': { get: CHECKPOINTS },
    '/api/v1/audit-public-key': { get: PUBLIC_KEY },
    '/api/v1/pagerduty/{channel}': { post: PAGERDUTY },
    '/admin/reload-config': { post: RELOAD },
    '/admin/emergency-stop': { post: STOP },
  };
}
