// Bodies of the decision assistant: assessments with their answers, and the readings that these rested on.
import type { NextBefore } from './console.ts';

/** One fact of the venue in words. `value` is null when nobody reports it; `note` says more, such as its causes. */
export interface ReadingView {
  label: string;
  value: string | null;
  note: string | null;
}

export interface AnswerView {
  id: string;
  question: string;
  option: string;
  by: string;
  at: string;
  readings: readonly ReadingView[];
  /** Who took it back and when; null while it stands. */
  takenBack: { by: string; at: string } | null;
}

export interface AssessmentView {
  id: string;
  /** Shown as AS-12. */
  number: number;
  tree: string;
  symptom: string;
  startedBy: string;
  startedAt: string;
  /** Null while it is open. */
  closed: {
    by: string;
    at: string;
    outcome: 'acted' | 'watched' | 'dropped';
    endedIn: string | null;
    reason: string | null;
    changeSetId: string | null;
    requestId: string | null;
    runId: string | null;
  } | null;
  /** Oldest first, with those that were taken back. */
  answers: readonly AnswerView[];
}

/** GET /api/v1/assessments?before=&limit=: open ones and closed ones, newest first. */
export interface AssessmentsBody {
  items: readonly AssessmentView[];
  nextBefore: NextBefore;
}

/** GET /api/v1/assessment?id=: one of them, with what the venue shows now for the question that is open. */
export interface AssessmentBody {
  assessment: AssessmentView;
  /** Key of the open question; null at the end of the tree or when it is closed. */
  next: string | null;
  /** Key of the end that the answers lead to; null before it. */
  end: string | null;
  /** Readings of that question, of this moment. */
  readings: readonly ReadingView[];
}

/** Answer of start-assessment. */
export interface StartedAssessment {
  assessmentId: string;
  number: number;
}

/** Answer of answer-question: the question after it and the end, as far as the answers lead to one. */
export interface AnsweredQuestion {
  changed: boolean;
  answerId: string;
  next: string | null;
  end: string | null;
}
