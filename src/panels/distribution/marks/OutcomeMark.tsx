// The sign of a verdict, 9 × 9 px: what colour says, said once more by its form.
import React from 'react';
import { Outcome } from '../../../frames/drift';

export function OutcomeMark({ outcome, color }: { outcome: Outcome; color: string }) {
  return (
    <g fill="none" stroke={color} strokeWidth={1.6}>
      {outcome === 'drifted' && <circle cx={4.5} cy={4.5} r={4} fill={color} stroke="none" />}
      {outcome === 'fine' && <path d="M1 4.8 L3.6 7.4 L8 2" />}
      {outcome === 'not_enough' && <path d="M1 8 L8 1 M1 4 L4 1 M5 8 L8 5" strokeWidth={1.2} />}
      {outcome === 'no_reference' && <path d="M1 4.5 H8" />}
      {outcome === 'error' && <path d="M1.5 1.5 L7.5 7.5 M1.5 7.5 L7.5 1.5" />}
    </g>
  );
}
