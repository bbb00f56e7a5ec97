// Which command does a step of a run, from the kind of the step and the words that were typed.
import type { RunStepView } from '#lib/contract/runs.ts';
import { CliFailure } from './failure.ts';

/** What was typed behind `bulkhead run step`. */
export interface StepWords {
  evidence?: string;
  option?: string;
  field?: string[];
  argument?: string;
  passOver?: string;
  look?: boolean;
}

export interface StepAct {
  command: string;
  input: Readonly<Record<string, unknown>>;
}

function fieldsOf(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text): [string, string] => {
      const at = text.indexOf('=');
      if (at < 1) throw new CliFailure('invalid_input', `Write --field as key=value, not "${text}".`);
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

/** Throws CliFailure when words are missing. What they say, the console checks. */
export function actOf(step: RunStepView, words: StepWords): StepAct {
  if (words.passOver !== undefined) return { command: 'pass-over-step', input: { reason: words.passOver } };
  if (words.look) return { command: 'verify-step', input: {} };
  switch (step.kind) {
    case 'tick':
      return {
        command: 'tick-step',
        input: words.evidence === undefined ? {} : { evidence: words.evidence },
      };
    case 'apply':
      return { command: 'apply-step', input: {} };
    case 'command':
      return {
        command: 'command-step',
        input: words.argument === undefined ? {} : { argument: words.argument },
      };
    case 'observe':
      return { command: step.state === 'running' ? 'verify-step' : 'start-observe', input: {} };
    case 'verify':
      return { command: 'verify-step', input: {} };
    case 'sign':
      return { command: 'sign-step', input: {} };
    case 'choose':
      if (words.option !== undefined) return { command: 'choose-option', input: { option: words.option } };
      throw new CliFailure(
        'invalid_input',
        `"${step.title}" takes --option with one of ${step.options.map(({ key }) => key).join(', ')}.`,
      );
    case 'record':
      if (words.field) return { command: 'record-fields', input: { fields: fieldsOf(words.field) } };
      throw new CliFailure(
        'invalid_input',
        `"${step.title}" takes --field key=value for ${step.fields.map(({ key }) => key).join(', ')}.`,
      );
  }
}
