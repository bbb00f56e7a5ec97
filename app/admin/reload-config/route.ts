// POST /admin/reload-config (manual 2): applies the file that BULKHEAD_CONFIG_FILE names, as whoever asks. ?dryRun=true says what it would do.
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { NextRequest } from 'next/server';
import { actorOf } from '#app/_entry/actor.ts';
import { failureResponse, resultResponse, takesOnly } from '#app/_entry/answer.ts';
import { thrownFailure } from '#app/_entry/failure.ts';
import { jsonBody } from '#app/_entry/json-body.ts';
import { applyConfig } from '#lib/commands/apply-config.ts';
import { readEnv, text } from '#lib/process/env.ts';
import { CONFIG_MAX_BYTES } from '#lib/rules/config-file.ts';
import { may } from '#lib/rules/may.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import { execute } from '#lib/write/execute.ts';
import { proofFromHeader } from '#lib/write/step-up.ts';

const KEY = /^[\x21-\x7e]{1,200}$/;

export async function POST(request: NextRequest): Promise<Response> {
  const idempotencyKey = request.headers.get('idempotency-key') ?? undefined;
  if (idempotencyKey !== undefined && !KEY.test(idempotencyKey)) {
    return failureResponse({
      code: 'invalid_input',
      message: 'Idempotency-Key takes 1 to 200 printable ASCII characters without spaces.',
    });
  }
  const stepUp = proofFromHeader(request.headers.get('bulkhead-step-up'));
  if (!stepUp.ok) return failureResponse(stepUp.error);
  try {
    const actor = await actorOf(request);
    // Who may not apply it does not learn whether there is a file; the refusal is on record.
    const allowed = may(actor, applyConfig.name).ok;
    const input = allowed ? await inputOf(request) : ok({});
    if (!input.ok) return failureResponse(input.error);
    const result = await execute(applyConfig, input.value, actor, { idempotencyKey, stepUp: stepUp.value });
    return resultResponse(result, {
      'idempotency-key': result.idempotencyKey,
      ...(result.replayed ? { 'idempotency-replayed': 'true' } : {}),
    });
  } catch (error) {
    return failureResponse(thrownFailure(error, 'admin/reload-config'));
  }
}

/** Input of apply-config: the file, and what the caller says. Without a body the reason names the file. */
async function inputOf(request: NextRequest): Promise<Result<Record<string, unknown>>> {
  const query = request.nextUrl.searchParams;
  const unknown = [...query.keys()].find((name) => name !== 'dryRun');
  const [dryRun, ...more] = query.getAll('dryRun');
  if (unknown !== undefined || more.length > 0 || !['true', 'false', undefined].includes(dryRun)) {
    return fail('invalid_input', 'This address takes dryRun=true or dryRun=false, once, and nothing else.');
  }
  const { headers } = request;
  const empty = !Number(headers.get('content-length') ?? 0) && headers.get('transfer-encoding') === null;
  const body = empty ? ok({}) : await jsonBody(request);
  if (!body.ok) return body;
  if (
    typeof body.value !== 'object' ||
    body.value === null ||
    Array.isArray(body.value) ||
    'yaml' in body.value
  ) {
    return fail(
      'invalid_input',
      'Send an object such as { "reason": "..." }, or nothing. The file is on the server.',
    );
  }
  const file = await configFile();
  if (!file.ok) return file;
  return ok({
    reason: `Configuration reloaded from ${file.value.name}`,
    ...body.value,
    ...(dryRun === undefined ? {} : { dryRun: dryRun === 'true' }),
    yaml: file.value.yaml,
  });
}

async function configFile(): Promise<Result<{ name: string; yaml: string }>> {
  const { BULKHEAD_CONFIG_FILE: path } = readEnv({
    BULKHEAD_CONFIG_FILE: text('the path of a file').optional(),
  });
  if (path === undefined) {
    return fail(
      'conflict',
      'No configuration file is set for this console. Start it with BULKHEAD_CONFIG_FILE, or send a file: bulkhead apply -f FILE.',
    );
  }
  try {
    if ((await stat(path)).size > CONFIG_MAX_BYTES) {
      return fail('conflict', `The configuration file is larger than ${CONFIG_MAX_BYTES / 1_024} KiB.`);
    }
    return ok({ name: basename(path), yaml: await readFile(path, 'utf8') });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return fail(
      'conflict',
      `The configuration file ${basename(path)} cannot be read (${code}). Nothing was changed.`,
    );
  }
}

export const GET = takesOnly('POST');
export const HEAD = GET;
