// Reads a JSON request body: size, media type and syntax, each with its own sentence.
import { fail, type Result } from '#lib/rules/result.ts';
import { parseStrictJson } from '#lib/rules/strict-json.ts';

const MAX_BYTES = 256 * 1_024;

/** The parsed body, or payload_too_large, unsupported_media_type or invalid_input. */
export async function jsonBody(request: Request, most = MAX_BYTES): Promise<Result<unknown>> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json\b/i.test(type)) {
    return fail('unsupported_media_type', 'Send JSON, with the header Content-Type: application/json.');
  }
  const length = Number(request.headers.get('content-length') ?? 0);
  const tooLarge = () =>
    fail('payload_too_large', `The body is too large: at most ${Math.floor(most / 1_024)} KiB.`);
  if (length > most) return tooLarge();
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > most) return tooLarge();
  try {
    return parseStrictJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return fail('invalid_input', 'The body is not JSON in UTF-8.');
  }
}
