// An address as people compare it, in groups of four, with a button that copies it whole.
'use client';
import { Copy } from 'lucide-react';
import { copyText } from '#components/copy-text.ts';
import { Button } from '#components/ui/button.tsx';

export function CopyAddress({ address }: { address: string }) {
  const groups = address.match(/^0x|.{1,4}/g) ?? [];
  return (
    <p className="flex items-start gap-2">
      <span className="min-w-0 py-1 text-xs">
        <span className="sr-only select-none">{address}</span>
        <span className="num flex flex-wrap gap-x-1.5" aria-hidden="true">
          {groups.map((group, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same four signs may come twice
            <span key={at}>{group}</span>
          ))}
        </span>
      </span>
      <Button
        variant="ghost"
        size="sm"
        square
        aria-label="Copy the address"
        onClick={() => void copyText(address, 'Address copied', 'select the address')}
      >
        <Copy className="size-3.5" aria-hidden="true" />
      </Button>
    </p>
  );
}
