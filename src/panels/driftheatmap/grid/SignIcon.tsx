// The sign of a cell beside its words.
import React from 'react';
import { isFilled, Sign, signPath } from './signs';

export function SignIcon({ sign, color }: { sign: Sign; color: string }) {
  return (
    <svg width={11} height={11} aria-hidden style={{ flex: 'none' }}>
      <path d={signPath(sign, 5.5, 5.5, 3.4)} fill={isFilled(sign) ? color : 'none'} stroke={color} strokeWidth={1.5} />
    </svg>
  );
}
