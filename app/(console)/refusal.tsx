// What a page shows instead of itself: not permitted, or the database does not answer. Says what still works.
import { DeniedState, ErrorState } from '#components/ui/panel-states.tsx';
import type { Failure } from '#lib/rules/result.ts';

export function Refusal({ failure }: { failure: Failure }) {
  return (
    <main id="main" className="mx-auto flex min-h-[60dvh] max-w-md items-center p-6">
      {failure.code === 'forbidden' ? (
        <DeniedState title="Not permitted">{failure.message}</DeniedState>
      ) : (
        <ErrorState title="The console cannot read its database">
          {failure.message} Trading services keep their switches from the edge. Reload the page to try again.
        </ErrorState>
      )}
    </main>
  );
}
