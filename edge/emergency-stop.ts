// POST /emergency-stop: stops the venue from this edge alone, with or without a database; GET /emergency-stop/status: how far it is.
import { randomUUID } from 'node:crypto';
import { type EdgeStopBody, type EdgeStopRequest, STOP_SCOPE } from '#lib/contract/latch.ts';
import { COMMAND_EXPIRES_MINUTES, STOP_COMMANDS, STOP_VALUES } from '#lib/contract/stop.ts';
import { stopCommandId } from '#lib/contract/stop-command-id.ts';
import { answerError, answerJson } from '#lib/door/answer.ts';
import { isUuid, need, readFields } from '#lib/door/form.ts';
import type { KeyedRoute } from '#lib/door/http.ts';
import type { Log } from '#lib/process/log.ts';
import { isJson, readBody, refuseBody } from './body.ts';
import type { CommandStore, KnownCommand } from './command-store.ts';
import { asciiJson } from './encode.ts';
import type { ExecutorReports } from './executor-reports.ts';
import type { HeldLatch, LatchStore } from './latch-store.ts';

const MAX_BODY_BYTES = 8 * 1024;
const MINUTE_MS = 60_000;
const NO_REASON = 'Emergency stop at the edge, no reason given';
const NO_STORE = ['Cache-Control', 'no-store'];

interface Parts {
  latches: LatchStore;
  commands: CommandStore;
  reports: ExecutorReports;
  /** Instances that report here, with the latch each has laid over its values. */
  instances: () => readonly { id: string; latch: string | undefined }[];
  log: Log;
}

/** The commands of a stop, the same wherever it is pressed. */
export function commandsOf({ id, at, reason }: HeldLatch): KnownCommand[] {
  const issuedAt = Date.parse(at);
  return STOP_COMMANDS.map((command, order) => ({
    id: stopCommandId(id, command),
    command,
    reason,
    issuedAt: new Date(issuedAt + order).toISOString(),
    expiresAt: new Date(issuedAt + COMMAND_EXPIRES_MINUTES * MINUTE_MS).toISOString(),
    executorId: null,
  }));
}

export function stopRoutes({ latches, commands, reports, instances, log }: Parts): KeyedRoute[] {
  function body(changed?: boolean): EdgeStopBody {
    const held = latches.current();
    return {
      latch: held ? { id: held.id, at: held.at, switches: held.switches, reason: held.reason } : null,
      ...(changed === undefined ? {} : { changed }),
      recorded: held === undefined,
      instances: instances().map(({ id, latch }) => ({
        id,
        latched: held !== undefined && latch === held.id,
      })),
      commands: (held ? commandsOf(held) : []).map(({ id, command }) => ({
        ...{ id, command },
        executors: reports.progressOf(id).map(({ executorId, progress }) => {
          const { state, done, total, note } = progress;
          return { id: executorId, state, done, total, ...(note === undefined ? {} : { note }) };
        }),
      })),
    };
  }

  return [
    {
      path: '/emergency-stop',
      method: 'POST',
      scope: STOP_SCOPE,
      async handle(request, response, _rest, _query, key) {
        const text = await readBody(request, MAX_BODY_BYTES);
        if (text === undefined) return refuseBody(response, 'A stop takes a few words only.');
        if (text !== '' && !isJson(request))
          return answerError(response, 'unsupported_media_type', 'A stop is sent as application/json.');
        const asked = readRequest(text);
        const { latch, changed, onDisk } = latches.set({
          id: asked.id ?? randomUUID(),
          at: new Date().toISOString(),
          switches: STOP_VALUES,
          reason: asked.reason ?? NO_REASON,
          keyId: key.id,
        });
        if (changed) log.warn('EMERGENCY STOP latched', { stopId: latch.id });
        commands.add(commandsOf(latch));
        // Only the answer waits for the disk, which may hang: it says that the stop outlives this process.
        await onDisk;
        answerJson(response, 200, asciiJson(body(changed)), NO_STORE);
      },
    },
    {
      path: '/emergency-stop/',
      method: 'GET',
      scope: STOP_SCOPE,
      handle(_request, response, rest) {
        if (rest !== 'status') return answerError(response, 'not_found', 'There is nothing at this address.');
        answerJson(response, 200, asciiJson(body()), NO_STORE);
      },
    },
  ];
}

/** An empty body asks for a stop too. Throws FormError. */
function readRequest(text: string): EdgeStopRequest {
  if (text === '') return {};
  const { id, reason } = readFields(text, ['id', 'reason']);
  need(id === undefined || isUuid(id), 'id must be a UUID in small letters.');
  if (reason === undefined) return { id };
  const line = typeof reason === 'string' ? reason.trim() : '';
  need(isLine(line), 'reason must be one line of 3 to 500 characters.');
  return { id, reason: line };
}

function isLine(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly those are refused
  return text.length >= 3 && text.length <= 500 && text.isWellFormed() && !/[\u0000-\u001f]/.test(text);
}
