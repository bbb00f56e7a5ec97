// How tests went: their sum, and by name each that failed or passed at its second try only.

export interface Outcome {
  passed: number;
  failed: number;
  failures: Failure[];
  /** Those that failed once and then passed. */
  flaky: Failure[];
}

export interface Failure {
  /** File and names of the test, as its runner says them. */
  test: string;
  message: string;
}

const LONGEST_MESSAGE = 1_500;
// Runners colour their messages, and a log keeps the codes.
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
// Lines of a stack that tell nothing of the test.
const OF_RUNNERS = /^ +at .*(node_modules|node:|new Promise \(<anonymous>\)).*\n?/gm;

export function passedOne(): Outcome {
  return { passed: 1, failed: 0, failures: [], flaky: [] };
}

export function failedOne(test: string, message: string): Outcome {
  return { passed: 0, failed: 1, failures: [{ test, message }], flaky: [] };
}

export function none(): Outcome {
  return { passed: 0, failed: 0, failures: [], flaky: [] };
}

export function sum(outcomes: readonly Outcome[]): Outcome {
  return {
    passed: outcomes.reduce((all, one) => all + one.passed, 0),
    failed: outcomes.reduce((all, one) => all + one.failed, 0),
    failures: outcomes.flatMap((one) => one.failures),
    flaky: outcomes.flatMap((one) => one.flaky),
  };
}

/** The end of a run. Its last lines say what failed, because of a long log only the end may be kept. */
export function summary(outcome: Outcome): string {
  const parts = [
    told(
      'Passed at the second try only (a defect to look at, of the test or of the product):',
      outcome.flaky,
    ),
    told('Failed:', outcome.failures),
    `${outcome.passed} passed, ${outcome.failed} failed`,
  ];
  return `\n${parts.filter((part) => part !== '').join('\n\n')}`;
}

function told(title: string, failures: readonly Failure[]): string {
  if (failures.length === 0) return '';
  const lines = failures.map(({ test, message }) => {
    const plain = message.replace(COLOURS, '').replace(OF_RUNNERS, '').trim().slice(0, LONGEST_MESSAGE);
    return `  ${test}\n${plain.replace(/^/gm, '      ')}`;
  });
  return [title, ...lines].join('\n');
}
