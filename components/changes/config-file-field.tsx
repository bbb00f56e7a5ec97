// Where a configuration file is chosen or dropped: a real file field, so that every keyboard and screen reader knows it.
'use client';
import clsx from 'clsx';
import { FileText } from 'lucide-react';
import { useId, useState } from 'react';

interface ConfigFileFieldProps {
  /** Of the file that was chosen; null before. */
  fileName: string | null;
  onFile: (file: File) => void;
}

export function ConfigFileField({ fileName, onFile }: ConfigFileFieldProps) {
  const id = useId();
  const [over, setOver] = useState(false);
  return (
    // The label is the target of a drop; the field in it is what is focused and spoken.
    <label
      htmlFor={id}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const [file] = event.dataTransfer.files;
        if (file) onFile(file);
      }}
      className={clsx(
        'flex min-h-16 cursor-pointer items-center gap-3 rounded-md border border-dashed px-3 py-2 text-sm has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-ink',
        over ? 'border-ink bg-sel' : 'border-field hover:bg-hover',
      )}
    >
      <FileText className="size-4 text-ink-3" aria-hidden="true" />
      <span className="min-w-0">
        <span className="block break-words">{fileName ?? 'Choose a YAML file, or drop it here'}</span>
        <span className="block text-xs text-ink-3">
          {fileName
            ? 'Choose or drop another'
            : 'As Export gives it. Switches it does not name stay as they are.'}
        </span>
      </span>
      <input
        id={id}
        type="file"
        accept=".yaml,.yml,application/yaml,text/yaml,text/plain"
        className="sr-only"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          // The same file, mended, may be chosen again.
          event.target.value = '';
          if (file) onFile(file);
        }}
      />
    </label>
  );
}
