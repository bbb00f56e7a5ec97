// What a page shows instead of itself: not permitted, or the database does not answer. Says what still works.
import { Screen } from '#components/screen.tsx';
import { DeniedState, ErrorState } from '#components/ui/panel-states.tsx';
import type { Failure } from '#lib/rules/result.ts';

/** `screen`: the title of the screen it stands in for, which then keeps its header; absent where the frame is missing too. */
export function Refusal({ failure, screen }: { failure: Failure; screen?: string }) {
  const words =
    failure.code === 'forbidden' ? (
      <DeniedState title="Not permitted">{failure.message}</DeniedState>
    ) : (
      <ErrorState title="The console cannot read its database">
        {failure.message} Trading services keep their switches from the edge. Reload the page to try again.
      </ErrorState>
    );
  const place = 'mx-auto flex min-h-[60dvh] max-w-md items-center p-6';
  if (screen) {
    return (
      <Screen title={screen}>
        <div className={place}>{words}</div>
      </Screen>
    );
  }
  return (
    <main id="main" className={place}>
      {words}
    </main>
  );
}
