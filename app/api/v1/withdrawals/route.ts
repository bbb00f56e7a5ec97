// /api/v1/withdrawals: services file here, one request or a list of them; GET is the queue, the read of the same name.
import type { NextRequest } from 'next/server';
import { commandResponse } from '#app/_entry/command.ts';
import { filedBatch, isBatch } from '#app/_entry/filed-batch.ts';
import { jsonBody } from '#app/_entry/json-body.ts';
import { readResponse } from '#app/_entry/read.ts';
import { fileWithdrawal } from '#lib/commands/withdrawals/file-withdrawal.ts';

export function GET(request: NextRequest): Promise<Response> {
  return readResponse('withdrawals', request);
}

export async function POST(request: NextRequest): Promise<Response> {
  const sent = await jsonBody(request);
  if (sent.ok && isBatch(sent.value)) return filedBatch(request, sent.value);
  return commandResponse(fileWithdrawal, request, async () => sent);
}
