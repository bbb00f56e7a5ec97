// POST /api/v1/commands/<name>: every HTTP write, one look-up in the registry.
import type { NextRequest } from 'next/server';
import { failureResponse, takesOnly } from '#app/_entry/answer.ts';
import { commandResponse } from '#app/_entry/command.ts';
import { jsonBody } from '#app/_entry/json-body.ts';
import { COMMANDS, NOT_OVER_HTTP } from '#lib/commands/registry.ts';

export async function POST(
  request: NextRequest,
  { params }: { params: Promise<{ name: string }> },
): Promise<Response> {
  const { name } = await params;
  const command = NOT_OVER_HTTP.has(name) ? undefined : COMMANDS.get(name);
  if (!command) return failureResponse({ code: 'not_found', message: 'There is no such command.' });
  return commandResponse(command, request, (sent) => jsonBody(sent, command.mostBytes));
}

export const GET = takesOnly('POST');
export const HEAD = GET;
