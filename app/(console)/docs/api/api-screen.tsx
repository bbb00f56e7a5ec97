// The API screen: the reference with its filter, and copying of a call.
'use client';
import { useState } from 'react';
import { ApiReference } from '#components/api/api-reference.tsx';
import type { ApiView } from '#components/api/api-view.ts';
import { Screen } from '#components/screen.tsx';
import { showToast } from '#components/ui/toast-store.ts';

function copy(text: string): void {
  void navigator.clipboard
    .writeText(text)
    .then(() =>
      showToast({ id: 'copied', tone: 'ok', title: 'Call copied: put your token into TOKEN or KEY' }),
    );
}

export function ApiScreen({ view }: { view: ApiView }) {
  const [filter, setFilter] = useState('');
  return (
    <Screen
      title="API"
      note="OpenAPI 3.1"
      actions={
        <a className="link text-xs" href="/api/v1/openapi.json">
          openapi.json
        </a>
      }
    >
      <ApiReference view={view} filter={filter} onFilter={setFilter} onCopy={copy} />
    </Screen>
  );
}
