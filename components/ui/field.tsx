// Fields to write in: label above, help and error below, all tied together for those who cannot see it.
'use client';
import clsx from 'clsx';
import { CircleAlert } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId } from 'react';

interface FieldFrame {
  label: ReactNode;
  /** Right of the label, such as a live count. */
  aside?: ReactNode;
  /** Gives way to the error. */
  help?: ReactNode;
  error?: string | null;
  className?: string;
}

interface Wiring {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

/** Label, help and error round any control; `children` receives the attributes that tie them to it. */
export function Field({
  label,
  aside,
  help,
  error,
  className,
  children,
}: FieldFrame & { children: (wiring: Wiring) => ReactNode }) {
  const id = useId();
  const described = clsx(error ? `${id}e` : help && `${id}h`, aside && `${id}a`) || undefined;
  return (
    <div className={className}>
      <div className="mb-1 flex items-baseline gap-2">
        <label className="lbl" htmlFor={id}>
          {label}
        </label>
        {aside ? (
          <span id={`${id}a`} className="lbl tn ml-auto shrink-0">
            {aside}
          </span>
        ) : null}
      </div>
      {children({ id, 'aria-describedby': described, 'aria-invalid': error ? true : undefined })}
      {error ? (
        <p id={`${id}e`} className="mt-1 flex items-start gap-1.5 text-xs text-crit-text">
          <CircleAlert className="mt-px size-3.5" aria-hidden="true" />
          {error}
        </p>
      ) : null}
      {help && !error ? (
        <p id={`${id}h`} className="mt-1 text-xs text-ink-3">
          {help}
        </p>
      ) : null}
    </div>
  );
}

type TextFieldProps = FieldFrame &
  Omit<ComponentProps<'input'>, 'prefix'> & {
    /** A sign before or after what is typed, such as $ or ms. */
    prefix?: ReactNode;
    suffix?: ReactNode;
    /** Classes of the box. */
    fieldClassName?: string;
  };

export function TextField({
  label,
  aside,
  help,
  error,
  className,
  prefix,
  suffix,
  fieldClassName,
  ...input
}: TextFieldProps) {
  return (
    <Field label={label} aside={aside} help={help} error={error} className={className}>
      {(wiring) => (
        <span className={clsx('field flex items-center gap-1', fieldClassName)}>
          {prefix ? <span className="text-ink-3">{prefix}</span> : null}
          <input {...input} {...wiring} />
          {suffix ? <span className="whitespace-nowrap text-ink-3">{suffix}</span> : null}
        </span>
      )}
    </Field>
  );
}

export function TextArea({
  label,
  aside,
  help,
  error,
  className,
  ...area
}: FieldFrame & ComponentProps<'textarea'>) {
  return (
    <Field label={label} aside={aside} help={help} error={error} className={className}>
      {(wiring) => <textarea rows={2} {...area} {...wiring} className="field block resize-none" />}
    </Field>
  );
}

type SelectProps = FieldFrame &
  Omit<ComponentProps<'select'>, 'onChange'> & {
    options: readonly { value: string; label: string }[];
    onValue: (value: string) => void;
  };

/** The browser's own list: right on every phone, reachable with every keyboard. */
export function Select({ label, aside, help, error, className, options, onValue, ...select }: SelectProps) {
  return (
    <Field label={label} aside={aside} help={help} error={error} className={className}>
      {(wiring) => (
        <select
          {...select}
          {...wiring}
          onChange={(event) => onValue(event.target.value)}
          className="field h-7 bg-surface py-0"
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
