// Reads a JSON request body: size, media type and syntax, each with its own sentence.
import { fail, type Result } from '#lib/rules/result.ts';
import { parseStrictJson } from '#lib/rules/strict-json.ts';
import { bodyBytes } from './body-bytes.ts';

const MAX_BYTES = 256 * 1_024;

/** The parsed body, or payload_too_large, unsupported_media_type or invalid_input. */
export async function jsonBody(request: Request, most = MAX_BYTES): Promise<Result<unknown>> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json\b/i.test(type)) {
    return fail('unsupported_media_type', 'Send JSON, with the header Content-Type: application/json.');
  }
  const bytes = await bodyBytes(request, most);
  if (!bytes.ok) return bytes;
  try {
    return parseStrictJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes.value));
  } catch {
    return fail('invalid_input', 'The body is not JSON in UTF-8.');
  }
}
