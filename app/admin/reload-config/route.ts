// POST /admin/reload-config (manual 2): applies the file that BULKHEAD_CONFIG_FILE names, as whoever asks. ?dryRun=true says what it would do.
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { NextRequest } from 'next/server';
import { takesOnly } from '#app/_entry/answer.ts';
import { commandResponse, hasBody } from '#app/_entry/command.ts';
import { jsonBody } from '#app/_entry/json-body.ts';
import { applyConfig } from '#lib/commands/changes/apply-config.ts';
import { CONFIG_MAX_BYTES } from '#lib/contract/config.ts';
import { readEnv, text } from '#lib/process/env.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';

export async function POST(request: NextRequest): Promise<Response> {
  // Who may not apply it does not learn whether there is a file; the refusal is on record.
  return commandResponse(applyConfig, request, inputOf);
}

/** Input of apply-config: the file, and what the caller says. Without a body the reason names the file. */
async function inputOf(request: NextRequest): Promise<Result<Record<string, unknown>>> {
  const query = request.nextUrl.searchParams;
  const unknown = [...query.keys()].find((name) => name !== 'dryRun');
  const [dryRun, ...more] = query.getAll('dryRun');
  if (unknown !== undefined || more.length > 0 || !['true', 'false', undefined].includes(dryRun)) {
    return fail('invalid_input', 'This address takes dryRun=true or dryRun=false, once, and nothing else.');
  }
  const body = hasBody(request) ? await jsonBody(request) : ok({});
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
