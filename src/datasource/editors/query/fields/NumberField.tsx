import React, { useId } from 'react';
import { NumberInput } from '../../NumberInput';
import { errorsAt } from '../explain/answer';
import { Cell } from '../layout';
import type { PartProps } from './part';

interface Props extends PartProps {
  name: 'limit' | 'offset' | 'threshold';
  label: string;
  help: string;
  min: number;
  max?: number;
  step?: 'any';
  placeholder?: string;
}

/** A number of the query, in a cell of its own. */
export function NumberField({ name, label, help, min, max, step, placeholder, query, errors, onChange }: Props) {
  const id = useId();
  return (
    <Cell label={label} htmlFor={id} help={help} width={88} most={110} errors={errorsAt(errors, name)}>
      <NumberInput
        id={id}
        min={min}
        max={max}
        step={step}
        placeholder={placeholder}
        value={query[name]}
        onCommit={(value) => onChange({ [name]: value })}
      />
    </Cell>
  );
}
