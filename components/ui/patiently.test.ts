// Parts that arrive late: waited for while the link is lost, never while they are broken.
import { expect, test, vi } from 'vitest';
import { patiently } from './patiently.ts';

test('a part that does not arrive is asked for again until it does', async () => {
  vi.useFakeTimers();
  const lost = Object.assign(new Error('Failed to load chunk'), { name: 'ChunkLoadError' });
  const load = vi.fn().mockRejectedValueOnce(lost).mockRejectedValueOnce(lost).mockResolvedValue('chart');
  const part = patiently(load);
  await vi.advanceTimersByTimeAsync(4_000);
  await expect(part).resolves.toBe('chart');
  expect(load).toHaveBeenCalledTimes(3);
  vi.useRealTimers();
});

test('a part that is broken says so at once', async () => {
  await expect(patiently(() => Promise.reject(new TypeError('no such thing')))).rejects.toThrow(
    'no such thing',
  );
});
