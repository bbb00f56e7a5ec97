// The terms of a change while they are chosen, and what they hold up; each kind of deadline keeps what was chosen for it.
'use client';
import { useState } from 'react';
import { owedBy, startTerms, type TermsFacts, termsHeldBy } from './change-terms.ts';

interface TermsAsk extends Omit<TermsFacts, 'deadline'> {
  /** It loosens a control: it always has an end. */
  loosens: boolean;
}

export function useChangeTerms({ loosens, ...known }: TermsAsk) {
  const temporary = useState(startTerms());
  const loosened = useState(startTerms('loosened'));
  const [terms, onTerms] = loosens ? loosened : temporary;
  const facts: TermsFacts = { ...known, deadline: loosens ? 'loosened' : 'temporary' };
  return {
    ...{ terms, facts, onTerms },
    /** The break-glass that is to be reviewed first; null when none. */
    owed: owedBy(terms, facts),
    /** Why the terms cannot be sent as they are; null when they can. */
    heldBy: termsHeldBy(terms, facts),
    /** It goes past its second person. */
    breaks: facts.waits && terms.glass,
  };
}
