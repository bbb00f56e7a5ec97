// Reads the bytes of a request body up to a size. Whoever goes away while it is read is no failure of the console.
import { fail, ok, type Result } from '#lib/rules/result.ts';

/** The whole body, or payload_too_large; invalid_input when it broke off, which nobody is left to read. */
export async function bodyBytes(request: Request, most: number): Promise<Result<Uint8Array>> {
  const tooLarge = () =>
    fail('payload_too_large', `The body is too large: at most ${Math.floor(most / 1_024)} KiB.`);
  if (Number(request.headers.get('content-length') ?? 0) > most) return tooLarge();
  try {
    const bytes = new Uint8Array(await request.arrayBuffer());
    return bytes.byteLength > most ? tooLarge() : ok(bytes);
  } catch {
    return fail('invalid_input', 'The connection ended before all of the body was here. Send it again.');
  }
}
