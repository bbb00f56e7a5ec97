// The API screen: the reference with its filter, and copying of a call.
'use client';
import { useState } from 'react';
import { ApiReference } from '#components/api/api-reference.tsx';
import type { ApiView } from '#components/api/api-view.ts';
import { copyText } from '#components/copy-text.ts';
import { Screen } from '#components/screen.tsx';

function copy(text: string): void {
  void copyText(text, 'Call copied: put your token into TOKEN or KEY', 'select the call');
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
