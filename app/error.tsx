// What a person sees when a page broke: what still works, the number to report, one retry.
'use client';

export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <main id="main" className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-3 p-6">
      <h1 className="text-xl font-semibold tracking-tight">This page broke</h1>
      <p className="text-sm text-ink-3">
        Nothing was changed by it. Trading services keep their switches from the edge, and the command line
        still works{error.digest ? `. Tell the maintainers the number ${error.digest}` : ''}.
      </p>
      <button type="button" className="btn self-start" onClick={reset}>
        Try again
      </button>
    </main>
  );
}
