// The configuration as a file, on the Switches screen: export it, or apply one.
'use client';
import { Download, FileUp } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { patiently } from '#components/ui/patiently.ts';
import { useChangeControl } from '../change-control.tsx';

const ApplyConfigWindow = dynamic(
  () => patiently(() => import('./apply-config-window.tsx')).then((module) => module.ApplyConfigWindow),
  { ssr: false },
);

export function ConfigActs() {
  const { selected, closeSheet } = useChangeControl();
  const [open, setOpen] = useState(false);
  // The sheet of a switch takes its place.
  if (open && selected !== null) setOpen(false);
  return (
    <span className="hidden items-center gap-2 lg:flex">
      <a href="/api/v1/config" download className={buttonClass('ghost')}>
        <Download className="size-3.5" aria-hidden="true" />
        Export
      </a>
      <Button
        variant="ghost"
        icon={FileUp}
        onClick={() => {
          closeSheet();
          setOpen(true);
        }}
      >
        Apply a file
      </Button>
      {open ? <ApplyConfigWindow onClose={() => setOpen(false)} /> : null}
    </span>
  );
}
