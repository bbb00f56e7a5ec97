'use server';
// The writes of the decision assistant.
import { action } from '#app/_entry/action.ts';
import { answerQuestion } from '#lib/commands/runs/answer-question.ts';
import { closeAssessment } from '#lib/commands/runs/close-assessment.ts';
import { startAssessment } from '#lib/commands/runs/start-assessment.ts';
import { takeBackAnswer } from '#lib/commands/runs/take-back-answer.ts';

export const startAssessmentAction = action(startAssessment);
export const answerQuestionAction = action(answerQuestion);
export const takeBackAnswerAction = action(takeBackAnswer);
export const closeAssessmentAction = action(closeAssessment);
