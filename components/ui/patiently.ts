// Loads a part of the screen when it is first shown; without a link it waits, because a chart that cannot come must not break its page.

const AGAIN_MS = 2_000;

/** Tries again every two seconds while the file of the part does not arrive; any other error is thrown. */
export async function patiently<Part>(load: () => Promise<Part>): Promise<Part> {
  for (;;) {
    try {
      return await load();
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'ChunkLoadError') throw error;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}
